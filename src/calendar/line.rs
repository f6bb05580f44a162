//! One property as content lines (RFC 5545, 3.1).
//!
//! `icalendar` says what a property is: its name, its parameters, the type of its value. The printing is
//! done here, because the crate's own printer writes parameters and every value that is no TEXT as they come (a
//! line break in one of them begins a new property), does not know RFC 6868, lets the last part of a folded line be
//! 76 octets long, folds in quadratic time, and gives a component without UID or DTSTAMP a random one and the present time.
//!
//! Guarantee: one property in, one property out, whatever the texts hold; no line longer than 75 octets, no character cut
//! in two; the same input gives the same bytes.

use std::fmt::Write as _;

use icalendar::{Property, ValueType};

/// The longest line in octets, without its line break (RFC 5545, 3.1).
const LONGEST: usize = 75;

/// An iCalendar text in the making.
#[derive(Default)]
pub(super) struct Lines {
    text: String,
    /// The line being built, not folded yet; kept to spare an allocation a property.
    line: String,
}

impl Lines {
    /// With room for `octets`.
    pub(super) fn with_capacity(octets: usize) -> Self {
        Self { text: String::with_capacity(octets), line: String::new() }
    }

    /// The text so far.
    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// Opens a component; `close` with the same name ends it.
    pub(super) fn open(&mut self, component: &'static str) {
        self.plain("BEGIN", component);
    }

    /// Ends a component.
    pub(super) fn close(&mut self, component: &'static str) {
        self.plain("END", component);
    }

    /// A property without parameters. The type of the value follows from the name; TEXT is escaped.
    pub(super) fn plain(&mut self, name: &'static str, value: &str) {
        self.property(&Property::new(name, value));
    }

    /// Several values of one TEXT property, as `CATEGORIES` has them. Without values there is no property.
    pub(super) fn list<'a>(&mut self, name: &'static str, values: impl IntoIterator<Item = &'a str>) {
        self.line.clear();
        self.line.push_str(name);
        let mut separator = ':';
        for value in values {
            self.line.push(separator);
            push_text(&mut self.line, value);
            separator = ',';
        }
        if separator == ',' {
            self.fold();
        }
    }

    /// Any property.
    pub(super) fn property(&mut self, property: &Property) {
        self.line.clear();
        self.line.push_str(property.key());
        for parameter in property.params().values() {
            self.line.push(';');
            self.line.push_str(parameter.key());
            self.line.push('=');
            push_parameter(&mut self.line, parameter.value());
        }
        self.line.push(':');
        match property.value_type() {
            // A name that `icalendar` does not know is one of RFC 7986 with its default type, TEXT (`NAME`).
            Some(ValueType::Text) | None => push_text(&mut self.line, property.value()),
            Some(_) => self.line.extend(property.value().chars().filter(|c| !c.is_control())),
        }
        self.fold();
    }

    /// Moves the line to the text, in parts of at most 75 octets.
    fn fold(&mut self) {
        let mut rest = self.line.as_str();
        let mut room = LONGEST;
        while let Some((part, after)) = rest.split_at_checked(rest.floor_char_boundary(room)) {
            self.text.push_str(part);
            self.text.push_str("\r\n");
            if after.is_empty() {
                break;
            }
            // The blank that marks a continued line counts.
            self.text.push(' ');
            room = LONGEST - 1;
            rest = after;
        }
    }
}

/// TEXT (RFC 5545, 3.3.11). A tab may stand; no other control character may.
fn push_text(line: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '\n' => line.push_str("\\n"),
            '\\' | ',' | ';' => line.extend(['\\', c]),
            '\t' => line.push(c),
            c if c.is_control() => {}
            c => line.push(c),
        }
    }
}

/// A parameter's value (RFC 5545, 3.2), with the three characters it cannot hold as RFC 6868 writes them. A backslash
/// becomes a slash: some readers take it for an escape here, and then miss the end of the value.
fn push_parameter(line: &mut String, value: &str) {
    let quoted = value.contains([':', ';', ',']);
    if quoted {
        line.push('"');
    }
    for c in value.chars() {
        match c {
            '^' => line.push_str("^^"),
            '\n' => line.push_str("^n"),
            '"' => line.push_str("^'"),
            '\\' => line.push('/'),
            '\t' => line.push(c),
            c if c.is_control() => {}
            c => line.push(c),
        }
    }
    if quoted {
        line.push('"');
    }
}

/// A text of several lines, as it goes into a calendar: every kind of line end (CR, CRLF, VT, FF, NEL, U+2028,
/// U+2029) becomes one line feed, other control characters but the tab vanish, blanks at both ends too.
pub(super) fn cleaned(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut after_return = false;
    for c in text.chars() {
        match c {
            '\n' if after_return => {}
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => clean.push('\n'),
            '\t' => clean.push(c),
            c if c.is_control() => {}
            c => clean.push(c),
        }
        after_return = c == '\r';
    }
    clean.trim().to_owned()
}

/// A text in one line: cleaned, every run of white space one blank.
pub(super) fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in cleaned(text).split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// A URI: what may not stand in one (RFC 3986, 2) is percent-encoded. A text that is none stays none, but harmless.
pub(super) fn uri(text: &str) -> String {
    encoded(text.trim(), b"-._~:/?#[]@!$&'()*+,;=%")
}

/// A mail address as a calendar address: `mailto:` and the address encoded as RFC 6068, 2 asks.
pub(super) fn mailto(address: &str) -> String {
    format!("mailto:{}", encoded(address.trim(), b"-._~!$'()*+,:@"))
}

fn encoded(text: &str, allowed: &[u8]) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || allowed.contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
