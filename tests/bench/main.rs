//! How fast and how small, as ratios taken in one run: `./scripts/bench [replies|feed|send|idle]`.
//!
//! The program is the one that people run (release build, own process, own folder on this disk); beside it runs the
//! least that could do the same. Both take turns within the run, and the middle of the turns' ratios is printed:
//! absolute times say something about the machine, ratios about us. Nothing here passes or fails.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::as_conversions,
    clippy::disallowed_methods,
    reason = "a benchmark prints, divides, waits out its turns, and says that something is wrong by stopping"
)]

mod bare;
mod branch;
mod feed;
mod http;
mod idle;
mod replies;
mod send;
mod sink;
mod turns;

type Bench = fn();

const BENCHES: &[(&str, Bench)] =
    &[("replies", replies::run), ("feed", feed::run), ("send", send::run), ("idle", idle::run)];

fn main() {
    // Cargo itself adds `--bench`.
    let named: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    if let [command, file] = &named[..]
        && command == bare::SERVE
    {
        return bare::serve(file);
    }
    for name in &named {
        assert!(
            BENCHES.iter().any(|(known, _)| known == name),
            "there is no benchmark {name}; there are: replies, feed, send, idle"
        );
    }
    for (name, bench) in BENCHES {
        if named.is_empty() || named.iter().any(|one| one == name) {
            println!("\n{name}");
            bench();
        }
    }
}
