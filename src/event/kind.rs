//! The one table of kinds: what follows from what sort of happening it is.
//!
//! All of it are defaults that an event changes, but for what protects people: how long replies are kept, whether letters
//! are discreet, whether numbers are public.

use entity::value::{AttendanceMode, Kind, QuestionType, Visibility};
use jiff::SignedDuration;

/// What follows from a kind.
#[derive(Clone, Copy, Debug)]
pub struct KindRules {
    /// When people are reminded, as canonical rules: a duration before the start (`P7D`, `PT2H`), or days before and a
    /// time (`1d@18:00`); `/in_person` and `/online` for who attends so.
    pub reminders: &'static [&'static str],
    /// For how many days after the end replies are kept.
    pub keeps_days: i64,
    /// How long it usually lasts: its effective length where nobody could name an end.
    pub usual_length: SignedDuration,
    /// Who may find it, unless the organiser says.
    pub visibility: Visibility,
    /// Letters about it say no more than when and where, on the outside.
    pub discreet: bool,
    /// Whether coarse numbers of those coming may be public at all.
    pub public_counts: bool,
    /// The largest party that one reply may bring, unless the event says otherwise.
    pub max_party: u32,
    /// What an organiser is asked for before it is published; missing, it is warned about.
    pub asks_for: &'static [AsksFor],
    /// What a reply is asked.
    pub questions: &'static [KindQuestion],
    /// What Convenor does not do for it yet: said when it is published.
    pub not_yet: Option<&'static str>,
}

/// A fact that a kind is not complete without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AsksFor {
    /// Which body is lobbied, or gets the letter.
    Target,
    /// When the body meets, apart from the assembly.
    MeetingStart,
    /// Where exactly people stand.
    MeetingPoint,
    /// A telephone number for the day.
    OnTheDayPhone,
    /// Dates by which motions and the like must be in.
    Deadlines,
    /// How many make it quorate.
    Quorum,
    /// Who may attend, speak, vote.
    WhoMay,
    /// The papers.
    Documents,
    /// Things one can do.
    Menu,
    /// How many places there are.
    Places,
}

/// A question that goes with a kind. Its words are in the language of the reader: see [`questions`](fn@super::questions).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KindQuestion {
    /// Outside, in the public gallery, or in the deputation.
    LobbyPart,
    /// At one's own workplace, or supporting nearby. Never which.
    PicketSide,
    /// Whether one could steward, or needs a seat on a coach.
    MarchPart,
    /// "I am a member": the branch checks at the door.
    Member,
    /// Where the pledge is, in words as coarse as one likes.
    PledgeArea,
    /// What is pledged: one of the menu.
    PledgeAction,
}

impl KindQuestion {
    /// Names its answer.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::LobbyPart | Self::MarchPart => "part",
            Self::PicketSide => "side",
            Self::Member => "member",
            Self::PledgeArea => "area",
            Self::PledgeAction => "action",
        }
    }

    /// How it is answered.
    #[must_use]
    pub fn answered_by(self) -> QuestionType {
        match self {
            Self::LobbyPart | Self::PicketSide | Self::MarchPart | Self::PledgeAction => QuestionType::Choice,
            Self::Member => QuestionType::YesNo,
            Self::PledgeArea => QuestionType::Text,
        }
    }
}

const MEETING: KindRules = KindRules {
    reminders: &["P1D", "PT2H/in_person", "PT15M/online"],
    keeps_days: 14,
    usual_length: SignedDuration::from_hours(2),
    visibility: Visibility::Public,
    discreet: false,
    public_counts: true,
    max_party: 10,
    asks_for: &[],
    questions: &[],
    not_yet: None,
};

const BRANCH_MEETING: KindRules = KindRules { visibility: Visibility::Members, ..MEETING };

const GATHERING: KindRules = KindRules { reminders: &["P1D", "PT2H"], ..MEETING };

const RALLY: KindRules = KindRules {
    reminders: &["P7D", "P1D", "PT2H"],
    asks_for: &[AsksFor::MeetingPoint],
    questions: &[KindQuestion::MarchPart],
    ..MEETING
};

const LOBBY: KindRules = KindRules {
    asks_for: &[AsksFor::Target, AsksFor::MeetingStart, AsksFor::MeetingPoint],
    questions: &[KindQuestion::LobbyPart],
    ..RALLY
};

const PICKET: KindRules = KindRules {
    reminders: &["1d@18:00", "PT1H"],
    keeps_days: 7,
    usual_length: SignedDuration::from_hours(3),
    discreet: true,
    public_counts: false,
    asks_for: &[AsksFor::MeetingPoint, AsksFor::OnTheDayPhone],
    questions: &[KindQuestion::PicketSide],
    not_yet: Some(
        "Convenor does not keep a rota of shifts and entrances for pickets yet: agree who stands where and when in your \
         own way.",
    ),
    ..MEETING
};

const MARCH: KindRules = KindRules {
    not_yet: Some(
        "Convenor does not hold the route or write the notice to the police yet: in England and Wales they need it six \
         clear days ahead, in Scotland the council and the police need it 28 days ahead.",
    ),
    ..RALLY
};

const HAND_IN: KindRules =
    KindRules { max_party: 5, asks_for: &[AsksFor::Target, AsksFor::MeetingPoint], ..GATHERING };

