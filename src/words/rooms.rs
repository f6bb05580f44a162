//! How a room is said.

use super::Language;

impl Language {
    /// A room, so that nobody reads it as the number of a house: `2` is `Room 2`, `Council chamber` stays.
    #[must_use]
    pub fn room(self, room: &str) -> String {
        let room = room.trim();
        let first = room.split_whitespace().next().unwrap_or_default();
        let is_number = !first.contains(char::is_alphabetic);
        // "Rm 2" says already that it is a room.
        let is_short_room =
            |word: &str| word.trim_end_matches(|c: char| !c.is_alphabetic()).eq_ignore_ascii_case("rm");
        let is_word = |word: &str| {
            is_short_room(word) || word.chars().filter(|letter| letter.is_alphabetic()).count() > 2
        };
        if is_number || !room.split_whitespace().any(is_word) {
            self.say("room-numbered").with("room", room).into()
        } else {
            room.to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_is_never_read_as_the_number_of_a_house() {
        for (typed, said) in [
            ("2", "Room 2"),
            ("2b", "Room 2b"),
            ("G.04", "Room G.04"),
            ("12 North", "Room 12 North"),
            ("Room 2", "Room 2"),
            ("Rm 2", "Rm 2"),
            ("rm. G4", "rm. G4"),
            ("Rm2", "Rm2"),
            ("2nd floor", "2nd floor"),
            ("Council chamber", "Council chamber"),
        ] {
            assert_eq!(Language::En.room(typed), said);
        }
    }
}
