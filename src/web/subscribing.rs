//! Asking for a calendar of one's own, by page or by program: counted, and answered alike whoever's address it is.

use poem::Request;
use uuid::Uuid;

use super::app::App;
use super::gate::peer;
use super::problem::Problem;
use crate::access::Caller;
use crate::feed::personal;
use crate::organisation::Organisation;
use crate::outbox::address::Address;
use crate::rsvp::limits::{self, Allowance, TooMany};
use crate::words::Language;

/// Counts a request of this caller about the calendars of an organisation.
///
/// # Errors
/// That there were too many from there.
pub(crate) fn count(
    app: &App,
    caller: Option<&Caller>,
    request: &Request,
    organisation: Uuid,
) -> Result<Allowance, TooMany> {
    let who = match caller {
        Some(caller) => limits::Caller::Key(caller.key),
        None => peer::of(request, &app.config.trusted_proxies),
    };
    app.reception.limits.reply(who, organisation, app.clock.now())
}

/// What is said when there were too many.
pub(crate) fn too_many(found: TooMany) -> Problem {
    let detail = "There were many requests from where you are. Please wait a little, then try again.";
    Problem::too_many(detail, found.retry_after.as_secs().max(1))
}

/// Asks for the calendar of `address`; what work that is, as a write that its caller carries out.
pub(crate) fn ask(
    app: &App,
    organisation: &Organisation,
    address: Address,
) -> impl for<'a> FnOnce(&'a mut crate::database::Write) -> crate::database::BoxFuture<'a, Result<Uuid, Problem>>
+ Send
+ 'static {
    let now = app.clock.now();
    let letters = app.reception.limits.letter_to(&address, now);
    let (seals, of) = (app.seals.clone(), (organisation.id, Language::from_code(&organisation.language)));
    move |write| {
        Box::pin(async move {
            let asked = personal::ask(write, &seals, of, (&address, letters), now).await;
            asked.map_err(Problem::broken)
        })
    }
}
