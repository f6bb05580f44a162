//! Where log lines go: to standard error, as text or JSON. No line holds anything personal; that is the duty of
//! whoever writes one.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::util::TryInitError;

use crate::config::{Config, LogFormat};

/// Starts logging, panics included. Lines of the libraries below a warning are left out, unless the filter names them.
pub(super) fn start(config: &Config) -> Result<(), TryInitError> {
    let libraries = "sqlx=warn,sea_orm=warn,poem=warn,hyper=warn,tokio_cron_scheduler=warn,lettre=warn";
    let filter = EnvFilter::try_new(format!("{libraries},{}", config.log))
        .unwrap_or_else(|_error| EnvFilter::new(format!("{libraries},info")));
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a panic; what it said is left out, for it may be what somebody typed");
    }));
    match config.log_format {
        LogFormat::Text => tracing_subscriber::util::SubscriberInitExt::try_init(lines.finish()),
        LogFormat::Json => tracing_subscriber::util::SubscriberInitExt::try_init(lines.json().finish()),
    }
}
