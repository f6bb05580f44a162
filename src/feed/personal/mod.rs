//! One person's calendar of one organisation, `/c/{token}.ics`: what they said yes or maybe to, and in which way.
//!
//! Whoever asks gives an address, and a letter brings the calendar's own to that one: asking again mails the same. Guarantees:
//! asking does the same work and says the same whether anybody replied with the address; whether a letter is owed is decided
//! when it leaves. Nobody who never replied is written to: else this would be a way to bother strangers in a branch's name. There
//! is no list of who replied: each living date is tried. What is kept is the address, sealed, and it goes when the calendar
//! is of no more use ([`forget`]).

mod calendar;
mod forgetting;

use std::time::Duration;

use entity::Moment;
pub use entity::table::calendar_subscription::Model as Subscription;
use entity::value::{LetterKind, Purpose};
use serde_json::json;
use uuid::Uuid;

pub use forgetting::forget;

use super::{FeedError, store};
use crate::database::{self, Conn, Write};
use crate::outbox::address::Address;
use crate::outbox::{self, NewLetter, Row, Urgency};
use crate::rsvp;
use crate::seal::{DataKey, Owner, SealError, Seals, TokenPurpose, parse_token};
use crate::secret;
use crate::words::Language;

const TABLE: &str = "calendar_subscription";
const DAY: Duration = Duration::from_hours(24);
/// How many letters with its address a calendar gets until there was a day without one. Beyond that nothing is said.
const LETTERS: i32 = 3;
/// Of how many addresses that were replaced it is still known that they were.
const REPLACED: i32 = 50;

async fn key(conn: &Conn<'_>, seals: &Seals, organisation: Uuid) -> Result<DataKey, SealError> {
    seals.key(conn, Owner::Organisation(organisation), Purpose::Organisation).await
}

/// Somebody asks for the calendar of an address. Answers its id, which the caller keeps to itself. `letters` is false where
/// too many letters to it were started lately.
///
/// # Errors
/// When the database refuses.
pub async fn ask(
    write: &mut Write,
    seals: &Seals,
    (organisation, language): (Uuid, Language),
    (address, letters): (&Address, bool),
    now: Moment,
) -> Result<Uuid, SealError> {
    let key = key(&write.conn(), seals, organisation).await?;
    let id = secret::new_id(now);
    let new = Subscription {
        id,
        organisation_id: organisation,
        email: key.seal_padded(TABLE, "email", id, address.as_str())?,
        email_tag: key.tag(&address.normal()),
        language: language.code().to_owned(),
        generation: 0,
        replies: None,
        changed_at: now,
        fetched_at: None,
        asked_at: now,
        letters: 0,
        created_at: now,
    };
    let mut kept = store::subscribe(&write.conn(), new).await?;
    if now >= kept.asked_at + DAY {
        kept.letters = 0;
    }
    if letters && kept.letters < LETTERS {
        kept.letters += 1;
        kept.asked_at = now;
        store::update(&write.conn(), kept.clone()).await?;
        put_letter(write, &kept, now).await?;
    }
    Ok(kept.id)
}

/// The subscription that a token opens. Changes nothing.
///
/// # Errors
/// [`FeedError::Gone`] when it has another address now or was switched off, [`FeedError::NotFound`] when it never was.
pub async fn open(conn: &Conn<'_>, seals: &Seals, text: &str) -> Result<Subscription, FeedError> {
    let token = parse_token(text).ok_or(FeedError::NotFound)?;
    let Some(row) = store::subscription(conn, token.id()).await? else {
        let may_have_been = rsvp::is_an_id_of_ours(token.id());
        return Err(if may_have_been { FeedError::Gone } else { FeedError::NotFound });
    };
    let key = key(conn, seals, row.organisation_id).await?;
    if key.verifies(&token, TokenPurpose::Calendar, row.generation) {
        return Ok(row);
    }
    let before = (row.generation - REPLACED).max(0)..row.generation;
    let mut before = before.map(|generation| key.verifies(&token, TokenPurpose::Calendar, generation));
    Err(if before.any(|was| was) { FeedError::Gone } else { FeedError::NotFound })
}

/// Gives a calendar a new address, and mails it: whoever holds the old one, and is not its owner, learns nothing.
///
/// # Errors
/// When the database refuses.
pub async fn regenerate(
    write: &mut Write,
    mut row: Subscription,
    now: Moment,
) -> Result<(), database::Error> {
    row.generation += 1;
    store::update(&write.conn(), row.clone()).await?;
    put_letter(write, &row, now).await
}

/// Switches a calendar off: nothing of it is kept. Whoever asks again gets another.
///
/// # Errors
/// When the database refuses.
pub async fn revoke(write: &mut Write, id: Uuid) -> Result<(), database::Error> {
    store::unsubscribe(&write.conn(), id).await
}

async fn put_letter(write: &mut Write, row: &Subscription, now: Moment) -> Result<(), database::Error> {
    let letter = NewLetter {
        organisation_id: row.organisation_id,
        event_id: None,
        occurrence_id: None,
        rsvp_id: None,
        reminder_id: None,
        kind: LetterKind::PersonalCalendar,
        detail: Some(json!({ "subscription": row.id })),
        urgency: Urgency::AtOnce,
        due_at: now,
        expires_at: None,
    };
    outbox::put(write, letter, now).await?;
    Ok(())
}

/// What a letter with the address of a calendar needs. It prints nobody.
pub struct Addressed {
    /// To whom.
    pub email: Address,
    /// The calendar's token.
    pub token: String,
    /// Of which organisation.
    pub organisation: Uuid,
    /// The language of the letter.
    pub language: Language,
    /// Counts its addresses.
    pub generation: i32,
}

/// What the letter that is `row` needs, or why it is owed to nobody.
///
/// # Errors
/// When the database can't be read or a key does not open.
pub async fn for_letter(
    conn: &Conn<'_>,
    seals: &Seals,
    row: &Row,
    now: Moment,
) -> Result<Result<Addressed, &'static str>, SealError> {
    let id = row.detail.as_ref().and_then(|detail| detail.get("subscription")?.as_str()?.parse().ok());
    let kept = match id {
        Some(id) => store::subscription(conn, id).await?,
        None => None,
    };
    let Some(kept) = kept else { return Ok(Err("the calendar was switched off")) };
    let organisation = kept.organisation_id;
    let email = address(conn, seals, &kept).await?;
    if !rsvp::may_be_written_to(conn, seals, organisation, &email, now).await? {
        return Ok(Err("its owner asked not to be written to"));
    }
    let is_used = kept.fetched_at.is_some();
    if !is_used && rsvp::of_address(conn, seals, organisation, &email).await?.is_empty() {
        return Ok(Err("nobody with that address has replied"));
    }
    let token = token(conn, seals, &kept).await?;
    let (language, generation) = (Language::from_code(&kept.language), kept.generation);
    Ok(Ok(Addressed { email, token, organisation, language, generation }))
}

async fn token(conn: &Conn<'_>, seals: &Seals, row: &Subscription) -> Result<String, SealError> {
    let key = key(conn, seals, row.organisation_id).await?;
    Ok(key.token(TokenPurpose::Calendar, row.id, row.generation))
}

/// Whose calendar it is.
async fn address(conn: &Conn<'_>, seals: &Seals, row: &Subscription) -> Result<Address, SealError> {
    let key = key(conn, seals, row.organisation_id).await?;
    let text = key.open_padded(TABLE, "email", row.id, &row.email)?;
    Address::parse(&text).map_err(|_error| SealError::Damaged)
}
