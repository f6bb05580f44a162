//! Lists kept whole in one column.

use sea_orm::FromJsonQueryResult;
use serde::{Deserialize, Serialize};

use super::Scope;
use super::facts::Link;

/// Things one can do, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub struct Links(pub Vec<Link>);

/// What an API key may do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub struct Scopes(pub Vec<Scope>);