const ANNUAL_GENERAL_MEETING: KindRules = KindRules {
    reminders: &["P14D", "P3D", "PT2H/in_person", "PT15M/online"],
    keeps_days: 90,
    usual_length: SignedDuration::from_hours(3),
    visibility: Visibility::Members,
    max_party: 1,
    asks_for: &[AsksFor::Deadlines, AsksFor::Quorum, AsksFor::WhoMay, AsksFor::Documents],
    questions: &[KindQuestion::Member],
    not_yet: Some(
        "Convenor does not check membership or count a quorum yet: have somebody at the door, and online, who does.",
    ),
    ..MEETING
};

const DAY_OF_ACTION: KindRules = KindRules {
    reminders: &["P7D", "1d@18:00"],
    asks_for: &[AsksFor::Menu],
    questions: &[KindQuestion::PledgeArea, KindQuestion::PledgeAction],
    not_yet: Some(
        "Convenor does not publish pledges yet: they come in as replies, and the list of who does what is yours to make.",
    ),
    ..MEETING
};

const TRAINING: KindRules = KindRules {
    reminders: &["P7D", "P1D"],
    usual_length: SignedDuration::from_hours(3),
    max_party: 1,
    asks_for: &[AsksFor::Places],
    ..MEETING
};

/// What follows from `kind`.
#[must_use]
pub fn rules(kind: Kind) -> &'static KindRules {
    match kind {
        Kind::Lobby => &LOBBY,
        Kind::Picket => &PICKET,
        Kind::Rally => &RALLY,
        Kind::March => &MARCH,
        Kind::HandIn => &HAND_IN,
        Kind::AnnualGeneralMeeting => &ANNUAL_GENERAL_MEETING,
        Kind::BranchMeeting => &BRANCH_MEETING,
        Kind::Meeting => &MEETING,
        Kind::DayOfAction => &DAY_OF_ACTION,
        Kind::Training => &TRAINING,
        Kind::Stall | Kind::Social | Kind::Other => &GATHERING,
    }
}

/// The kind's schedule for an event attended in that mode.
///
/// Rules for a way of attending that does not exist are left out. Where it can be attended online, one rule sends the
/// joining link: `reveal_minutes` before the start, else as the kind says, else a quarter of an hour before.
#[must_use]
pub fn schedule(kind: Kind, mode: AttendanceMode, reveal_minutes: Option<u32>) -> Vec<String> {
    let online = mode != AttendanceMode::InPerson;
    let in_person = mode != AttendanceMode::Online;
    let all = rules(kind).reminders.iter();
    let mut schedule: Vec<String> = all
        .filter(|rule| !rule.ends_with("/online") && (in_person || !rule.ends_with("/in_person")))
        .map(|rule| (*rule).to_owned())
        .collect();
    if online {
        schedule.push(format!("PT{}M/online", reveal_minutes.unwrap_or(LINK_MINUTES)));
    }
    schedule
}

/// How many minutes before the start the joining link is sent, unless the event says otherwise.
pub const LINK_MINUTES: u32 = 15;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replies_are_kept_as_long_as_the_table_says() {
        for kind in Kind::ALL {
            let expected = match kind {
                Kind::Picket => 7,
                Kind::AnnualGeneralMeeting => 90,
                _ => 14,
            };
            assert_eq!(rules(*kind).keeps_days, expected, "{kind}");
        }
    }

    #[test]
    fn without_a_fixed_end_a_kind_lasts_its_usual_length() {
        for kind in Kind::ALL {
            let expected = match kind {
                Kind::Picket | Kind::AnnualGeneralMeeting | Kind::Training => 3,
                _ => 2,
            };
            assert_eq!(rules(*kind).usual_length, SignedDuration::from_hours(expected), "{kind}");
        }
    }

    #[test]
    fn pickets_are_discreet_and_never_counted_in_public() {
        for kind in Kind::ALL {
            assert_eq!(rules(*kind).discreet, *kind == Kind::Picket, "{kind}");
            assert_eq!(rules(*kind).public_counts, *kind != Kind::Picket, "{kind}");
        }
    }

    #[test]
    fn meetings_of_members_are_for_members_unless_the_organiser_says() {
        for kind in Kind::ALL {
            let of_members = matches!(kind, Kind::BranchMeeting | Kind::AnnualGeneralMeeting);
            assert_eq!(rules(*kind).visibility == Visibility::Members, of_members, "{kind}");
        }
    }

    #[test]
    fn what_is_not_done_yet_is_said_for_four_kinds() {
        let said: Vec<Kind> =
            Kind::ALL.iter().copied().filter(|kind| rules(*kind).not_yet.is_some()).collect();
        assert_eq!(said, [Kind::Picket, Kind::March, Kind::AnnualGeneralMeeting, Kind::DayOfAction]);
    }

    #[test]
    fn the_schedule_fits_how_people_attend() {
        let cases = [
            (Kind::Lobby, AttendanceMode::InPerson, None, vec!["P7D", "P1D", "PT2H"]),
            (Kind::Picket, AttendanceMode::InPerson, None, vec!["1d@18:00", "PT1H"]),
            (Kind::Meeting, AttendanceMode::InPerson, None, vec!["P1D", "PT2H/in_person"]),
            (Kind::Meeting, AttendanceMode::Online, None, vec!["P1D", "PT15M/online"]),
            (
                Kind::AnnualGeneralMeeting,
                AttendanceMode::Hybrid,
                Some(60),
                vec!["P14D", "P3D", "PT2H/in_person", "PT60M/online"],
            ),
            // The link must reach who joins, whatever the kind.
            (Kind::Training, AttendanceMode::Online, None, vec!["P7D", "P1D", "PT15M/online"]),
        ];
        for (kind, mode, reveal, expected) in cases {
            assert_eq!(schedule(kind, mode, reveal), expected, "{kind} {mode}");
        }
    }
}
