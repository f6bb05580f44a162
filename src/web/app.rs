//! What every handler works with.

use std::sync::Arc;

use super::gate::peer::Untrusted;
use super::gate::traffic::Traffic;
use crate::clock::Clock;
use crate::config::Config;
use crate::database::Database;
use crate::feed::Feeds;
use crate::import::Importer;
use crate::inbox::Inbox;
use crate::links::Links;
use crate::rsvp::Reception;
use crate::rsvp::count::Shown as PublicNumbersShown;
use crate::seal::Seals;
use crate::worker::Pulse;

/// The service, as its edges see it. Cheap to clone.
#[derive(Clone, Debug)]
pub struct App {
    /// The database.
    pub db: Database,
    /// What closes personal fields.
    pub seals: Seals,
    /// The time.
    pub clock: Clock,
    /// Addresses to print.
    pub links: Links,
    /// The settings.
    pub config: Arc<Config>,
    /// The feeds that are kept rendered.
    pub feeds: Feeds,
    /// What reads calendars of others, one at a time.
    pub importer: Importer,
    /// What takes the letters that come back.
    pub inbox: Inbox,
    /// What taking replies needs.
    pub reception: Arc<Reception>,
    /// Whether a proxy stands before us that is not trusted.
    pub untrusted: Arc<Untrusted>,
    /// How often what was asked.
    pub traffic: Arc<Traffic>,
    /// The coarse numbers that anybody may see, as they were last computed.
    pub numbers: Arc<PublicNumbersShown>,
    /// The worker of this process: rung after a write, asked by readyz.
    pub pulse: Pulse,
}
