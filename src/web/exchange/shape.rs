//! Whether a JSON value has the documented shape.
//!
//! The documented schema *is* the check, so the two cannot differ. All that is wrong is found in one go, each with the
//! JSON pointer of its place. Meaning (is that a web address, does that venue exist) is left to the rooms.

use poem_openapi::registry::{MetaSchema, MetaSchemaRef, Registry};
use serde_json::{Map, Value};

use super::format::unreadable;
use crate::mistake::{Mistake, counted};

/// All that is wrong with `value`; empty when it has the shape that `schema` documents.
#[must_use]
pub fn differences(registry: &Registry, schema: &MetaSchemaRef, value: &Value) -> Vec<Mistake> {
    let mut found = Vec::new();
    Look { registry, found: &mut found }.at(schema, value, "");
    found
}

struct Look<'a> {
    registry: &'a Registry,
    found: &'a mut Vec<Mistake>,
}

impl Look<'_> {
    fn at(&mut self, schema: &MetaSchemaRef, value: &Value, pointer: &str) {
        let schema = match schema {
            MetaSchemaRef::Inline(schema) => schema,
            MetaSchemaRef::Reference(name) => match self.registry.schemas.get(name) {
                Some(schema) => schema,
                None => return,
            },
        };
        for part in &schema.all_of {
            self.at(part, value, pointer);
        }
        if value.is_null() && schema.nullable {
            return;
        }
        match schema.ty {
            "object" => self.object(schema, value, pointer),
            "array" => self.array(schema, value, pointer),
            "string" => self.string(schema, value, pointer),
            "integer" => self.integer(schema, value, pointer),
            "number" => self.number(schema, value, pointer),
            "boolean" if !value.is_boolean() => self.wrong_type(pointer, "true or false"),
            _ => {}
        }
    }

    fn fault(&mut self, pointer: &str, code: &'static str, message: impl Into<String>) {
        self.found.push(Mistake::new(pointer, code, message));
    }

    fn wrong_type(&mut self, pointer: &str, wanted: &str) {
        self.fault(pointer, "wrong_type", format!("must be {wanted}"));
    }

    fn object(&mut self, schema: &MetaSchema, value: &Value, pointer: &str) {
        let Value::Object(fields) = value else {
            return self.wrong_type(pointer, "an object");
        };
        for name in &schema.required {
            if fields.get(*name).is_none_or(Value::is_null) {
                self.fault(&below(pointer, name), "required", "is needed");
            }
        }
        for (name, given) in fields {
            let place = below(pointer, name);
            match schema.properties.iter().find(|(known, _)| known == name) {
                Some(_) if given.is_null() => {} // left out, or told of above
                Some((_, documented)) => self.at(documented, given, &place),
                None => match &schema.additional_properties {
                    Some(documented) if clean(name) => self.at(documented, given, &place),
                    _ => self.fault(&place, "unknown_field", "is not a field we know"),
                },
            }
        }
        self.size(schema, fields, pointer);
    }

    fn size(&mut self, schema: &MetaSchema, fields: &Map<String, Value>, pointer: &str) {
        if let Some(most) = schema.max_properties.filter(|most| fields.len() > *most) {
            self.fault(
                pointer,
                "too_many",
                format!("may have at most {}", counted(most, "entry", "entries")),
            );
        }
    }

    fn array(&mut self, schema: &MetaSchema, value: &Value, pointer: &str) {
        let Value::Array(items) = value else {
            return self.wrong_type(pointer, "a list");
        };
        if let Some(most) = schema.max_items.filter(|most| items.len() > *most) {
            return self.fault(
                pointer,
                "too_many",
                format!("may have at most {}", counted(most, "entry", "entries")),
            );
        }
        if let Some(documented) = &schema.items {
            for (index, item) in items.iter().enumerate() {
                self.at(documented, item, &format!("{pointer}/{index}"));
            }
        }
    }

    fn string(&mut self, schema: &MetaSchema, value: &Value, pointer: &str) {
        let Value::String(text) = value else {
            return self.wrong_type(pointer, "text");
        };
        let length = text.chars().count();
        if let Some(most) = schema.max_length.filter(|most| length > *most) {
            return self.fault(
                pointer,
                "too_long",
                format!("may have at most {}", counted(most, "character", "characters")),
            );
        }
        if let Some(least) = schema.min_length.filter(|least| length < *least) {
            return self.fault(
                pointer,
                "too_short",
                format!("needs at least {}", counted(least, "character", "characters")),
            );
        }
        if !clean(text) {
            return self.fault(pointer, "control_character", "must not contain control characters");
        }
        if !schema.enum_items.is_empty() && !schema.enum_items.contains(value) {
            let choices: Vec<_> = schema.enum_items.iter().filter_map(Value::as_str).collect();
            return self.fault(pointer, "not_a_choice", format!("must be one of {}", choices.join(", ")));
        }
        if let Some(wanted) = schema.format.and_then(|format| unreadable(format, text)) {
            self.fault(pointer, "wrong_format", format!("must be {wanted}"));
        }
    }

    fn integer(&mut self, schema: &MetaSchema, value: &Value, pointer: &str) {
        let Some(number) = value.as_i64() else {
            return self.wrong_type(pointer, "a whole number");
        };
        let (format_least, format_most) = match schema.format {
            Some("uint32") => (0, i64::from(u32::MAX)),
            Some("int32") => (i64::from(i32::MIN), i64::from(i32::MAX)),
            Some("uint64") => (0, i64::MAX),
            _ => (i64::MIN, i64::MAX),
        };
        // Where the document has a bound of its own, that says it.
        if number < format_least && schema.minimum.is_none() {
            return self.fault(pointer, "out_of_range", format!("must be {format_least} or more"));
        }
        if number > format_most && schema.maximum.is_none() {
            return self.fault(pointer, "out_of_range", format!("must be {format_most} or less"));
        }
        self.number(schema, value, pointer);
    }

    fn number(&mut self, schema: &MetaSchema, value: &Value, pointer: &str) {
        let Some(number) = value.as_f64() else {
            return self.wrong_type(pointer, "a number");
        };
        if let Some(least) = schema.minimum.filter(|least| number < *least) {
            self.fault(pointer, "out_of_range", format!("must be {least} or more"));
        }
        if let Some(most) = schema.maximum.filter(|most| number > *most) {
            self.fault(pointer, "out_of_range", format!("must be {most} or less"));
        }
    }
}

