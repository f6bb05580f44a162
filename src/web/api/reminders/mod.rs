//! `/events/{id}/reminders`: when people are written to before it starts.

mod rows;

use entity::value;
use poem::web::Data;
use poem_openapi::param::Path;
use poem_openapi::{Object, OpenApi};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::words::Attendance;
use super::{Tag, actor};
use crate::access::Caller;
use crate::event;
use crate::mistake::Mistakes;
use crate::reminder::rule::{Rule, When};
use crate::reminder::{self, ReminderError, ScheduleOf};
use crate::web::app::App;
use crate::web::caller::{EventsRead, EventsWrite, With};
use crate::web::exchange::answer::Shown;
use crate::web::exchange::body::Body;
use crate::web::exchange::sent::Sent;
use crate::web::problem::Problem;
use rows::{LeftOutReminder, NotSent, Planned, PlannedReminder};

/// One rule: either `before_start`, or `days_before` with `at`.
#[derive(Object)]
struct ReminderRule {
    /// How long before the start: P7D, P1D, PT2H, PT15M
    #[oai(validator(max_length = 20))]
    before_start: Option<String>,
    /// How many days before
    days_before: Option<u32>,
    /// At which time of that day, as 18:00
    #[oai(validator(max_length = 5))]
    at: Option<String>,
    /// Only for those who attend so
    attendance: Option<Attendance>,
}

/// A schedule of an event's own.
#[derive(Object)]
pub struct NewSchedule {
    /// Its rules; none for no reminders
    #[oai(validator(max_items = 10))]
    rules: Vec<ReminderRule>,
}

impl Sent for NewSchedule {
    const ANSWERED_AS: &'static str = "Schedule";
}

/// The schedule of an event.
#[derive(Object)]
struct Schedule {
    /// Its rules
    rules: Vec<ReminderRule>,
    /// Whether they are the kind's
    inherited: bool,
    /// What follows from them, soonest first
    reminders: Vec<PlannedReminder>,
    /// What follows from them for the dates ahead and is not sent, and why; the soonest date first
    left_out: Option<Vec<LeftOutReminder>>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    before_start: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    days_before: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    attendance: Option<value::Attendance>,
}

#[derive(Serialize)]
struct View {
    rules: Vec<Said>,
    inherited: bool,
    reminders: Vec<Planned>,
    left_out: Vec<NotSent>,
}

impl From<&Rule> for Said {
    fn from(rule: &Rule) -> Self {
        let attendance = rule.attendance;
        match rule.when {
            When::DaysBefore { days, at } => Self {
                before_start: None,
                days_before: Some(days),
                at: Some(at.strftime("%H:%M").to_string()),
                attendance,
            },
            When::Before { .. } => {
                let whole = Rule { attendance: None, ..*rule }.to_string();
                Self { before_start: Some(whole), days_before: None, at: None, attendance }
            }
        }
    }
}

fn rules(said: &[Said]) -> Result<Vec<Rule>, Problem> {
    let mut found = Mistakes::new();
    let mut rules = Vec::new();
    for (number, one) in said.iter().enumerate() {
        let place = format!("/rules/{number}");
        let rule = match (&one.before_start, one.days_before, &one.at) {
            (Some(duration), None, None) => Rule::before_start(duration, one.attendance),
            (None, Some(days), Some(at)) => Rule::days_before(days, at, one.attendance),
            _ => {
                found.add(place, "not_a_rule", "needs either before_start, or days_before with at");
                continue;
            }
        };
        match rule {
            Ok(rule) => rules.push(rule),
            Err(not_a_rule) => found.add(place, "not_a_rule", not_a_rule.to_string()),
        }
    }
    found.into_result().map_err(Problem::invalid)?;
    Ok(rules)
}

impl From<ReminderError> for Problem {
    fn from(error: ReminderError) -> Self {
        match error {
            ReminderError::Rule(rule) => Self::field("/rules", "not_a_rule", rule.to_string()),
            ReminderError::TooMany => Self::field("/rules", "too_many", error.to_string()),
            ReminderError::Organisation(error) => error.into(),
            ReminderError::Database(error) => error.into(),
        }
    }
}

/// The resource.
pub struct Reminders;

#[OpenApi(tag = "Tag::Letters")]
impl Reminders {
    /// Read a reminder schedule
    ///
    /// The kind's, until one is set.
    #[oai(path = "/events/:id/reminders", method = "get", operation_id = "get_reminders")]
    async fn get(
        &self,
        caller: With<EventsRead>,
        app: Data<&App>,
        /// The id of the event
        id: Path<Uuid>,
    ) -> Result<Shown<Schedule>, Problem> {
        schedule(&app, &caller, *id).await
    }

    /// Set a reminder schedule
    ///
    /// The same rules again send nothing again. At most three reach any one person.
    #[oai(path = "/events/:id/reminders", method = "put", operation_id = "set_reminders")]
    async fn set(
        &self,
        caller: With<EventsWrite>,
        app: Data<&App>,
        /// The id of the event
        id: Path<Uuid>,
        mut body: Body<NewSchedule>,
    ) -> Result<Shown<Schedule>, Problem> {
        let said: Vec<Said> = body.take("rules")?.unwrap_or_default();
        let (rules, actor, now) = (rules(&said)?, actor(&caller), app.clock.now());
        let of = ScheduleOf { organisation: caller.organisation, event: *id };
        event::find(&app.db.read(), of.organisation, of.event, app.clock.now()).await?;
        let work = app.db.write(move |write| {
            Box::pin(async move {
                reminder::set_schedule(write, of, rules, actor, now).await.map_err(Problem::from)
            })
        });
        work.await?;
        app.pulse.ring();
        schedule(&app, &caller, *id).await
    }
}

async fn schedule(app: &App, caller: &Caller, id: Uuid) -> Result<Shown<Schedule>, Problem> {
    let conn = app.db.read();
    let shown = event::find(&conn, caller.organisation, id, app.clock.now()).await?;
    let schedule = reminder::schedule(&conn, &shown.event).await?;
    let reminders = reminder::of_event(&conn, id).await?;
    let left_out = reminder::left_out(&conn, id, app.clock.now()).await?;
    Shown::of(&View {
        rules: schedule.rules.iter().map(Said::from).collect(),
        inherited: schedule.inherited,
        reminders: reminders.into_iter().map(Planned::from).collect(),
        left_out: left_out.into_iter().filter_map(NotSent::of).collect(),
    })
}

/// Examples for the document.
#[must_use]
pub fn examples() -> [(&'static str, Value); 2] {
    let rules = json!([
        { "before_start": "P1D" }, { "days_before": 7, "at": "18:00" },
        { "before_start": "PT15M", "attendance": "online" },
    ]);
    let date = "0198f2f0-6c1e-7d3a-9c55-0c3f6f1a2b03";
    [
        ("NewSchedule", json!({ "rules": rules })),
        (
            "Schedule",
            json!({
                "rules": rules, "inherited": false,
                "reminders": [{
                    "occurrence_id": date, "start_utc": "2026-07-09T17:00:00Z",
                    "due_at": "2026-07-08T17:00:00Z", "rule": "P1D", "state": "planned", "letters": 0,
                }],
                "left_out": [{
                    "occurrence_id": date, "start_utc": "2026-07-09T17:00:00Z",
                    "due_at": "2026-07-09T16:45:00Z", "rule": "PT15M/online", "attendance": "online", "why": "no_such_way",
                }],
            }),
        ),
    ]
}
