//! What somebody typed into the reply form: as it came, so that it can be shown again.

use std::collections::BTreeMap;

/// The fields of the form. Nothing here is checked; nothing here is kept.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Typed {
    pub(crate) response: String,
    pub(crate) attendance: String,
    pub(crate) party_size: String,
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) organisation: String,
    pub(crate) banner: bool,
    pub(crate) message: String,
    pub(crate) access_needs: String,
    /// By the key of the question.
    pub(crate) answers: BTreeMap<String, String>,
    /// The field that people leave empty, since they don't see it.
    pub(crate) website: String,
    /// What proves that we gave the form out.
    pub(crate) form_token: String,
    /// Which button was pressed, on the page of one reply.
    pub(crate) act: String,
    /// How far letters are to be stopped.
    pub(crate) stop: String,
}

/// Before the key of a question, in the name of its field.
const ANSWER: &str = "answer-";

impl Typed {
    /// The form as it is first shown: coming, alone.
    pub(crate) fn fresh() -> Self {
        Self { response: "going".into(), party_size: "1".into(), ..Self::default() }
    }

    /// From the body of a form (`application/x-www-form-urlencoded`). Fields we don't know are passed over.
    pub(crate) fn read(body: &[u8]) -> Self {
        let mut typed = Self::default();
        for (name, value) in url::form_urlencoded::parse(body) {
            let value = value.into_owned();
            match &*name {
                "response" => typed.response = value,
                "attendance" => typed.attendance = value,
                "party_size" => typed.party_size = value,
                "name" => typed.name = value,
                "email" => typed.email = value,
                "organisation" => typed.organisation = value,
                "banner" => typed.banner = !value.is_empty(),
                "message" => typed.message = value,
                "access_needs" => typed.access_needs = value,
                "website" => typed.website = value,
                "form_token" => typed.form_token = value,
                "act" => typed.act = value,
                "stop" => typed.stop = value,
                other => {
                    if let Some(key) = other.strip_prefix(ANSWER) {
                        typed.answers.insert(key.to_owned(), value);
                    }
                }
            }
        }
        typed
    }

    /// What makes two replies the same: all that was typed, the token apart.
    pub(crate) fn pairs(&self) -> Vec<(&str, &str)> {
        let banner = if self.banner { "yes" } else { "" };
        let fixed = [
            ("response", self.response.as_str()),
            ("attendance", self.attendance.as_str()),
            ("party_size", self.party_size.as_str()),
            ("name", self.name.as_str()),
            ("email", self.email.as_str()),
            ("organisation", self.organisation.as_str()),
            ("banner", banner),
            ("message", self.message.as_str()),
            ("access_needs", self.access_needs.as_str()),
        ];
        fixed
            .into_iter()
            .chain(self.answers.iter().map(|(key, value)| (key.as_str(), value.as_str())))
            .collect()
    }

    /// The name of the field that answers the question of that key.
    pub(crate) fn answer_field(key: &str) -> String {
        format!("{ANSWER}{key}")
    }

    /// The answer to the question of that key.
    pub(crate) fn answer(&self, key: &str) -> &str {
        self.answers.get(key).map_or("", String::as_str)
    }

    /// Whether anything is in the part that is folded away at first.
    pub(crate) fn has_more(&self) -> bool {
        !self.organisation.is_empty() || self.banner || !self.message.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_read_as_it_was_typed() {
        let typed = Typed::read(
            b"response=maybe&party_size=3&name=Zo%C3%AB+O%27Hara&answer-banner=Camden&banner=yes&zzz=1",
        );
        assert_eq!(typed.response, "maybe");
        assert_eq!(typed.name, "Zoë O'Hara");
        assert_eq!(typed.answer("banner"), "Camden");
        assert_eq!(typed.answer("other"), "");
        assert!(typed.banner && typed.has_more());
    }
}
