//! Two things measured in turns, and what is said of them.

use std::fmt::Display;

/// The rates of two things that took turns, each a second.
pub(crate) struct Rates {
    ours: Vec<f64>,
    other: Vec<f64>,
}

/// Lets each have so many turns. Which begins changes with each turn, so that a machine that becomes busier favours neither.
pub(crate) fn take(turns: usize, mut ours: impl FnMut() -> f64, mut other: impl FnMut() -> f64) -> Rates {
    let mut rates = Rates { ours: Vec::new(), other: Vec::new() };
    for turn in 0..turns {
        if turn % 2 == 0 {
            rates.ours.push(ours());
            rates.other.push(other());
        } else {
            rates.other.push(other());
            rates.ours.push(ours());
        }
    }
    rates
}

impl Rates {
    /// Prints the middle of the turns' ratios, with the least and the most.
    pub(crate) fn say(&self, what: &str, beside: impl Display) {
        let ratios = sorted(self.ours.iter().zip(&self.other).map(|(ours, other)| ours / other).collect());
        println!(
            "  {what}: {:.2} of {beside}   (turns {:.2} to {:.2}; {:.0} a second beside {:.0})",
            ratios[ratios.len() / 2],
            ratios[0],
            ratios[ratios.len() - 1],
            middle(&self.ours),
            middle(&self.other),
        );
    }
}

fn sorted(mut numbers: Vec<f64>) -> Vec<f64> {
    numbers.sort_by(f64::total_cmp);
    numbers
}

fn middle(numbers: &[f64]) -> f64 {
    sorted(numbers.to_vec())[numbers.len() / 2]
}
