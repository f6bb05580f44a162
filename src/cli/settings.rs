//! `convenor config`: the effective settings, secrets hidden.

use std::collections::BTreeMap;

use super::out::{self, Failure};
use crate::config::Config;

pub(super) fn run(config: &Config, json: bool) -> Result<(), Failure> {
    if json {
        return out::json(&config.shown.iter().cloned().collect::<BTreeMap<_, _>>());
    }
    for (variable, value) in &config.shown {
        out::line(&format!("{variable}={value}"));
    }
    Ok(())
}
