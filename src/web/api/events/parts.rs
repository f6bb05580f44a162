//! The parts of what is said of an event.

use poem_openapi::Object;

use super::super::words::{Day, Local, OutcomeResult, QuestionType, WebAddress};

/// The online part of an event.
#[derive(Object)]
pub(super) struct Online {
    /// The name of the platform
    #[oai(validator(max_length = 100))]
    platform: Option<String>,
    /// The joining link; read back only with `rsvps:read`, never public
    join_url: Option<WebAddress>,
    /// A telephone number to dial in; as private as the link
    #[oai(validator(max_length = 200))]
    dial_in: Option<String>,
    /// How many minutes before the start the link is sent
    reveal_minutes_before: Option<u32>,
    /// What else one needs to know; as private as the link
    #[oai(validator(max_length = 2000))]
    instructions: Option<String>,
    /// A public broadcast; watching is not attending
    watch_url: Option<WebAddress>,
}

/// Who is lobbied, and at which meeting.
#[derive(Object)]
pub(super) struct Target {
    /// The body
    #[oai(validator(max_length = 200))]
    body: Option<String>,
    /// Its meeting
    #[oai(validator(max_length = 200))]
    meeting: Option<String>,
    /// When the meeting starts; people assemble earlier
    meeting_start: Option<Local>,
    /// In which room
    #[oai(validator(max_length = 200))]
    room: Option<String>,
}

/// Whom to ask.
#[derive(Object)]
pub(super) struct Contact {
    /// Who it is
    #[oai(validator(max_length = 200))]
    name: Option<String>,
    /// An e-mail address
    #[oai(validator(max_length = 254))]
    email: Option<String>,
    /// A telephone number
    #[oai(validator(max_length = 40))]
    phone: Option<String>,
}

/// A date by which something must be in.
#[derive(Object)]
pub(super) struct Deadline {
    /// For what
    #[oai(validator(max_length = 200, min_length = 1))]
    label: String,
    /// Local time
    at: Local,
}

/// Who may attend, speak and vote, in words.
#[derive(Object)]
pub(super) struct WhoMay {
    /// Who may attend
    #[oai(validator(max_length = 200))]
    attend: Option<String>,
    /// Who may speak
    #[oai(validator(max_length = 200))]
    speak: Option<String>,
    /// Who may vote
    #[oai(validator(max_length = 200))]
    vote: Option<String>,
}

/// Something else one can do.
#[derive(Object)]
pub struct Ask {
    /// What the link says
    #[oai(validator(max_length = 200, min_length = 1))]
    label: String,
    /// Where it leads
    url: Option<WebAddress>,
}

/// A paper to read.
#[derive(Object)]
pub(super) struct Paper {
    /// Its title
    #[oai(validator(max_length = 200, min_length = 1))]
    title: String,
    /// Where it is
    url: WebAddress,
}

/// How many people can take part; without limit where left out.
#[derive(Object)]
pub(super) struct Capacity {
    /// At the place
    in_person: Option<u32>,
    /// Online
    online: Option<u32>,
}

/// How replies are taken; what is left out follows from the kind.
#[derive(Object)]
pub(super) struct RsvpSettings {
    /// Whether replies are taken at all
    enabled: Option<bool>,
    /// From when on, local time
    opens: Option<Local>,
    /// Until when, local time
    closes: Option<Local>,
    /// The largest party that one reply may bring
    #[oai(validator(minimum(value = "1"), maximum(value = "1000")))]
    max_party: Option<u32>,
    /// Whether people may wait for a place
    waiting_list: Option<bool>,
    /// Whether a coarse count is public
    show_count: Option<bool>,
    /// What else is asked
    #[oai(validator(max_items = 20))]
    questions: Option<Vec<Question>>,
}

/// One more question on the reply form.
#[derive(Object)]
pub(super) struct Question {
    /// Names the answer
    #[oai(validator(max_length = 60, min_length = 1))]
    key: String,
    /// What is asked
    #[oai(validator(max_length = 300, min_length = 1))]
    label: String,
    /// How it is answered
    r#type: QuestionType,
    /// The choices of a choice
    #[oai(validator(max_items = 50))]
    choices: Option<Vec<String>>,
    /// Whether an answer is needed
    required: Option<bool>,
}

/// How an event went.
#[derive(Object)]
pub(super) struct Outcome {
    /// In a word
    result: OutcomeResult,
    /// When
    on: Option<Day>,
    /// In words
    #[oai(validator(max_length = 5000))]
    text: Option<String>,
    /// The number of a registered letter
    #[oai(validator(max_length = 100))]
    post_reference: Option<String>,
    /// How many came
    headcount: Option<Capacity>,
    /// What comes next
    #[oai(validator(max_length = 2000))]
    next: Option<String>,
}
