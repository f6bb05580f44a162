//! The words with a fixed list of choices.

use std::fmt;

/// A text that is none of the words allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownWord {
    /// What is allowed.
    pub choices: &'static [&'static str],
}

impl fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "must be one of {}", self.choices.join(", "))
    }
}

impl std::error::Error for UnknownWord {}

word!(
    /// What sort of happening is announced; sets defaults, questions, checks and reminders.
    Kind {
        /// Standing outside a body that is about to decide.
        Lobby = "lobby",
        /// A picket line at a workplace.
        Picket = "picket",
        /// A static assembly.
        Rally = "rally",
        /// A moving one, with a route.
        March = "march",
        /// Handing in a letter or a petition.
        HandIn = "hand_in",
        /// The yearly meeting that the rules require.
        AnnualGeneralMeeting = "annual_general_meeting",
        /// A regular meeting of the branch.
        BranchMeeting = "branch_meeting",
        /// Any other meeting.
        Meeting = "meeting",
        /// A menu of things to do, everywhere.
        DayOfAction = "day_of_action",
        /// A course.
        Training = "training",
        /// A stall.
        Stall = "stall",
        /// A social.
        Social = "social",
        /// None of the others.
        Other = "other",
    }
);

word!(
    /// Where an event is in its life. `ended` is not one of these: it follows from the clock.
    EventStatus {
        /// Not published.
        Draft = "draft",
        /// Going ahead.
        Confirmed = "confirmed",
        /// A new date is not known yet.
        Postponed = "postponed",
        /// Action is paused, for talks.
        Suspended = "suspended",
        /// Called off.
        Cancelled = "cancelled",
    }
);

word!(
    /// Whether one date of an event goes ahead.
    OccurrenceStatus {
        /// It goes ahead as its event does.
        Scheduled = "scheduled",
        /// This date alone is called off.
        Cancelled = "cancelled",
    }
);

word!(
    /// Who may find an event.
    Visibility {
        /// Anybody.
        Public = "public",
        /// Whoever has its address.
        Unlisted = "unlisted",
        /// Whoever has the members' address of the organisation.
        Members = "members",
    }
);

word!(
    /// The ways in which an event can be attended.
    AttendanceMode {
        /// At its place only.
        InPerson = "in_person",
        /// Online only.
        Online = "online",
        /// Both.
        Hybrid = "hybrid",
    }
);

word!(
    /// How one person attends; also the key of the places of that sort.
    Attendance {
        /// At the place.
        InPerson = "in_person",
        /// Online.
        Online = "online",
    }
);

word!(
    /// What somebody answered.
    Response {
        /// Coming.
        Going = "going",
        /// Perhaps.
        Maybe = "maybe",
        /// Can't come.
        NotGoing = "not_going",
    }
);

word!(
    /// Whether a reply holds places.
    Standing {
        /// It has its places.
        HasPlace = "has_place",
        /// It waits for places to become free.
        Waiting = "waiting",
        /// It needs none (maybe, can't).
        None = "none",
    }
);

word!(
    /// When the exact place is shown.
    PlaceShown {
        /// To everybody.
        Everyone = "everyone",
        /// To those who replied.
        Replied = "replied",
        /// To nobody before the day.
        OnTheDay = "on_the_day",
    }
);

word!(
    /// Who is shown the telephone number for the day.
    PhoneShown {
        /// Everybody.
        Everyone = "everyone",
        /// Those who replied.
        Replied = "replied",
    }
);

word!(
    /// By which way directions lead to a venue.
    TravelMode {
        /// On foot.
        Walk = "walk",
        /// By bus.
        Bus = "bus",
        /// By underground.
        Tube = "tube",
        /// By train.
        Train = "train",
        /// By tram.
        Tram = "tram",
        /// By bicycle.
        Cycle = "cycle",
        /// By car.
        Car = "car",
        /// The way without steps.
        StepFree = "step_free",
    }
);

word!(
    /// How a question is answered.
    QuestionType {
        /// In words.
        Text = "text",
        /// One of the choices.
        Choice = "choice",
        /// Yes or no.
        YesNo = "yes_no",
    }
);

word!(
    /// How an event ended.
    OutcomeResult {
        /// It took place.
        Held = "held",
        /// The letter was accepted.
        Accepted = "accepted",
        /// The letter was refused.
        Refused = "refused",
        /// The letter was left.
        Left = "left",
        /// The letter went by post.
        Posted = "posted",
        /// The meeting had no quorum.
        NoQuorum = "no_quorum",
    }
);

word!(
    /// What events can belong to.
    CampaignKind {
        /// A trade dispute.
        Dispute = "dispute",
        /// A day of action.
        DayOfAction = "day_of_action",
        /// Any other campaign.
        Campaign = "campaign",
    }
);

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
        /// What is held about a person, sent to the address held.
        WhatWeHold = "what_we_hold",
        /// The evening letter of numbers to the event's contact.
        Digest = "digest",
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

impl Kind {
    /// The word without underscores, as `CATEGORIES` and addresses print it.
    #[must_use]
    pub fn hyphenated(self) -> String {
        self.as_str().replace('_', "-")
    }
}
