//! Holds a documented shape and the type that is really read together.

use poem_openapi::registry::Registry;
use poem_openapi::types::Type;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::web::exchange::shape::differences;

/// `filled` has every field. It must pass as `Documented` and as `Real`; what `Real` writes must pass as `Documented` and
/// hold all of `filled`, but for what says no more than its absence; and every documented field must be filled, but for
/// `venue`, which is taken out before.
pub(crate) fn holds<Documented: Type, Real: Serialize + DeserializeOwned>(filled: &Value) {
    let mut registry = Registry::new();
    Documented::register(&mut registry);
    assert_eq!(
        differences(&registry, &Documented::schema_ref(), filled),
        [],
        "the example has the documented shape"
    );
    let real: Real = serde_json::from_value(filled.clone()).expect("what is documented can be read");
    let written = serde_json::to_value(&real).unwrap();
    assert_eq!(
        differences(&registry, &Documented::schema_ref(), &written),
        [],
        "what is written is documented"
    );
    assert_holds(&written, filled, "");
    for (name, _) in &registry.schemas[Documented::name().as_ref()].properties {
        assert!(*name == "venue" || filled.get(name).is_some(), "{name} is not in the example");
    }
}

fn assert_holds(whole: &Value, part: &Value, path: &str) {
    match (whole, part) {
        (Value::Object(whole), Value::Object(part)) => {
            for (name, value) in part {
                let place = format!("{path}/{name}");
                match whole.get(name) {
                    Some(found) => assert_holds(found, value, &place),
                    None => assert_eq!(*value, Value::Bool(false), "{place} was lost"),
                }
            }
        }
        (Value::Array(whole), Value::Array(part)) => {
            assert_eq!(whole.len(), part.len(), "{path}");
            whole.iter().zip(part).for_each(|(a, b)| assert_holds(a, b, path));
        }
        _ => assert_eq!(whole, part, "{path}"),
    }
}
