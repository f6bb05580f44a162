//! A change to a reply, as it is sent.

use std::collections::BTreeMap;

use entity::value::{Attendance, Response};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::rsvp::{Patch, Wish};
use crate::web::problem::Problem;

/// The outer `None` is left out, the inner one is null.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(serde::Serialize))]
#[serde(deny_unknown_fields, default)]
pub(super) struct Change {
    response: Option<Response>,
    #[serde(deserialize_with = "given")]
    occurrence_id: Option<Option<Value>>,
    attendance: Option<Attendance>,
    party_size: Option<i64>,
    #[serde(deserialize_with = "given")]
    name: Option<Option<String>>,
    #[serde(deserialize_with = "given")]
    email: Option<Option<String>>,
    #[serde(deserialize_with = "given")]
    organisation: Option<Option<String>>,
    #[serde(deserialize_with = "given")]
    banner: Option<Option<bool>>,
    #[serde(deserialize_with = "given")]
    message: Option<Option<String>>,
    #[serde(deserialize_with = "given")]
    access_needs: Option<Option<String>>,
    #[serde(deserialize_with = "given")]
    answers: Option<Option<BTreeMap<String, String>>>,
}

fn given<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

impl Change {
    /// As the room takes it.
    pub(super) fn patch(self) -> Result<Patch, Problem> {
        if self.occurrence_id.is_some() {
            let message = "cannot be changed: delete the reply, and enter one for the other date";
            return Err(Problem::field("/occurrence_id", "fixed", message));
        }
        Ok(Patch {
            wish: Wish { response: self.response, attendance: self.attendance, party_size: self.party_size },
            name: self.name,
            email: self.email,
            organisation: self.organisation,
            banner: self.banner.map(Option::unwrap_or_default),
            message: self.message,
            access_needs: self.access_needs,
            answers: self.answers.map(Option::unwrap_or_default),
        })
    }
}
