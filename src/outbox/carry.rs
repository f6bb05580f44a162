//! One connection at work: claim, compose, send, settle.
//!
//! It carries letters one after the other, and sends the next only when the last is written down.

use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join;
use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::courier::{ComposeError, Composed, Courier, Tally};
use super::delivery::{Connection, Taken};
use super::message::Message;
use super::round::Busy;
use super::settle::{Attempt, Settled};
use super::verdict::{Verdict, codes_of};
use super::{Row, Urgency, store};
use crate::database::Error;
use crate::queue::claim::{self, Claim};
use crate::secret;

/// How many letters a connection claims at once. Few, so that an urgent one is not behind many.
const BATCH: u64 = 10;
/// How long a letter may lie composed before it leaves.
const STALE: Duration = Duration::from_secs(1);
/// The longest wait before a settle that could not be written is tried again.
const LONGEST_SETTLE_WAIT: Duration = Duration::from_secs(30);

/// Letters that are ours for a while.
struct Claimed {
    rows: Vec<Row>,
    lease: Uuid,
    /// By a clock that nobody sets, from before the claim.
    begun: Instant,
}

/// Whether a letter may still begin to leave when its claim is `held` so long: only if even the slowest send ends
/// before the lease does, as another sender may take the letter from then on.
fn may_begin(held: Duration, longest_send: Duration, lease: Duration) -> bool {
    held + longest_send <= lease
}

/// One connection at work.
pub(super) struct Carrier {
    pub(super) courier: Courier,
    pub(super) stop: CancellationToken,
    /// The least urgent letters that it takes.
    pub(super) least: Urgency,
    pub(super) busy: Busy,
}

impl Carrier {
    pub(super) async fn run(mut self) -> Result<Tally, Error> {
        let mailer = Arc::clone(&self.courier.mailer);
        let mut connection = mailer.connection();
        let mut tally = Tally::default();
        let worked = self.work(&mut connection, &mut tally).await;
        self.busy.set(false);
        connection.close().await;
        worked.map(|()| tally)
    }

