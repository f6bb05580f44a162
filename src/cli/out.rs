//! What a command prints, and how it fails.

use std::error::Error;
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use serde::Serialize;

use crate::causes;
use crate::config::Mistake;

/// Why a command was not done.
#[derive(Debug)]
pub(super) enum Failure {
    /// Settings are wrong.
    Settings(Vec<Mistake>),
    /// What was typed can't be done so: what is wrong, each with where it was typed.
    Misused(Vec<String>),
    /// Somebody wrote, and nobody will read it.
    Undelivered(&'static str),
    /// It failed.
    Failed(Box<dyn Error + Send + Sync>),
}

impl Failure {
    /// A failure with a sentence of its own.
    pub(super) fn because(what: &str, cause: impl Error) -> Self {
        Self::Failed(format!("{what}: {cause}").into())
    }
}

impl<E: Error + Send + Sync + 'static> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Failed(Box::new(error))
    }
}

/// One line of result. A reader who has gone (`| head -1`) has had enough: the rest is done, and not said.
pub(super) fn line(text: &str) -> Result<(), Failure> {
    match writeln!(io::stdout(), "{text}") {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::because("the result can't be written to standard output", error))
        }
        _ => Ok(()),
    }
}

/// Something a person should know beside the result. What nobody can read is no reason to stop.
pub(super) fn remark(text: &str) {
    writeln!(io::stderr(), "{text}").ok();
}

/// A result for a program.
pub(super) fn json(value: &impl Serialize) -> Result<(), Failure> {
    line(&serde_json::to_string_pretty(value)?)
}

/// Says why, and with which exit status the process ends.
pub(super) fn report(failure: &Failure) -> ExitCode {
    match failure {
        Failure::Settings(mistakes) => {
            remark("convenor can't start with these settings:");
            for mistake in mistakes {
                remark(&format!("  {mistake}"));
            }
            ExitCode::from(2)
        }
        Failure::Misused(mistakes) => {
            remark("convenor: this can't be done as it was typed:");
            for mistake in mistakes {
                remark(&format!("  {mistake}"));
            }
            ExitCode::from(2)
        }
        Failure::Undelivered(why) => {
            remark(&format!("convenor: {why}"));
            ExitCode::FAILURE
        }
        Failure::Failed(error) => {
            for (depth, words) in causes::sentences(causes::of(error.as_ref())).iter().enumerate() {
                remark(&format!("{}: {words}", if depth == 0 { "convenor" } else { "  because" }));
            }
            ExitCode::FAILURE
        }
    }
}
