//! `convenor openapi`: the OpenAPI document.

use super::out::{self, Failure};
use crate::web::api;

pub(super) fn run(json: bool) -> Result<(), Failure> {
    let document = if json { api::as_json() } else { api::as_yaml() };
    out::line(document.trim_end())
}
