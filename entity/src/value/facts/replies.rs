//! How replies to an event are taken: how many, until when, and what is asked.

use serde::{Deserialize, Serialize};

use super::is_false;
use crate::value::QuestionType;
use crate::value::local::LocalTime;

/// How many people can take part; `None` is without limit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Capacity {
    /// At the place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_person: Option<u32>,
    /// Online.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub online: Option<u32>,
}

/// How replies are taken. What is `None` follows from the kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RsvpSettings {
    /// Whether replies are taken at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// From when on, local time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opens: Option<LocalTime>,
    /// Until when, local time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closes: Option<LocalTime>,
    /// The largest party one reply may bring.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_party: Option<u32>,
    /// Whether people may wait for a place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waiting_list: Option<bool>,
    /// Whether a coarse count is public.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub show_count: Option<bool>,
    /// What else is asked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<Question>,
}

/// One more question on the reply form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Names the answer.
    pub key: String,
    /// What is asked.
    pub label: String,
    /// How it is answered.
    #[serde(rename = "type")]
    pub kind: QuestionType,
    /// The choices of a choice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
    /// Whether an answer is needed.
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
}
