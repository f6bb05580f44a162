//! The value types of the house as the OpenAPI document shows them.
//!
//! The types themselves know nothing of HTTP; here each gets its documented form, and is read from a query parameter by
//! its own `FromStr`, so that nothing is listed twice.

use std::borrow::Cow;

use entity::Moment;
use entity::value::{self, local::LocalTime};
use jiff::civil::Date;
use poem_openapi::registry::{MetaSchema, MetaSchemaRef, Registry};
use poem_openapi::types::{ParseError, ParseFromJSON, ParseFromParameter, ParseResult, ToJSON, Type};
use serde_json::Value;

use crate::web::exchange::format::DAY_OF_RULE;

/// A newtype around a value that is written as text, with its documented form.
macro_rules! text {
    ($(#[$doc:meta])* $name:ident($inner:ty), $schema_ref:expr, $register:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name(pub $inner);

        impl Type for $name {
            const IS_REQUIRED: bool = true;
            type RawValueType = Self;
            type RawElementValueType = Self;

            fn name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn schema_ref() -> MetaSchemaRef {
                $schema_ref
            }

            fn register(registry: &mut Registry) {
                let register: fn(&mut Registry) = $register;
                register(registry);
            }

            fn as_raw_value(&self) -> Option<&Self> {
                Some(self)
            }

            fn raw_element_iter<'a>(&'a self) -> Box<dyn Iterator<Item = &'a Self> + 'a> {
                Box::new(std::iter::empty())
            }
        }

        impl ParseFromParameter for $name {
            fn parse_from_parameter(text: &str) -> ParseResult<Self> {
                text.parse().map(Self).map_err(ParseError::custom)
            }
        }

        impl ParseFromJSON for $name {
            fn parse_from_json(value: Option<Value>) -> ParseResult<Self> {
                match value {
                    Some(Value::String(text)) => Self::parse_from_parameter(&text),
                    other => Err(ParseError::expected_type(other.unwrap_or_default())),
                }
            }
        }

        impl ToJSON for $name {
            fn to_json(&self) -> Option<Value> {
                Some(Value::String(self.0.to_string()))
            }
        }
    };
}

/// A word of a fixed list.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident;)+) => {
        $(text!(
            $(#[$doc])*
            $name(value::$name),
            MetaSchemaRef::Reference(stringify!($name).to_owned()),
            |registry| registry.create_schema::<Self, _>(stringify!($name).to_owned(), |_| MetaSchema {
                enum_items: value::$name::ALL.iter().map(|word| word.as_str().into()).collect(),
                ..MetaSchema::new("string")
            })
        );)+
    };
}

words! {
    /// What sort of happening an event is.
    Kind;
    /// Where an event is in its life.
    EventStatus;
    /// Whether one date goes ahead.
    OccurrenceStatus;
    /// Who may find an event.
    Visibility;
    /// How an event can be attended.
    AttendanceMode;
    /// How one person attends.
    Attendance;
    /// What somebody answered.
    Response;
    /// Whether a reply holds places.
    Standing;
    /// When the exact place is shown.
    PlaceShown;
    /// Who is shown the telephone number for the day.
    PhoneShown;
    /// By which way directions lead to a venue.
    TravelMode;
    /// How a question is answered.
    QuestionType;
    /// How an event ended.
    OutcomeResult;
    /// What events can belong to.
    CampaignKind;
    /// Which letter it was.
    LetterKind;
    /// What became of a planned reminder.
    ReminderState;
    /// Why nobody gets a reminder that a schedule names.
    LeftOut;
    /// Where a letter is.
    OutboxState;
    /// By what an event repeats.
    Every;
    /// A month of the year.
    Month;
    /// Whose bank holidays count.
    Nation;
}

fn formatted(format: &'static str, description: &'static str) -> MetaSchemaRef {
    let schema =
        MetaSchema { description: Some(description), ..MetaSchema::new_with_format("string", format) };
    MetaSchemaRef::Inline(Box::new(schema))
}

text!(
    /// A wall time, or a date alone.
    Local(LocalTime),
    formatted("local-time", "Local wall time like 2026-07-09T18:00, or a date alone like 2026-07-09"),
    |_| ()
);

text!(
    /// A day.
    Day(Date),
    formatted("date", "A day"),
    |_| ()
);

text!(
    /// An instant.
    Instant(Moment),
    formatted("date-time", "An instant (RFC 3339)"),
    |_| ()
);

text!(
    /// Which days of a week, a month or a year.
    On(value::facts::On),
    MetaSchemaRef::Inline(Box::new(MetaSchema {
        description: Some(
            "A day of the week like mon; in a month first_tue, last_fri, a day from 1 to 31, last_day, first_working_day or \
             last_working_day"
        ),
        pattern: Some(
            "^(((first|second|third|fourth|fifth|last)_)?(mon|tue|wed|thu|fri|sat|sun)|[1-9]|[12][0-9]|3[01]|last_day|first_working_day|last_working_day)$"
                .to_owned()
        ),
        ..MetaSchema::new_with_format("string", DAY_OF_RULE)
    })),
    |_| ()
);

text!(
    /// A web address.
    WebAddress(String),
    MetaSchemaRef::Inline(Box::new(MetaSchema {
        max_length: Some(2000),
        ..MetaSchema::new_with_format("string", "uri")
    })),
    |_| ()
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_documented_with_all_its_choices() {
        let mut registry = Registry::new();
        Kind::register(&mut registry);
        assert_eq!(registry.schemas["Kind"].enum_items.len(), value::Kind::ALL.len());
    }

    #[test]
    fn a_parameter_is_read_by_the_type_itself() {
        assert_eq!(Kind::parse_from_parameter("lobby").unwrap(), Kind(value::Kind::Lobby));
        assert!(Kind::parse_from_parameter("Lobby").is_err());
        assert!(Day::parse_from_parameter("2026-02-30").is_err());
        assert!(Instant::parse_from_parameter("2026-07-09T18:00").is_err());
    }
}
