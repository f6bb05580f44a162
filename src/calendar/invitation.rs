//! The entry that goes with a letter to one person (RFC 5546, 3.2).

use icalendar::{Attendee, CUType, PartStat, Property, Role};
use jiff::civil::Date;

use super::entry::{Entry, Status};
use super::line::{Lines, mailto, one_line};
use super::series::Part;

/// Between whom a mailed entry passes.
#[derive(Clone, Debug)]
pub struct Parties {
    /// What the organiser is called: the sender's name of the letter.
    pub organiser: Option<String>,
    /// The organiser's address. With an attendee it is where answers go (`reply+TOKEN@…`), without it the bare From.
    pub organiser_address: String,
    /// The one person written to; nobody when calendar answers cannot be received.
    pub attendee: Option<Invited>,
    /// Whether this person's reply is withdrawn: their entry goes, the event stays.
    pub withdrawn: bool,
}

/// The person written to. No name: a letter never repeats what a replier typed.
#[derive(Clone, Debug)]
pub struct Invited {
    /// The address, as it was typed.
    pub address: String,
    /// What they last said.
    pub answer: Answer,
}

/// What somebody said to an invitation, as their reply stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Coming.
    Accepted,
    /// Perhaps, or waiting for a place.
    Tentative,
    /// Can't.
    Declined,
}

/// What a mailed entry asks of the client that reads it (RFC 5546, 1.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Put it in the calendar; nothing comes back.
    Publish,
    /// Put it in the calendar, or change it there; the answer may change.
    Request,
    /// Take it out.
    Cancel,
}

impl Method {
    /// The word, as `METHOD` and the `method` of `Content-Type` say it. They must be the same.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Publish => "PUBLISH",
            Self::Request => "REQUEST",
            Self::Cancel => "CANCEL",
        }
    }
}

/// An entry ready to be mailed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// For the `method` parameter of the part's `Content-Type`.
    pub method: Method,
    /// The body of the part.
    pub text: String,
}

/// The entry for one person. It is always private, whatever the entry says, for a calendar is often shared at work.
///
/// What is cancelled or withdrawn is a `CANCEL` with the entry's own UID; then `sequence` must be higher than in
/// what was sent before. `today` sets how far ahead the zone is described.
#[must_use]
pub fn invitation(entry: &Entry, parties: &Parties, today: Date) -> Invitation {
    let method = match &parties.attendee {
        _ if parties.withdrawn || entry.status == Status::Cancelled => Method::Cancel,
        Some(_) => Method::Request,
        None => Method::Publish,
    };
    let mut lines = Lines::with_capacity(4096);
    super::open(&mut lines, method);
    if let Some(span) = entry.when.span() {
        span.write(today, &mut lines);
    }
    Entry { private: true, ..entry.clone() }.write(Part::Whole, Some(parties), &mut lines);
    lines.close("VCALENDAR");
    Invitation { method, text: lines.into_text() }
}

impl Parties {
    /// Organiser and attendee, as bare addresses: Gmail updates in place only then. An answer is asked for by `asks` alone: what is called
    /// off or withdrawn leaves nothing to answer.
    pub(super) fn write(&self, asks: bool, lines: &mut Lines) {
        let mut organiser = Property::new("ORGANIZER", mailto(&self.organiser_address));
        if let Some(name) = self.organiser.as_deref().map(one_line).filter(|name| !name.is_empty()) {
            organiser.add_parameter("CN", &name);
        }
        lines.property(&organiser);
        if let Some(invited) = &self.attendee {
            let answer = match invited.answer {
                Answer::Accepted => PartStat::Accepted,
                Answer::Tentative => PartStat::Tentative,
                Answer::Declined => PartStat::Declined,
            };
            let attendee = Attendee::new(mailto(&invited.address))
                .cutype(CUType::Individual)
                .role(Role::ReqParticipant)
                .partstat(answer)
                .rsvp(asks);
            lines.property(&attendee.into());
        }
    }
}
