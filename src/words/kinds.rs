//! What kinds of event and ways of travelling are called.

use entity::value::{Kind, TravelMode};

use super::Language;

impl Language {
    /// What a kind of event is called: `Lobby`, `Letter hand-in`.
    #[must_use]
    pub fn kind(self, kind: Kind) -> String {
        let said = match kind {
            Kind::Lobby => self.say("kind-lobby"),
            Kind::Picket => self.say("kind-picket"),
            Kind::Rally => self.say("kind-rally"),
            Kind::March => self.say("kind-march"),
            Kind::HandIn => self.say("kind-hand-in"),
            Kind::AnnualGeneralMeeting => self.say("kind-annual-general-meeting"),
            Kind::BranchMeeting => self.say("kind-branch-meeting"),
            Kind::Meeting => self.say("kind-meeting"),
            Kind::DayOfAction => self.say("kind-day-of-action"),
            Kind::Training => self.say("kind-training"),
            Kind::Stall => self.say("kind-stall"),
            Kind::Social => self.say("kind-social"),
            Kind::Other => self.say("kind-other"),
        };
        said.into()
    }

    /// How one travels: `On foot`, `By tube`.
    #[must_use]
    pub fn travel(self, mode: TravelMode) -> String {
        let said = match mode {
            TravelMode::Walk => self.say("travel-walk"),
            TravelMode::Bus => self.say("travel-bus"),
            TravelMode::Tube => self.say("travel-tube"),
            TravelMode::Train => self.say("travel-train"),
            TravelMode::Tram => self.say("travel-tram"),
            TravelMode::Cycle => self.say("travel-cycle"),
            TravelMode::Car => self.say("travel-car"),
            TravelMode::StepFree => self.say("travel-step-free"),
        };
        said.into()
    }
}
