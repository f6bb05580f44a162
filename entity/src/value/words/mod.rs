//! The words with a fixed list of choices: here those that organisers and guests use.

mod house;

use std::fmt;

pub use house::*;

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
        /// Its event no longer has this date: the rule that it repeats by changed, or it was taken out.
        Removed = "removed",
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
    /// By what an event repeats.
    Every {
        /// Days.
        Day = "day",
        /// Weeks.
        Week = "week",
        /// Months.
        Month = "month",
        /// Years.
        Year = "year",
    }
);

word!(
    /// A month of the year.
    Month {
        /// The 1st.
        January = "jan",
        /// The 2nd.
        February = "feb",
        /// The 3rd.
        March = "mar",
        /// The 4th.
        April = "apr",
        /// The 5th.
        May = "may",
        /// The 6th.
        June = "jun",
        /// The 7th.
        July = "jul",
        /// The 8th.
        August = "aug",
        /// The 9th.
        September = "sep",
        /// The 10th.
        October = "oct",
        /// The 11th.
        November = "nov",
        /// The 12th.
        December = "dec",
    }
);

word!(
    /// Whose bank holidays count.
    Nation {
        /// England and Wales, which have the same.
        EnglandAndWales = "england-and-wales",
        /// Scotland.
        Scotland = "scotland",
        /// Northern Ireland.
        NorthernIreland = "northern-ireland",
    }
);

impl Kind {
    /// The word without underscores, as `CATEGORIES` and addresses print it.
    #[must_use]
    pub fn hyphenated(self) -> String {
        self.as_str().replace('_', "-")
    }
}
