//! The command line: one file a command.
//!
//! Results go to standard output (as JSON with `--json`), everything else to standard error. The exit status is
//! 0 when it was done, 1 when it failed, 2 when it was used wrongly.

mod api_key;
mod arguments;
mod demo;
mod import;
mod key;
mod log;
mod log_lines;
mod mail;
mod migrate;
mod openapi;
mod organisation;
mod out;
mod outbox;
mod receive;
mod remarks;
mod serve;
mod settings;

use std::process::ExitCode;

use arguments::{Arguments, Command, Mail};
use out::Failure;

use crate::config::Config;

/// Runs the command that the arguments name.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = match Arguments::read() {
        Ok(arguments) => arguments,
        Err(error) => error.exit(),
    };
    // A letter that can't be taken at the moment is not lost: whoever brought it keeps it, whatever is the reason.
    let brings_a_letter = matches!(arguments.command, Command::Mail(Mail::Receive { .. }));
    let done = carry_out(arguments);
    log::end();
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) if brings_a_letter => receive::report(&failure),
        Err(failure) => out::report(&failure),
    }
}

fn carry_out(arguments: Arguments) -> Result<(), Failure> {
    let (config, mut mistakes) = Config::read(&arguments.given);
    mistakes.extend(settings::mistakes_of_mail(&config));
    mistakes.extend(log::mistake(&config));
    if !mistakes.is_empty() {
        return Err(Failure::Settings(mistakes));
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::because("the system gives no threads to work with", error))?;
    runtime.block_on(one(arguments.command, config))
}

async fn one(command: Command, config: Config) -> Result<(), Failure> {
    match command {
        Command::Serve => serve::run(config).await,
        Command::Openapi { json } => openapi::run(json),
        Command::Migrate(what) => migrate::run(&what, config).await,
        Command::Organisation(what) => organisation::run(what, config).await,
        Command::ApiKey(what) => api_key::run(what, config).await,
        Command::Demo { fresh } => demo::run(config, fresh).await,
        Command::Outbox(what) => outbox::run(what, config).await,
        Command::Mail(Mail::Test { to }) => mail::run(to, config).await,
        Command::Mail(Mail::Receive { recipient }) => receive::run(recipient.as_deref(), config).await,
        Command::Import(what) => import::run(what, config).await,
        Command::Key(what) => key::run(&what, config).await,
        Command::Config { json } => settings::run(&config, json),
    }
}
