//! Where log lines go: to standard error, as text or JSON. No line holds anything personal; that is the duty of
//! whoever writes one.

use std::io::{self, IsTerminal, Stderr, Write as _};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::util::SubscriberInitExt;

use super::log_lines::Lines;
use super::out::Failure;
use crate::config::{Config, LogFormat, Mistake};

/// What the log holds for a moment.
static LINES: OnceLock<Lines<Stderr>> = OnceLock::new();

/// How much is logged, from least to most.
const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];

/// What is wrong with the filter. The library would read a word that it does not know as the name of a target, log
/// nothing else, and leave out what it can't read at all.
pub(super) fn mistake(config: &Config) -> Option<Mistake> {
    let advice = "write error, warn, info, debug, trace or off, or with commas between them a target's own, like \
                  info,convenor::outbox=debug";
    let is_right =
        config.log.split(',').all(is_directive) && EnvFilter::try_new(close_together(&config.log)).is_ok();
    (!is_right).then(|| Mistake { setting: "CONVENOR_LOG".to_owned(), advice: advice.to_owned() })
}

/// Without the spaces that people write after a comma, which the library can't read.
fn close_together(filter: &str) -> String {
    filter.replace(' ', "")
}

/// A level, or `target=level`.
fn is_directive(text: &str) -> bool {
    let (target, level) = text.split_once('=').map_or((None, text), |(target, level)| (Some(target), level));
    let is_name = |target: &str| {
        let parts = target.split("::");
        parts.into_iter().all(|part| {
            !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
        })
    };
    target.is_none_or(|target| is_name(target.trim()))
        && LEVELS.iter().any(|known| known.eq_ignore_ascii_case(level.trim()))
}

/// Lets out what the log still holds, before the program ends.
pub(super) fn end() {
    if let Some(lines) = LINES.get() {
        lines.end();
    }
}

/// Starts logging, panics included, by a filter in which [`mistake`] finds none. Lines of the libraries below a warning are
/// left out, unless the filter names them.
pub(super) fn start(config: &Config) -> Result<(), Failure> {
    let no_thread = |error| Failure::because("the system gives no thread to log with", error);
    let lines = Lines::before(io::stderr()).map_err(no_thread)?;
    start_to(config, LINES.get_or_init(|| lines).clone())
}

/// The same, but the lines are held until it is known who would read them.
pub(super) fn start_held(config: &Config) -> Result<Held, Failure> {
    let held = Held::default();
    let lines = held.clone();
    start_to(config, move || lines.clone())?;
    Ok(held)
}

/// Log lines that are held.
#[derive(Clone, Debug, Default)]
pub(super) struct Held(Arc<Mutex<Vec<u8>>>);

impl Held {
    /// Writes them to standard error. What nobody can read is no reason to stop.
    pub(super) fn write(&self) {
        let lines = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        io::stderr().write_all(&lines).ok();
    }
}

impl io::Write for Held {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(line);
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn start_to(
    config: &Config,
    writer: impl for<'a> MakeWriter<'a> + Send + Sync + 'static,
) -> Result<(), Failure> {
    let libraries = "sqlx=warn,sea_orm=warn,poem=warn,hyper=warn,tokio_cron_scheduler=warn,lettre=warn";
    let filter = EnvFilter::new(format!("{libraries},{}", close_together(&config.log)));
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(io::stderr().is_terminal())
        .with_writer(writer);
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a panic; what it said is left out, for it may be what somebody typed");
    }));
    match config.log_format {
        LogFormat::Text => lines.finish().try_init()?,
        LogFormat::Json => lines.json().finish().try_init()?,
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::config::Given;

    #[test]
    fn a_filter_that_would_log_something_else_is_a_mistake() {
        let of = |filter: &str| {
            let environment = BTreeMap::from([("CONVENOR_LOG".to_owned(), filter.to_owned())]);
            mistake(&Config::from_given(&Given { environment, ..Given::default() }).unwrap())
        };
        for right in
            ["", "info", "OFF", "warn, convenor=debug", "convenor::outbox=trace,sqlx=off", "tower-http=warn"]
        {
            assert_eq!(of(right), None, "{right}");
        }
        for wrong in [
            "verbose",
            "WARNING",
            "foo=bar=baz",
            "info,convenor=loud",
            "info,",
            "=info",
            "convenor:=info",
            "3",
        ] {
            assert!(of(wrong).is_some(), "{wrong}");
        }
    }
}
