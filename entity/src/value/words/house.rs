//! The words that the house uses for its own work: keys, letters, reminders, and who may do what.

word!(
    /// What a data key closes.
    Purpose {
        /// Names, addresses, answers and messages of one occurrence.
        Contact = "contact",
        /// Access needs of one occurrence.
        Access = "access",
        /// What an organisation keeps beyond one occurrence.
        Organisation = "organisation",
        /// Addresses that asked not to be written to.
        Suppression = "suppression",
    }
);

word!(
    /// An act on an event that people may have to be told of.
    Act {
        /// It was published.
        Published = "published",
        /// Facts that people act on were changed.
        Changed = "changed",
        /// A new date is not known yet.
        Postponed = "postponed",
        /// Paused.
        Suspended = "suspended",
        /// Taken up again.
        Reinstated = "reinstated",
        /// Called off.
        Cancelled = "cancelled",
    }
);

word!(
    /// What became of a planned reminder.
    ReminderState {
        /// Its moment lies ahead, or it is being sent.
        Planned = "planned",
        /// It was handed to the outbox for everybody.
        Sent = "sent",
        /// Its moment passed while the service was down, and it is no longer of use.
        Missed = "missed",
        /// Its moment had passed when it was first planned.
        NotApplicable = "not_applicable",
        /// Within six hours of one that was sent.
        Covered = "covered",
        /// No longer planned.
        Withdrawn = "withdrawn",
    }
);

word!(
    /// Why nobody gets a reminder that a schedule names.
    LeftOut {
        /// It is for a way of attending that there is not.
        NoSuchWay = "no_such_way",
        /// It would come when the event has begun.
        AfterTheStart = "after_the_start",
        /// Within six hours of another, which comes later or brings the link to join.
        TooNear = "too_near",
        /// Three others come later, or bring the link to join.
        OverTheMost = "over_the_most",
    }
);

word!(
    /// Which letter an outbox row is.
    LetterKind {
        /// The confirmation of a reply.
        Confirmation = "confirmation",
        /// A second answer came for an address that has replied.
        SecondAnswer = "second_answer",
        /// The reply was changed by its owner.
        ReplyChanged = "reply_changed",
        /// A waiting party got its places.
        PlaceFound = "place_found",
        /// A reminder before the start.
        Reminder = "reminder",
        /// What changed since we last told this person.
        Notice = "notice",
        /// The reply was withdrawn by its owner.
        Withdrawn = "withdrawn",
        /// Their calendar's answer could not be taken.
        AnswerNotTaken = "answer_not_taken",
        /// What is held about a person, sent to the address held.
        WhatWeHold = "what_we_hold",
        /// The evening letter of numbers to the event's contact.
        Digest = "digest",
        /// A warning to the event's contact: what is postponed or paused will soon lose its replies.
        DeletionWarning = "deletion_warning",
        /// The address of a person's own calendar, to whoever asked for it.
        PersonalCalendar = "personal_calendar",
    }
);

word!(
    /// Where a row of the outbox is.
    OutboxState {
        /// Waiting to be sent, or being sent under a lease.
        Waiting = "waiting",
        /// The server took it.
        Sent = "sent",
        /// Written as a file: no server is configured.
        Filed = "filed",
        /// Refused by them for good.
        Refused = "refused",
        /// Given up by us.
        GivenUp = "given_up",
        /// No longer wanted.
        Withdrawn = "withdrawn",
        /// No longer of use.
        Expired = "expired",
    }
);

impl OutboxState {
    /// In these a letter has left: its reader has it, or will.
    pub const LEFT: [Self; 2] = [Self::Sent, Self::Filed];
}

word!(
    /// What an API key may do.
    Scope {
        /// Read events, venues and campaigns, drafts included.
        EventsRead = "events:read",
        /// Change them.
        EventsWrite = "events:write",
        /// Post replies.
        RsvpsCreate = "rsvps:create",
        /// Read replies: names and addresses.
        RsvpsRead = "rsvps:read",
        /// Enter, change and remove replies.
        RsvpsWrite = "rsvps:write",
        /// Read access needs.
        AccessNeedsRead = "access_needs:read",
        /// Write to those coming.
        MessagesWrite = "messages:write",
        /// Manage webhooks.
        WebhooksWrite = "webhooks:write",
        /// All of it, and keys.
        Admin = "admin",
    }
);
