//! A place, with the ways to it: a library to reuse.

use sea_orm::entity::prelude::*;

use crate::Moment;
use crate::value::place::Access;
use crate::value::place::Directions;

/// A place, with the ways to it: a library to reuse.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "venue")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose.
    pub organisation_id: Uuid,
    /// Its name.
    pub name: String,
    /// Street and number.
    pub street: Option<String>,
    /// Town.
    pub locality: Option<String>,
    /// Postcode.
    pub postcode: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Degrees north, WGS 84.
    pub latitude: Option<f64>,
    /// Degrees east, WGS 84.
    pub longitude: Option<f64>,
    /// Where people stand.
    pub standing_point: Option<String>,
    /// The ways to it.
    pub directions: Directions,
    /// Getting in and taking part.
    pub access: Access,
    /// It is somebody's home.
    pub private_home: bool,
    /// Raised by every write.
    pub revision: i64,
    /// When it was made.
    pub created_at: Moment,
    /// When it was last changed.
    pub updated_at: Moment,
    /// When it was taken out of the library; dates that used it keep it.
    pub deleted_at: Option<Moment>,
}

/// Joins are written where they are asked.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
