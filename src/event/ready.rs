//! Before an event is announced: what it may not lack, and what is worth another look.
//!
//! A refusal is something that people could come to harm by, or stand in the wrong place for. A warning is told and
//! left to the organiser.

use entity::Moment;
use entity::value::local::LocalTime;
use entity::value::{AttendanceMode, EventStatus, Kind, Visibility};
use jiff::civil::Date;
use uuid::Uuid;

use super::check::public_texts;
use super::kind::AsksFor;
use super::{EventError, Filter, Shown, Viewer, list, pickets, placing, store};
use crate::database::Conn;
use crate::mistake::{Mistake, Mistakes};
use crate::recurrence::holidays;
use crate::venue::{self, Venue};

/// An AGM is announced so many days ahead (the unions' rule books say twelve weeks).
const NOTICE_DAYS: i64 = 12 * 7;

/// Where meetings are joined: a link to one of these in a public text is likely a joining link.
const MEETING_LINKS: &[&str] = &[
    "zoom.us/j/",
    "zoom.us/w/",
    "zoom.us/my/",
    "teams.microsoft.com/l/meetup-join",
    "teams.microsoft.com/meet",
    "teams.live.com/meet",
    "meet.google.com/",
    "webex.com/meet",
    "webex.com/join",
    "gotomeet.me/",
    "meet.jit.si/",
    "whereby.com/",
];

/// What else the organisation has, that an event can get into conflict with.
#[derive(Clone, Debug, Default)]
struct Surroundings {
    /// Other dates that take place at the same time.
    at_the_same_time: Vec<Clash>,
    /// Other venues with the same name.
    namesakes: Vec<Venue>,
}

/// Another date at the same time.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Clash {
    title: String,
    start: LocalTime,
}

/// Reads what an event can get into conflict with.
async fn surroundings(conn: &Conn<'_>, shown: &Shown) -> Result<Surroundings, EventError> {
    let organisation = shown.event.organisation_id;
    let filter = Filter {
        statuses: vec![EventStatus::Confirmed],
        from: Some(shown.occurrence.start_utc),
        to: Some(shown.occurrence.end_utc),
        ..Filter::default()
    };
    let others = store::list(conn, organisation, &filter, None, Some(20)).await?;
    let others = others.into_iter().filter(|(event, _)| event.id != shown.event.id);
    let at_the_same_time =
        others.map(|(event, date)| Clash { title: event.title, start: date.start }).collect();
    let namesakes = match &shown.venue {
        Some(venue) => venue::namesakes(conn, venue).await?,
        None => Vec::new(),
    };
    Ok(Surroundings { at_the_same_time, namesakes })
}

/// Why an event can't be announced as it is.
pub(super) fn refusals(shown: &Shown) -> Vec<Mistake> {
    let facts = shown.facts();
    let mut found = Mistakes::new();
    let contact = facts.contact.clone().unwrap_or_default();
    if contact.email.is_none() && contact.phone.is_none() {
        let message = "give an e-mail address or a telephone number that people can ask";
        found.add("/contact", "no_contact", message);
    }
    if facts.end.is_none() && !facts.no_fixed_end && !facts.start.is_all_day() {
        found.add("/end", "no_end", "give an end, or set no_fixed_end");
    }
    // Hidden or not, what is known at the venue counts.
    if shown.access_statement(Viewer::Officer, shown.event.updated_at).is_none() {
        let message = "say how people get in and take part, here or at the venue; \"not checked yet\" is an honest answer";
        found.add("/access_statement", "no_access_statement", message);
    }
    if shown.venue.as_ref().is_some_and(|venue| venue.private_home) {
        found.push(placing::a_home("/venue_id"));
    }
    found.into_vec()
}

/// What is worth another look before people come.
///
/// # Errors
/// [`EventError::NotFound`], or that the database can't be read.
pub async fn warnings(
    conn: &Conn<'_>,
    organisation: Uuid,
    event: Uuid,
    now: Moment,
) -> Result<Vec<Mistake>, EventError> {
    warned_of(conn, &list::find(conn, organisation, event, now).await?, now).await
}

/// The same of an event at hand.
pub(super) async fn warned_of(
    conn: &Conn<'_>,
    shown: &Shown,
    now: Moment,
) -> Result<Vec<Mistake>, EventError> {
    Ok(looked_at(shown, &surroundings(conn, shown).await?, now))
}

fn looked_at(shown: &Shown, around: &Surroundings, now: Moment) -> Vec<Mistake> {
    let mut found = Mistakes::new();
    warn_of_time(shown, around, now, &mut found);
    warn_of_place(shown, around, &mut found);
    warn_of_texts(shown, &mut found);
    for asked in shown.rules().asks_for {
        if let Some((pointer, code, message)) = missing(*asked, shown) {
            found.add(pointer, code, message);
        }
    }
    if let Some(message) = pickets::too_many(shown.facts()) {
        found.add("/capacity/in_person", "more_than_six_pickets", message);
    }
    if shown.event.visibility == Visibility::Members {
        let message = format!(
            "is members: only the members' page and the members' calendar show it; `convenor organisation members {}` \
             prints their addresses, for the branch's own mailing",
            shown.organisation.slug
        );
        found.add("/visibility", "members_only", message);
    }
    if let Some(message) = shown.rules().not_yet {
        found.add("/kind", "not_done_yet", message);
    }
    found.into_vec()
}

