//! What became of a letter that came in, in one word: for the log and the numbers, never with whose it was.

/// What became of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// An answer of a calendar changed a reply.
    Changed,
    /// It said what the reply says already.
    Unchanged,
    /// The event takes no such answer now; its owner was told.
    NotTaken,
    /// It answered the date as it was before a change; its owner was told.
    Stale,
    /// It was taken before, or a later one was.
    Replayed,
    /// It is not of who was invited, or not to this date.
    NotTheirs,
    /// From a calendar, but nothing that sets an answer.
    Ignored,
    /// A calendar that can't be read, or no letter at all.
    Unreadable,
    /// No address of ours that is still good is among whom it was for.
    Unknown,
    /// What somebody wrote went to the event's contact.
    PassedOn,
    /// Somebody wrote, and the event's contact has no address, or one that takes nothing: they were told by letter.
    Nobody,
    /// Somebody wrote too often in a day, and was told by letter.
    TooMany,
    /// What somebody wrote could not be told from the letter of ours that they quoted, and they were told by letter.
    Untold,
    /// Somebody wrote, nobody will read it, and there is no address at which we could tell them, or they were told twice today.
    Lost,
    /// Nothing is written in it.
    Empty,
    /// Somebody asked for no more reminders.
    Stopped,
    /// A letter of ours was not delivered.
    Bounce,
    /// A machine sent it.
    Automatic,
}

impl Outcome {
    /// The word, as `/metrics` and the log have it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Unchanged => "unchanged",
            Self::NotTaken => "not_taken",
            Self::Stale => "stale",
            Self::Replayed => "replayed",
            Self::NotTheirs => "not_theirs",
            Self::Ignored => "ignored",
            Self::Unreadable => "unreadable",
            Self::Unknown => "unknown",
            Self::PassedOn => "passed_on",
            Self::Nobody => "nobody",
            Self::TooMany => "too_many",
            Self::Untold => "untold",
            Self::Lost => "lost",
            Self::Empty => "empty",
            Self::Stopped => "stopped",
            Self::Bounce => "bounce",
            Self::Automatic => "automatic",
        }
    }
}
