//! The letter that brings the address of a person's own calendar.

use entity::Moment;

use super::{Composer, Headers, Says};
use crate::feed::personal::{self, Addressed};
use crate::letters::personal_calendar::PersonalCalendar;
use crate::links::webcal;
use crate::organisation::{self, OrganisationError};
use crate::outbox::ComposeError;
use crate::outbox::{Composed, Row};

impl Composer {
    pub(super) async fn personal_calendar(&self, row: &Row, now: Moment) -> Result<Composed, ComposeError> {
        let snapshot = self.db.snapshot().await?;
        let conn = snapshot.conn();
        let Addressed { email, token, organisation, language, generation } =
            match personal::for_letter(&conn, &self.seals, row, now).await? {
                Ok(addressed) => addressed,
                Err(why) => return Ok(Composed::NotWanted(why)),
            };
        let host = match organisation::find(&conn, organisation).await {
            Ok(host) => host,
            Err(OrganisationError::NotFound) => return Ok(Composed::NotWanted("the organisation is gone")),
            Err(error) => return Err(error.into()),
        };
        let address = self.links.personal_feed(&token);
        let letter = PersonalCalendar {
            webcal: webcal(&address).into(),
            address: address.into(),
            page: self.links.personal(&token).into(),
            how: self.links.subscribe(&host.slug).into(),
            organisation: host.name.as_str().into(),
            is_answered: host.email.is_some(),
        }
        .letter(language);
        let says = Says::of(i64::from(generation));
        let headers =
            Headers { sender: Some(host.mail_name.unwrap_or(host.name)), to: email, reply_to: host.email };
        Ok(self.message(row, headers, (letter, None, None), (&says, Self::rendered(row, &says, now))))
    }
}
