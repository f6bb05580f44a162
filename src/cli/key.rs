//! `convenor key`: the key file.

use super::arguments::Key;
use super::out::{self, Failure};
use crate::clock::Clock;
use crate::config::Config;
use crate::server;

pub(super) async fn run(what: &Key, config: Config) -> Result<(), Failure> {
    let opened = server::open(config, Clock::System).await?;
    match what {
        Key::Rotate => {
            opened.seals.rotate(&opened.db, opened.clock.now()).await?;
            out::remark(
                "A new wrapping key was made and the oldest removed. Copies of the old key file can go.",
            );
        }
    }
    opened.db.close().await?;
    Ok(())
}
