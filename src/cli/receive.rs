//! `convenor mail receive`: one letter on standard input, as a mail server hands it over.
//!
//! Works beside a service that runs: what it writes is seen there within a second. Mail servers read the exit status as
//! `sysexits.h` has it, and send a letter back to its sender for all but 0 and 75. So every failure that may pass is 75, settings that
//! are wrong too, and a fault of ours; a letter that we drop is 0, for sending it back would tell a forger something, or answer a
//! machine. With 69 the sender reads what stands on standard error: then there is one sentence for them, and no line of the log.

use std::panic::AssertUnwindSafe;
use std::process::ExitCode;

use futures_util::FutureExt as _;
use tokio::io::{AsyncReadExt, copy, sink, stdin};

use super::log;
use super::out::{self, Failure};
use crate::clock::Clock;
use crate::config::Config;
use crate::inbox::{MOST_BYTES, Outcome};
use crate::server::{self, Service};

/// `EX_TEMPFAIL`: bring it again.
const AGAIN: u8 = 75;
/// `EX_UNAVAILABLE`: tell the sender.
const NOBODY: u8 = 69;

pub(super) async fn run(recipient: Option<&str>, config: Config) -> Result<(), Failure> {
    let held = log::start_held(&config)?;
    // A panic is a fault of ours: the letter is brought again. What it said may be what somebody wrote.
    let done = AssertUnwindSafe(receive(recipient, config)).catch_unwind();
    let done = Box::pin(done)
        .await
        .unwrap_or_else(|_what_it_said| Err(Failure::Failed("a fault of Convenor's own stopped it".into())));
    if !matches!(done, Err(Failure::Undelivered(_))) {
        held.write();
    }
    done
}

async fn receive(recipient: Option<&str>, config: Config) -> Result<(), Failure> {
    let letter = letter().await.map_err(|error| Failure::because("the letter can't be read", error))?;
    // Begun anew in a wrong folder, it would know nobody, and drop what others wait for.
    if !config.key_file.exists() {
        let key = config.key_file.display();
        let what = format!(
            "{key} is not there: run it with the settings of the service, CONVENOR_DATA_DIR above all"
        );
        return Err(Failure::Failed(what.into()));
    }
    let opened = server::open(config, Clock::System).await?;
    let (db, now) = (opened.db.clone(), opened.clock.now());
    let app = Service::assemble(opened)?.app;
    let received = app.inbox.receive(&letter, recipient, now).await;
    db.close().await?;
    match received? {
        Outcome::Lost => Err(Failure::Undelivered("what you wrote could not be passed on to the organisers")),
        _ => Ok(()),
    }
}

/// The letter, as far as we read one. The rest is thrown away: whoever is still writing would see a broken pipe.
async fn letter() -> std::io::Result<Vec<u8>> {
    let mut reader = stdin();
    let mut bytes = Vec::new();
    let most = u64::try_from(MOST_BYTES).unwrap_or(u64::MAX);
    (&mut reader).take(most).read_to_end(&mut bytes).await?;
    copy(&mut reader, &mut sink()).await?;
    Ok(bytes)
}

/// Says why, and with which exit status the process ends.
pub(super) fn report(failure: &Failure) -> ExitCode {
    let status = if matches!(failure, Failure::Undelivered(_)) { NOBODY } else { AGAIN };
    // What it says is for the mail server's log; the status it would end with is a person's.
    out::report(failure);
    ExitCode::from(status)
}
