//! A letter waiting to leave, or settled.

use sea_orm::entity::prelude::*;

use crate::Moment;
use crate::value::LetterKind;
use crate::value::OutboxState;

/// A letter waiting to leave, or settled.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox")]
pub struct Model {
    /// Its id; the Message-ID is made from it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose.
    pub organisation_id: Uuid,
    /// The event.
    pub event_id: Option<Uuid>,
    /// The date.
    pub occurrence_id: Option<Uuid>,
    /// To whom.
    pub rsvp_id: Option<Uuid>,
    /// The reminder it is.
    pub reminder_id: Option<Uuid>,
    /// Which letter.
    pub kind: LetterKind,
    /// Plain values that the letter needs and that stand nowhere else; nothing personal.
    pub detail: Option<Json>,
    /// 0 sign-in, confirmation, same-day change; 1 notices; 2 reminders; 3 the rest.
    pub urgency: i32,
    /// Where it is.
    pub state: OutboxState,
    /// From when on it may leave.
    pub due_at: Moment,
    /// How often it was tried.
    pub attempts: i32,
    /// Who is sending it.
    pub lease: Option<Uuid>,
    /// Until when.
    pub leased_until: Option<Moment>,
    /// Why it did not leave: what the mail server said, without addresses, or our own reason.
    pub last_error: Option<String>,
    /// The codes with which the mail server took it.
    pub last_answer: Option<String>,
    /// The sequence that was rendered.
    pub sequence: Option<i64>,
    /// Whether what was rendered tells its reader of all that had changed.
    pub tells: bool,
    /// When its words were first fixed; a try again says the same.
    pub rendered_at: Option<Moment>,
    /// From when on it is no longer of use.
    pub expires_at: Option<Moment>,
    /// When it was put.
    pub created_at: Moment,
    /// When it ended.
    pub settled_at: Option<Moment>,
}

/// Joins are written where they are asked.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