/// Line breaks and tabs are text; other control characters are not (PostgreSQL cannot even keep U+0000).
fn clean(text: &str) -> bool {
    !text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
}

/// RFC 6901, section 3: `~` and `/` are escaped.
fn below(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// Takes what is at `pointer` out of an object in `value`; leaves it where it is not in an object.
pub fn leave_out(value: &mut Value, pointer: &str) {
    let Some((parent, name)) = pointer.rsplit_once('/') else { return };
    if let Some(Value::Object(fields)) = value.pointer_mut(parent) {
        fields.remove(&name.replace("~1", "/").replace("~0", "~"));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use poem_openapi::Object;
    use poem_openapi::types::Type;
    use serde_json::json;

    use super::*;

    /// A sheet.
    #[derive(Object)]
    #[oai(rename = "TestSheet")]
    struct Sheet {
        #[oai(validator(max_length = 5))]
        title: String,
        id: Option<uuid::Uuid>,
        count: Option<u32>,
        #[oai(validator(maximum(value = "90"), minimum(value = "-90")))]
        latitude: Option<f64>,
        /// With a description, which turns the reference into an `allOf`.
        inner: Option<Inner>,
        list: Option<Vec<Inner>>,
        answers: Option<BTreeMap<String, String>>,
    }

    #[derive(Object)]
    #[oai(rename = "TestInner")]
    struct Inner {
        flag: bool,
    }

    fn found(value: &Value) -> Vec<(String, String)> {
        let mut registry = Registry::new();
        Sheet::register(&mut registry);
        let mut found: Vec<_> = differences(&registry, &Sheet::schema_ref(), value)
            .into_iter()
            .map(|e| (e.pointer, e.code.into_owned()))
            .collect();
        found.sort();
        found
    }

    #[test]
    fn a_right_value_has_no_differences() {
        let full = json!({
            "title": "Rally", "id": "0198f2f0-0000-7000-8000-000000000000", "count": 3, "latitude": 51.5,
            "inner": {"flag": true}, "list": [{"flag": false}], "answers": {"banner": "Camden"},
        });
        assert_eq!(found(&full), []);
        assert_eq!(
            found(&json!({"title": "Rally", "id": null, "inner": null})),
            [],
            "null leaves an optional field out"
        );
    }

    #[test]
    fn all_differences_are_found_at_once() {
        let wrong = json!({
            "title": "Banners", "id": "x", "count": -1, "latitude": 91, "colour": "red", "a/b~c": 1,
            "inner": {"flag": "yes"}, "list": [{"flag": true}, {}], "answers": {"banner": 1},
        });
        let expected = [
            ("/answers/banner", "wrong_type"),
            ("/a~1b~0c", "unknown_field"),
            ("/colour", "unknown_field"),
            ("/count", "out_of_range"),
            ("/id", "wrong_format"),
            ("/inner/flag", "wrong_type"),
            ("/latitude", "out_of_range"),
            ("/list/1/flag", "required"),
            ("/title", "too_long"),
        ];
        assert_eq!(found(&wrong), expected.map(|(p, c)| (p.to_owned(), c.to_owned())));
    }

    #[test]
    fn single_values_are_told_apart() {
        for (value, expected) in [
            (json!([]), vec![("", "wrong_type")]),
            (json!({"title": null}), vec![("/title", "required")]),
            (json!({"title": "a\u{0}"}), vec![("/title", "control_character")]),
            (json!({"title": "a\nb"}), vec![]),
            (json!({"title": "a", "count": 1.5}), vec![("/count", "wrong_type")]),
            (json!({"title": "a", "count": 4_294_967_296_u64}), vec![("/count", "out_of_range")]),
            (json!({"title": "a", "list": {}}), vec![("/list", "wrong_type")]),
        ] {
            let expected: Vec<_> =
                expected.into_iter().map(|(p, c): (&str, &str)| (p.to_owned(), c.to_owned())).collect();
            assert_eq!(found(&value), expected, "{value}");
        }
    }
}