    async fn work(&mut self, connection: &mut Connection<'_>, tally: &mut Tally) -> Result<(), Error> {
        while !self.stop.is_cancelled() {
            let claimed = self.claim().await?;
            if !claimed.rows.is_empty() {
                self.busy.set(true);
                if !self.carry(claimed, connection, tally).await? {
                    return Ok(());
                }
                continue;
            }
            self.busy.set(false);
            if !self.something_comes().await? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Looks for new letters while others are at work: a letter that takes ten minutes must not hold up the rest.
    async fn something_comes(&self) -> Result<bool, Error> {
        loop {
            if self.busy.all_idle().await || self.stop.is_cancelled() {
                return Ok(false);
            }
            let now = self.courier.clock.now();
            if store::any_due(&self.courier.db.read(), now, self.least.number()).await? {
                return Ok(true);
            }
        }
    }

    async fn claim(&self) -> Result<Claimed, Error> {
        let begun = Instant::now();
        let now = self.courier.clock.now();
        let lease = secret::new_id(now);
        let claim = Claim {
            lease,
            now,
            until: now + self.courier.lease(),
            urgency: self.least.number(),
            limit: if self.courier.limits.per_minute.is_some() { 1 } else { BATCH },
        };
        let rows = self.courier.db.write(move |write| Box::pin(claim::letters(write, claim))).await?;
        Ok(Claimed { rows, lease, begun })
    }

    /// Carries what was claimed. False when this connection should carry no more in this round.
    async fn carry(
        &self,
        claimed: Claimed,
        connection: &mut Connection<'_>,
        tally: &mut Tally,
    ) -> Result<bool, Error> {
        let mut rows = claimed.rows.into_iter();
        let mut last = None;
        while let Some(row) = rows.next() {
            let my_turn = self.courier.pace.turn(&self.stop).await;
            let (ours, composed) = self.compose_beside(&row, last.take()).await?;
            // Asked when the last letter is noted, which may have taken long.
            let (held, longest) = (claimed.begun.elapsed(), self.courier.mailer.longest_send());
            let in_time = may_begin(held, longest, self.courier.lease());
            if !(my_turn && ours && in_time) || self.stop.is_cancelled() {
                let rest = std::iter::once(row).chain(rows).map(|row| row.id).collect();
                self.give_back(claimed.lease, rest).await?;
                return Ok(true);
            }
            let (settled, server_answers) = self.attempt(&row, composed, connection).await;
            tally.count(settled.state);
            last = Some(settled);
            if !server_answers {
                self.write_down(last).await?;
                self.give_back(claimed.lease, rows.map(|row| row.id).collect()).await?;
                return Ok(false);
            }
        }
        self.write_down(last).await?;
        Ok(true)
    }

    /// Composes a letter while it is written down how the last one ended, and says whether the claim was still ours then. It
    /// leaves after that only; when that took long, it is composed anew, since what it says might have changed.
    async fn compose_beside(
        &self,
        row: &Row,
        last: Option<Settled>,
    ) -> Result<(bool, Result<Composed, ComposeError>), Error> {
        let began = Instant::now();
        let (ours, composed) = join(self.write_down(last), self.compose(row)).await;
        let ours = ours?;
        if began.elapsed() < STALE { Ok((ours, composed)) } else { Ok((ours, self.compose(row).await)) }
    }

    async fn compose(&self, row: &Row) -> Result<Composed, ComposeError> {
        let now = self.courier.clock.now();
        if row.expires_at.is_some_and(|end| end <= now) {
            return Ok(Composed::NoLongerOfUse("its time had passed"));
        }
        (self.courier.compose)(row, now).await
    }

    /// Sends one letter. Beside how it ended: whether others are worth trying now.
    async fn attempt(
        &self,
        row: &Row,
        composed: Result<Composed, ComposeError>,
        connection: &mut Connection<'_>,
    ) -> (Settled, bool) {
        let now = self.courier.clock.now();
        let ended = |attempt, at| Settled::new(row, attempt, at, secret::roll());
        match composed {
            Ok(Composed::NotBefore(moment)) => (ended(Attempt::PutOff(moment), now), true),
            Ok(Composed::NoLongerOfUse(why)) => (ended(Attempt::NoLongerOfUse(why), now), true),
            Ok(Composed::NotWanted(why)) => (ended(Attempt::NotWanted(why), now), true),
            Ok(Composed::Letter(message, noted)) => {
                let rendered_at = message.date;
                let (attempt, server_answers) = self.send(*message, connection).await;
                let settled = ended(attempt, self.courier.clock.now());
                (settled.having_rendered(noted, rendered_at), server_answers)
            }
            Err(error) => {
                tracing::error!(letter = %row.id, error = &*error, "a letter could not be composed");
                let again = Verdict::Again("composing it failed: the log of the service says why".to_owned());
                (ended(Attempt::NotTaken(again), now), true)
            }
        }
    }

    async fn send(&self, message: Message, connection: &mut Connection<'_>) -> (Attempt, bool) {
        let to = message.to.clone();
        let sent = tokio::select! {
            biased;
            sent = connection.send(message) => sent,
            () = self.out_of_grace() => {
                let again = Verdict::Again("the service stopped before the server had answered".to_owned());
                return (Attempt::NotTaken(again), false);
            }
        };
        match sent {
            Ok(Taken::Sent(answer)) => (Attempt::Sent(codes_of(&answer)), true),
            Ok(Taken::Filed(_path)) => (Attempt::Filed, true),
            Err(not_taken) => (Attempt::NotTaken(not_taken.verdict(&to)), !not_taken.is_about_the_server()),
        }
    }

    async fn out_of_grace(&self) {
        self.stop.cancelled().await;
        drop(timeout(self.courier.limits.grace, pending::<()>()).await);
    }

    /// Writes down how an attempt ended, as often as it takes: a letter that left and is not noted would leave twice. False
    /// when it was no longer ours to write down, and so neither is the rest of its claim.
    async fn write_down(&self, settled: Option<Settled>) -> Result<bool, Error> {
        let Some(settled) = settled else { return Ok(true) };
        let mut wait = Duration::from_secs(1);
        loop {
            let last_try = self.stop.is_cancelled();
            match self.settle(settled.clone()).await {
                Err(error) if !last_try => tracing::error!(
                    letter = %settled.id, %error,
                    "how a letter ended can't be written down; this connection sends nothing until it is"
                ),
                written => return written,
            }
            drop(timeout(wait, self.stop.cancelled()).await);
            wait = (wait * 2).min(LONGEST_SETTLE_WAIT);
        }
    }

    async fn settle(&self, settled: Settled) -> Result<bool, Error> {
        let letter = settled.id;
        let write = self
            .courier
            .db
            .write(|write| Box::pin(async move { store::settle(&write.conn(), settled).await }));
        let ours = write.await?;
        if !ours {
            tracing::warn!(%letter, "a letter was ours no longer when it was settled: its lease had ended, or its date was forgotten");
        }
        Ok(ours)
    }

    async fn give_back(&self, lease: Uuid, ids: Vec<Uuid>) -> Result<(), Error> {
        if ids.is_empty() {
            return Ok(());
        }
        self.courier
            .db
            .write(move |write| Box::pin(async move { store::give_back(&write.conn(), lease, ids).await }))
            .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_letter_begins_to_leave_that_might_outlast_its_lease() {
        let seconds = Duration::from_secs;
        for (held, may) in [(0, true), (120, true), (121, false), (10_000, false)] {
            assert_eq!(may_begin(seconds(held), seconds(810), seconds(930)), may, "{held} s");
        }
    }
}
