//! The list. Order within a round: what follows from what stands later.

use std::time::Duration;

use super::Beat;
use crate::database::Engine;
use crate::{event, notice, occurrence, privacy, reminder, rsvp};

/// Everything that recurs.
pub const BEATS: &[Beat] = &[
    Beat {
        name: "recompute instants",
        every: Duration::from_secs(24 * 60 * 60),
        run: |worker, now| {
            Box::pin(async move {
                occurrence::recompute(&worker.db, now).await?;
                Ok(())
            })
        },
    },
    Beat {
        name: "make dates ahead",
        every: Duration::from_secs(60 * 60),
        run: |worker, now| {
            Box::pin(async move {
                event::extend(&worker.db, &worker.seals, now).await?;
                Ok(())
            })
        },
    },
    Beat {
        name: "fill places",
        every: Duration::from_secs(30),
        run: |worker, now| {
            Box::pin(async move {
                rsvp::fill_places(&worker.db, now).await?;
                Ok(())
            })
        },
    },
    Beat {
        name: "plan reminders",
        every: Duration::from_secs(1),
        run: |worker, now| {
            Box::pin(async move {
                reminder::replan(&worker.db, &worker.memory.agreed, now).await?;
                Ok(())
            })
        },
    },
    Beat {
        name: "send reminders",
        every: Duration::from_secs(5),
        run: |worker, now| {
            Box::pin(async move {
                reminder::send_due(&worker.db, now).await?;
                Ok(())
            })
        },
    },
    Beat {
        name: "tell of changes",
        every: Duration::from_secs(5),
        run: |worker, now| {
            Box::pin(async move {
                notice::tell(&worker.db, now).await?;
                Ok(())
            })
        },
    },
    Beat {
        name: "drop what nobody was told",
        every: Duration::from_secs(60 * 60),
        run: |worker, now| {
            Box::pin(async move {
                notice::drop_unread(&worker.db, now).await?;
                Ok(())
            })
        },
    },
    Beat {
        name: "evening numbers",
        every: Duration::from_secs(5 * 60),
        run: |worker, now| {
            Box::pin(async move {
                notice::digest::put(&worker.db, now).await?;
                Ok(())
            })
        },
    },
    Beat {
        name: "warn before forgetting",
        every: Duration::from_secs(15 * 60),
        run: |worker, now| {
            Box::pin(async move {
                privacy::warn(&worker.db, now).await?;
                Ok(())
            })
        },
    },
    Beat {
        name: "forget",
        every: Duration::from_secs(15 * 60),
        run: |worker, now| {
            Box::pin(async move {
                privacy::purge(&worker.db, &worker.seals, &worker.mailer, now).await?;
                Ok(())
            })
        },
    },
    Beat {
        name: "turn the key file over",
        every: Duration::from_secs(60 * 60),
        run: |worker, now| {
            Box::pin(async move {
                match worker.db.engine() {
                    Engine::Sqlite => {
                        worker.seals.rotate_when_due(&worker.db, now).await?;
                    }
                    // Nodes that share a database may each have a copy of the key file: there it is turned over by hand.
                    Engine::Postgres if worker.seals.is_rotation_due(now) => tracing::warn!(
                        "the key file is more than 15 days old, and old copies of the database stay readable \
                         until it is turned over: run `convenor key rotate` on one node, and copy the file to \
                         the others"
                    ),
                    Engine::Postgres => {}
                }
                Ok(())
            })
        },
    },
];
