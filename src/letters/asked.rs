//! In which words somebody is asked about their reply: one comes to a rally, one takes part in a day of action.

use super::Answer;
use crate::words::{Language, Said};

impl Language {
    /// `Can't come after all, or bringing more people?`
    pub(super) fn label_change(self, answer: &Answer) -> Said {
        match (answer.takes_part, answer.is_maybe()) {
            (false, false) if answer.alone => self.say("letter-label-cannot-come"),
            (false, false) => self.say("letter-label-change"),
            (false, true) => self.say("letter-label-know-now"),
            (true, false) => self.say("letter-action-label-change"),
            (true, true) => self.say("letter-action-label-know-now"),
        }
    }

    /// `This link is only for you. To bring a friend, send them this one:`
    pub(super) fn only_for_you(self, answer: &Answer) -> Said {
        if answer.takes_part {
            self.say("letter-action-only-for-you")
        } else if answer.alone {
            self.say("letter-only-for-you-a-friend-replies")
        } else {
            self.say("letter-only-for-you-bring-a-friend")
        }
    }

    /// `Press Accept on the invitation with this message, …` Nobody is asked to press what would change their answer.
    pub(super) fn press(self, answer: &Answer) -> Said {
        if answer.is_maybe() { self.say("letter-press-maybe") } else { self.say("letter-press-accept") }
    }

    /// `Are you coming? …`
    pub(super) fn are_you_coming(self, answer: &Answer) -> Said {
        if answer.takes_part { self.say("letter-action-are-you") } else { self.say("letter-are-you-coming") }
    }

    /// `Still coming? There is nothing to do.`
    pub(super) fn still_coming(self, answer: &Answer) -> Said {
        if answer.takes_part { self.say("letter-action-still") } else { self.say("letter-still-coming") }
    }

    /// `Can't come? Please tell us, …`
    pub(super) fn cannot_come(self, answer: &Answer) -> Said {
        if answer.takes_part {
            self.say("letter-action-cannot-any-more")
        } else {
            self.say("letter-cannot-come")
        }
    }

    /// `You said you can't come. …`
    pub(super) fn said_cannot(self, answer: &Answer) -> Said {
        if answer.takes_part { self.say("letter-action-said-cannot") } else { self.say("letter-cannot") }
    }

    /// `Can you come after all? …`
    pub(super) fn after_all(self, answer: &Answer) -> Said {
        if answer.takes_part { self.say("letter-action-after-all") } else { self.say("letter-after-all") }
    }

    /// `You said you would come. Can you still?`
    pub(super) fn can_you_still(self, answer: &Answer) -> Said {
        match (answer.takes_part, answer.is_maybe()) {
            (false, false) => self.say("letter-can-you-still"),
            (false, true) => self.say("letter-you-said-maybe"),
            (true, false) => self.say("letter-action-can-you-still"),
            (true, true) => self.say("letter-action-you-said-maybe"),
        }
    }
}
