//! The fields of a form as a page shows them: what is asked, what was typed, what is wrong with it.

use super::said::Link;
use crate::mistake;

/// A field for words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Field {
    /// Its name in the form, and its id on the page.
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) hint: Option<String>,
    pub(crate) error: Option<String>,
    pub(crate) value: String,
    /// `text` or `email`.
    pub(crate) kind: &'static str,
    /// What the browser may fill in (HTML, "autofill").
    pub(crate) autocomplete: &'static str,
    /// In characters; of a number, the largest.
    pub(crate) longest: usize,
}

impl Field {
    /// A line of text that the browser doesn't fill in. Of what was typed before, it shows what can be seen.
    pub(crate) fn new(name: impl Into<String>, label: impl Into<String>, typed: &str) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            hint: None,
            error: None,
            value: mistake::visible_line(typed),
            kind: "text",
            autocomplete: "off",
            longest: 200,
        }
    }

    /// The same for a text of several lines.
    pub(crate) fn area(name: impl Into<String>, label: impl Into<String>, typed: &str) -> Self {
        Self { value: mistake::visible(typed), ..Self::new(name, label, "") }
    }

    pub(crate) fn hint(self, text: impl Into<String>) -> Self {
        Self { hint: Some(text.into()), ..self }
    }

    pub(crate) fn longest(self, longest: usize) -> Self {
        Self { longest, ..self }
    }

    /// The ids of what describes it, for `aria-describedby`.
    pub(crate) fn described_by(&self) -> Option<String> {
        let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.name));
        let error = self.error.as_ref().map(|_| format!("{}-error", self.name));
        let ids: Vec<String> = hint.into_iter().chain(error).collect();
        if ids.is_empty() { None } else { Some(ids.join(" ")) }
    }
}

/// A choice of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Radios {
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) error: Option<String>,
    pub(crate) options: Vec<Choice>,
}

/// One of the choices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Choice {
    pub(crate) id: String,
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) hint: Option<String>,
    pub(crate) chosen: bool,
}

impl Radios {
    /// A group whose options are pairs of value and label; `chosen` is the value typed before.
    pub(crate) fn new(
        name: &str,
        label: impl Into<String>,
        options: Vec<(String, String)>,
        chosen: &str,
    ) -> Self {
        let choice = |(number, (value, label)): (usize, (String, String))| Choice {
            // The first has the group's name, so that the list of mistakes leads to it.
            id: if number == 0 { name.to_owned() } else { format!("{name}-{}", number + 1) },
            chosen: value == chosen,
            value,
            label,
            hint: None,
        };
        Self {
            name: name.to_owned(),
            label: label.into(),
            error: None,
            options: options.into_iter().enumerate().map(choice).collect(),
        }
    }
}

/// One more question, as it is answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    Words(Field),
    Choice(Radios),
}

/// What is wrong with one field, in words for the person who filled it in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mistake {
    /// The name of the field.
    pub(crate) field: String,
    pub(crate) text: String,
}

/// The list at the top of a form that was sent with mistakes, each leading to its field.
pub(crate) fn summary(mistakes: &[Mistake]) -> Vec<Link> {
    mistakes.iter().map(|mistake| Link::new(&mistake.text, format!("#{}", mistake.field))).collect()
}
