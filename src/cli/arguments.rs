//! What can be typed after `convenor`. Every setting is a flag too.

use std::collections::BTreeMap;

use clap::{Arg, ArgMatches, CommandFactory, FromArgMatches, Parser, Subcommand};
use uuid::Uuid;

use crate::config::{Given, SETTINGS};
use crate::outbox::address::Address;

/// What was typed.
pub(super) struct Arguments {
    pub(super) command: Command,
    pub(super) given: Given,
}

/// Events, replies, calendars and reminders for union branches and campaign groups.
#[derive(Parser)]
#[command(name = "convenor", version)]
struct Typed {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
pub(super) enum Command {
    /// Serve pages and the API, and do what recurs (the default)
    Serve,
    /// Serve the demonstration branch from a data folder of its own
    Demo {
        /// Start over with a new folder
        #[arg(long)]
        fresh: bool,
    },
    /// Print the OpenAPI document
    Openapi {
        /// As JSON instead of YAML
        #[arg(long)]
        json: bool,
    },
    /// Bring the tables up to date, or say how they stand
    #[command(subcommand)]
    Migrate(Migrate),
    /// Make or list organisations, and their members' address
    #[command(subcommand)]
    Organisation(Organisation),
    /// Make, list or revoke the keys by which other programs call
    #[command(subcommand)]
    ApiKey(ApiKey),
    /// What is waiting to be sent, what failed and why
    #[command(subcommand)]
    Outbox(Outbox),
    /// Try the mail server, or take a letter from it
    #[command(subcommand)]
    Mail(Mail),
    /// Turn the key file over
    #[command(subcommand)]
    Key(Key),
    /// Take events from another calendar, as drafts
    #[command(subcommand)]
    Import(Import),
    /// Print the effective settings, secrets hidden
    Config {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Subcommand)]
pub(super) enum Migrate {
    /// Carry out what is pending
    Up,
    /// Say what was carried out and what is pending
    Status {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
}

#[derive(Subcommand)]
pub(super) enum Organisation {
    /// Make an organisation
    Create {
        /// Its part of the address: small letters, digits and hyphens
        slug: String,
        /// Its name
        #[arg(long)]
        name: String,
        /// Its IANA time zone
        #[arg(long, default_value = "Europe/London")]
        timezone: String,
        /// Its public e-mail address
        #[arg(long)]
        email: Option<String>,
        /// Its public telephone number
        #[arg(long)]
        phone: Option<String>,
        /// Its other site
        #[arg(long)]
        website: Option<String>,
    },
    /// List all organisations
    List {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Print the address of the members' page and feed, for the branch's own mailing
    Members {
        /// Which organisation
        slug: String,
        /// Replace it: the old address says "ask your branch" for 90 days
        #[arg(long)]
        replace: bool,
    },
}

#[derive(Subcommand)]
pub(super) enum ApiKey {
    /// Make a key; it is shown once
    Create {
        /// Whose
        #[arg(long)]
        organisation: String,
        /// What it is for
        #[arg(long)]
        name: String,
        /// What it may do; may be given several times
        #[arg(long = "scope", required = true)]
        scopes: Vec<entity::value::Scope>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// List keys, without their secrets
    List {
        /// Whose
        #[arg(long)]
        organisation: String,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Revoke a key
    Revoke {
        /// Which, by its id
        #[arg(value_parser = key_id)]
        id: Uuid,
    },
}

#[derive(Subcommand)]
pub(super) enum Outbox {
    /// List what waits and what failed, the oldest first
    List {
        /// Only what failed
        #[arg(long)]
        stuck: bool,
        /// What is in this state instead, the newest first: `waiting`, `sent`, `filed`, `refused`, `given_up`, `withdrawn`, `expired`
        #[arg(long, conflicts_with = "stuck")]
        state: Option<entity::value::OutboxState>,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Send one again at once
    Retry {
        /// Which, by its id
        #[arg(value_parser = letter_id)]
        id: Uuid,
    },
}

#[derive(Subcommand)]
pub(super) enum Mail {
    /// Send one real letter through the configured server, and show the server's own answer
    Test {
        /// To which address
        #[arg(long, value_parser = Address::parse)]
        to: Address,
    },
    /// Take one letter from standard input, as a mail server hands it over: a calendar's answer, or what somebody wrote
    ///
    /// Exit status as mail servers read it (sysexits): 0 when it was dealt with or dropped, 75 when it is to be brought again, 69
    /// when somebody wrote and nobody will read it.
    Receive {
        /// Whom it is for, as the mail server says; else the letter's own headers are asked
        #[arg(long, value_name = "ADDRESS")]
        recipient: Option<String>,
    },
}

#[derive(Subcommand)]
pub(super) enum Key {
    /// Make a new wrapping key, wrap the living data keys anew, remove the oldest
    Rotate,
}

#[derive(Subcommand)]
pub(super) enum Import {
    /// Take the events of an iCalendar file or address; what was taken before is known again
    Ics {
        /// A file, or an address that begins with https://, http:// or webcal://
        source: String,
        /// For which organisation
        #[arg(long)]
        organisation: String,
        /// What the calendar is called, for a file: what came from it earlier and is no longer in it is then said. An address is its own name
        #[arg(long, value_name = "NAME")]
        named: Option<String>,
        /// Only say what would be done
        #[arg(long)]
        dry_run: bool,
        /// Take also what was deleted here
        #[arg(long)]
        deleted: bool,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
}

/// Where the ids of keys are found.
pub(super) const WHERE_KEYS_ARE: &str =
    "`convenor api-key list --organisation SLUG` shows the ids, first on each line";
/// Where the ids of letters are found.
pub(super) const WHERE_LETTERS_ARE: &str = "`convenor outbox list` shows the ids, first on each line";

fn key_id(text: &str) -> Result<Uuid, String> {
    text.parse().map_err(|_error| format!("this is not the id of a key; {WHERE_KEYS_ARE}"))
}

fn letter_id(text: &str) -> Result<Uuid, String> {
    text.parse().map_err(|_error| format!("this is not the id of a letter; {WHERE_LETTERS_ARE}"))
}

impl Arguments {
    /// What was typed, or clap's own error, which knows how to print itself.
    pub(super) fn read() -> Result<Self, clap::Error> {
        let flags = SETTINGS.iter().map(|setting| {
            Arg::new(setting.key())
                .long(setting.flag())
                .value_name("VALUE")
                .global(true)
                .help(format!("{} [{}; default: {}]", setting.about, setting.variable, setting.default))
                .help_heading("Settings")
                .hide_short_help(true)
        });
        let matches = Typed::command().args(flags).try_get_matches()?;
        let command = Typed::from_arg_matches(&matches)?.command.unwrap_or(Command::Serve);
        Ok(Self { command, given: Given::here(given_flags(&matches)) })
    }
}

fn given_flags(matches: &ArgMatches) -> BTreeMap<String, String> {
    let value = |key: &str| matches.try_get_one::<String>(key).ok().flatten().cloned();
    SETTINGS.iter().filter_map(|setting| Some((setting.key(), value(&setting.key())?))).collect()
}
