//! "This and following": an event becomes two.

use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use uuid::Uuid;

use super::super::Tag;
use super::super::events::acts::Nothing;
use super::super::events::answer;
use super::super::events::view::Event;
use super::{order, own_date};
use crate::event;
use crate::web::app::App;
use crate::web::caller::{EventsWrite, With};
use crate::web::exchange::answer::Made;
use crate::web::exchange::body::Body;
use crate::web::exchange::parameter::{IdempotencyKey, IfMatch};
use crate::web::exchange::repeat::{self, Asked};
use crate::web::problem::Problem;

/// The act.
pub struct Splits;

#[OpenApi(tag = "Tag::Events")]
impl Splits {
    /// Split an event before one of its dates
    ///
    /// "This and following": answers a new event that begins with that date and has all later ones, with their replies and
    /// reminders. Nobody is written to; change the new event next. Both name each other in `continues` and `continued_by`.
    #[oai(path = "/occurrences/:id/split", method = "post", operation_id = "split_event")]
    #[expect(clippy::too_many_arguments, reason = "each is a part of the request, as it is documented")]
    async fn split(
        &self,
        caller: With<EventsWrite>,
        app: Data<&App>,
        /// The id of the date
        id: Path<Uuid>,
        /// A name for this request: sent again with it, nothing is done twice
        #[oai(name = "Idempotency-Key")]
        key: IdempotencyKey,
        /// The `ETag` of what you read: refused when somebody else was faster
        #[oai(name = "If-Match")]
        seen: IfMatch,
        body: Body<Nothing>,
    ) -> Result<Made<Event>, Problem> {
        let id = *id;
        let asked = Asked::by(&caller, key, format!("split_event {id}"), body.sent());
        let order = order(&caller, &own_date(&app, &caller, id).await?, seen.0);
        let now = app.clock.now();
        let (made, _more) = repeat::once(&app, asked, move |write| {
            Box::pin(async move {
                let made = Box::pin(event::split(write, &order, id, now)).await?;
                Ok(made.event.id.into())
            })
        })
        .await?;
        let second: Made<Event> = answer(&app, &caller, made, Vec::new()).await?;
        Ok(second.found_at(format!("/api/v1/events/{made}")))
    }
}
