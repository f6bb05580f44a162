//! A reply as the letters about it need it.

use entity::value::{Attendance, AttendanceMode, Kind, Response, Visibility};

use super::of_reply::Case;
use super::{Composer, facts};
use crate::database::Conn;
use crate::event::Shown;
use crate::feed;
use crate::letters::{self, Answer, CalendarElsewhere, Entry, Line, Links};
use crate::links::{Elsewhere, FILE, webcal};
use crate::organisation;
use crate::rsvp::Reply;
use crate::seal::{DateKeys, SealError, TokenPurpose};

/// What was answered, in choices and numbers.
pub(super) fn answer(shown: &Shown, response: Response, attendance: Attendance, party_size: i64) -> Answer {
    Answer {
        response,
        attendance: (shown.mode() == AttendanceMode::Hybrid).then_some(attendance),
        party_size: u32::try_from(party_size).unwrap_or(1),
        takes_part: shown.facts().kind == Kind::DayOfAction,
        alone: shown.largest_party(attendance) == 1,
    }
}

/// Where a letter leads on to calendars elsewhere, with the entry as it is on the day of the click, for who takes part so. A discreet
/// event, as every members' event is, is not followed on from a letter: what one follows is everybody's calendar, which names it, or the
/// members', whose address is nobody's to pass on.
fn elsewhere(page: &str, shown: &Shown, add: impl Fn(&str) -> Line) -> Vec<(CalendarElsewhere, Line)> {
    let all = shown.facts().repeats.is_some();
    let apple = (CalendarElsewhere::Apple { all }, webcal(&format!("{page}.ics")).into());
    let sites = Elsewhere::ALL.map(|site| (CalendarElsewhere::Site(site), add(site.word())));
    Some(apple).filter(|_| !shown.is_discreet()).into_iter().chain(sites).collect()
}

impl Composer {
    /// The addresses of a reply.
    pub(super) async fn addresses(&self, conn: &Conn<'_>, case: &Case<'_>) -> Result<Links, SealError> {
        let (key, reply, shown) = (case.keys.contact()?, &case.guest.reply, case.shown);
        let token = |purpose| key.token(purpose, reply.id, reply.generation);
        let page = self.page(conn, shown).await?;
        let adds = token(TokenPurpose::Add);
        let add = |calendar: &str| Line::from(self.links.add(&adds, calendar));
        Ok(Links {
            manage: self.links.manage(&token(TokenPurpose::Manage)).into(),
            calendar: add(FILE),
            elsewhere: elsewhere(&page, shown, add),
            public: feed::on_date(page, shown).into(),
            may_be_shared: shown.event.visibility != Visibility::Members,
            stop: self.links.stop(&token(TokenPurpose::Stop)).into(),
            not_you: self.links.not_you(&token(TokenPurpose::NotYou)).into(),
        })
    }

    /// The event's page, for somebody who replied: a members' event's below the members' address.
    pub(super) async fn page(&self, conn: &Conn<'_>, shown: &Shown) -> Result<String, SealError> {
        let token = match shown.event.visibility {
            Visibility::Members => {
                Some(organisation::members_token(conn, &self.seals, &shown.organisation).await?)
            }
            Visibility::Public | Visibility::Unlisted => None,
        };
        Ok(feed::page(shown, &self.links, token.as_deref()))
    }

    /// The reply, for a letter with that calendar part.
    pub(super) async fn reply(
        &self,
        conn: &Conn<'_>,
        case: &Case<'_>,
        with_entry: bool,
    ) -> Result<letters::Reply, SealError> {
        let (reply, shown) = (&case.guest.reply, case.shown);
        let delete_on = case.keys.contact_until().unwrap_or(shown.occurrence.end_utc);
        let entry = match (with_entry, &self.reply_address) {
            (false, _) => Entry::None,
            (true, None) => Entry::Attached,
            (true, Some(_)) => Entry::Invitation,
        };
        Ok(letters::Reply {
            answer: answer(shown, reply.response, reply.attendance, reply.party_size),
            links: self.addresses(conn, case).await?,
            entry,
            delete_on: facts::day_of(shown, delete_on),
        })
    }

    /// The address of one reply's calendar answers.
    pub(super) fn answers_to(&self, keys: &DateKeys, reply: &Reply) -> Result<Option<String>, SealError> {
        let Some(address) = &self.reply_address else { return Ok(None) };
        let Some((mailbox, domain)) = address.split_once('@') else { return Ok(None) };
        let token = keys.contact()?.token(TokenPurpose::MailReply, reply.id, reply.generation);
        Ok(Some(format!("{mailbox}+{token}@{domain}")))
    }
}