fn warn_of_time(shown: &Shown, around: &Surroundings, now: Moment, found: &mut Mistakes) {
    if shown.has_ended(now) {
        found.add("/start", "in_the_past", "is over already");
    }
    if shown.event.kind == Kind::AnnualGeneralMeeting && !shown.has_ended(now) {
        let today = now.timestamp().to_zoned(shown.zone()).date();
        let days = days_between(today, shown.occurrence.start.date());
        if days < NOTICE_DAYS {
            let message = format!(
                "is {days} days ahead: rules commonly ask for {NOTICE_DAYS} days' (12 weeks') notice of an AGM"
            );
            found.add("/start", "short_notice", message);
        }
    }
    for day in days_of(shown) {
        let nations: Vec<&str> = holidays::nations(day).into_iter().map(holidays::name).collect();
        if !nations.is_empty() {
            let message = format!("{day} is a bank holiday in {}", nations.join(", "));
            found.add("/start", "bank_holiday", message);
        }
    }
    for other in &around.at_the_same_time {
        let message = format!("\"{}\" of yours is at the same time, from {}", other.title, other.start);
        found.add("/start", "clash", message);
    }
}

fn warn_of_place(shown: &Shown, around: &Surroundings, found: &mut Mistakes) {
    let facts = shown.facts();
    if facts.attendance_mode != AttendanceMode::Online && shown.venue.is_none() && shown.spot().is_none() {
        found.add("/venue_id", "no_place", "there is no venue and no meeting point: people will not find it");
    }
    if facts.attendance_mode != AttendanceMode::InPerson
        && facts.online.as_ref().is_none_or(|online| online.join_url.is_none() && online.dial_in.is_none())
    {
        found.add(
            "/online/join_url",
            "no_joining_link",
            "there is no joining link yet: give one before it is to be sent",
        );
    }
    let Some(venue) = &shown.venue else { return };
    for other in &around.namesakes {
        if let (Some(ours), Some(theirs)) = (&venue.postcode, &other.postcode)
            && ours != theirs
        {
            let message = format!(
                "{} has postcode {ours} here and {theirs} elsewhere: one of them is wrong",
                venue.name
            );
            found.add("/venue_id", "postcode_disagrees", message);
        }
    }
    let days = days_of(shown);
    for direction in &venue.directions.0 {
        if days.iter().any(|day| direction.is_closed_on(*day)) {
            let from = direction.from.as_deref().unwrap_or(direction.mode.as_str());
            found.add(
                "/venue_id",
                "way_closed",
                format!("the way from {from} is noted as closed on that day"),
            );
        }
    }
}

fn warn_of_texts(shown: &Shown, found: &mut Mistakes) {
    for (pointer, text) in public_texts(shown.facts()) {
        let text = text.to_lowercase();
        if pointer != "/online/watch_url" && MEETING_LINKS.iter().any(|link| text.contains(link)) {
            let message = "looks like a link to join a meeting: anybody can read this text";
            found.add(pointer, "joining_link", message);
        }
    }
}

/// What a kind is not complete without, where it is missing.
fn missing(asked: AsksFor, shown: &Shown) -> Option<(&'static str, &'static str, &'static str)> {
    let facts = shown.facts();
    let target = facts.target.clone().unwrap_or_default();
    let (is_missing, said) = match asked {
        AsksFor::Target => {
            (target.body.is_none(), ("/target/body", "no_target", "say which body this is for"))
        }
        AsksFor::MeetingStart => (
            target.meeting_start.is_none(),
            ("/target/meeting_start", "no_meeting_start", "say when the body's own meeting starts"),
        ),
        AsksFor::MeetingPoint => {
            (shown.spot().is_none(), ("/meeting_point", "no_meeting_point", "say where exactly people stand"))
        }
        AsksFor::OnTheDayPhone => (
            facts.on_the_day_phone.is_none(),
            ("/on_the_day_phone", "no_phone_for_the_day", "give a number for who is lost or late"),
        ),
        AsksFor::Deadlines => (
            facts.deadlines.is_empty(),
            ("/deadlines", "no_deadlines", "say by when motions and nominations must be in"),
        ),
        AsksFor::Quorum => (facts.quorum.is_none(), ("/quorum", "no_quorum", "say how many make it quorate")),
        AsksFor::WhoMay => {
            (facts.who_may.is_none(), ("/who_may", "no_who_may", "say who may attend, speak and vote"))
        }
        AsksFor::Documents => {
            (facts.documents.is_empty(), ("/documents", "no_documents", "link the agenda and the papers"))
        }
        AsksFor::Menu => (facts.menu.is_empty(), ("/menu", "no_menu", "say what people can do")),
        AsksFor::Places => (
            facts.capacity.is_none(),
            ("/capacity", "no_capacity", "say how many places there are, or leave it open on purpose"),
        ),
    };
    is_missing.then_some(said)
}

/// The days on which it takes place, on the calendar of its zone; 31 at most.
fn days_of(shown: &Shown) -> Vec<Date> {
    const MOST: usize = 31;
    let start = shown.occurrence.start.date();
    let end = Moment::from_millis(shown.occurrence.end_utc.millis() - 1);
    let last = end.timestamp().to_zoned(shown.zone()).date();
    std::iter::successors(Some(start), |day| day.tomorrow().ok())
        .take_while(|day| *day <= last)
        .take(MOST)
        .collect()
}

fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map(|span| i64::from(span.get_days())).unwrap_or_default()
}
