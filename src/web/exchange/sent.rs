//! What is wrong with what was sent, all of it in one go: its shape, which is documented, and what it says, which its room
//! judges. A mistake in one field hides none in another.

use poem_openapi::registry::MetaSchemaRef;
use poem_openapi::types::Type;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::merge::drop_nulls;
use super::shape;
use crate::mistake::Mistake;
use crate::web::api;

/// What takes the place of a needed field that is wrong itself, so that the others are looked at all the same.
#[derive(Clone, Copy, Debug)]
pub struct StandIn {
    /// The field.
    pub field: &'static str,
    /// A value that its room takes.
    pub value: &'static str,
    /// Pointers of which nothing can be said while the field's own value is not known.
    pub unsure: &'static [&'static str],
}

/// What can be sent.
pub trait Sent: Type {
    /// One for each needed field, where the room finds mistakes of its own.
    const STAND_INS: &'static [StandIn] = &[];

    /// The name of the shape in which it is answered. A field that is only there is told, not taken.
    const ANSWERED_AS: &'static str = "";

    /// What its room would find wrong with a value whose shape is right. For what can be said without asking the database,
    /// so that all mistakes are told at once.
    #[must_use]
    fn mistakes(_sent: &Value) -> Vec<Mistake> {
        Vec::new()
    }
}

/// What can be patched.
pub trait Patchable: Sent {
    /// Fields that belong to the act of changing, not to what is changed.
    #[must_use]
    fn beside() -> Vec<(&'static str, MetaSchemaRef)> {
        Vec::new()
    }

    /// A change as it was sent, made whole before it is applied: where what is answered says one thing in two ways, to change
    /// one of them clears the other. `present` is what it changes.
    fn complete(_change: &mut Value, _present: &Value) {}
}

/// All that is wrong with a value: with its shape, and, as far as that can be told, with what it says.
pub(super) fn wrong<T: Sent>(value: &Value) -> Vec<Mistake> {
    let mut found = misshapen::<T>(&T::schema_ref(), value);
    let mut rest = value.clone();
    for mistake in &found {
        shape::leave_out(&mut rest, &mistake.pointer);
    }
    let mut unsure = Vec::new();
    for stand_in in T::STAND_INS {
        if let Value::Object(fields) = &mut rest
            && fields.get(stand_in.field).is_none_or(Value::is_null)
        {
            fields.insert(stand_in.field.to_owned(), stand_in.value.into());
            unsure.extend(stand_in.unsure);
        }
    }
    let is_news = |one: &Mistake| {
        !unsure.contains(&one.pointer.as_str()) && found.iter().all(|known| known.pointer != one.pointer)
    };
    let more: Vec<_> = T::mistakes(&rest).into_iter().filter(is_news).collect();
    found.extend(more);
    found
}

/// How a value differs from the documented shape; of a field that only answers have, that it is told and not taken.
pub(super) fn misshapen<T: Sent>(schema: &MetaSchemaRef, value: &Value) -> Vec<Mistake> {
    let mut found = shape::differences(api::registry(), schema, value);
    let answered = api::registry().schemas.get(T::ANSWERED_AS);
    let told = |pointer: &str| {
        let name = pointer.trim_start_matches('/');
        answered.is_some_and(|shape| shape.properties.iter().any(|(known, _)| *known == name))
    };
    for mistake in found.iter_mut().filter(|one| one.code == "unknown_field" && told(&one.pointer)) {
        let message = "is read-only: leave it out";
        *mistake = Mistake::new(mistake.pointer.clone(), "read_only", message);
    }
    found
}

/// What a room's `check` finds wrong with a value; nothing when it can't be read as the room's type.
pub fn meant<V: DeserializeOwned, C>(
    mut value: Value,
    check: impl FnOnce(&V) -> Result<C, Vec<Mistake>>,
) -> Vec<Mistake> {
    drop_nulls(&mut value);
    let read: Option<V> = serde_json::from_value(value).ok();
    read.and_then(|said| check(&said).err()).unwrap_or_default()
}
