//! The list of those coming as CSV (RFC 4180), for the door and for the phone.
//!
//! Pure. Guarantees: no value is read as a formula by a spreadsheet; names are a first name and an initial and no
//! address is in it, unless contacts were asked for; access needs never are.

use super::Guest;

/// Which columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Columns {
    /// A first name and an initial.
    Door,
    /// Whole names, addresses and messages too.
    Contact,
}

/// Characters with which a spreadsheet begins a formula, or leaves the cell.
const FORMULA: &[char] = &['=', '+', '-', '@', '\t', '\r', '\n', '|', '%'];

/// The sheet. `questions` are the keys of the event's own questions, a column each.
///
/// # Errors
/// When memory runs out; the writer gives no other.
pub fn csv(guests: &[Guest], questions: &[String], columns: Columns) -> Result<String, csv::Error> {
    let mut sheet = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let mut head = vec![
        "name",
        "response",
        "attendance",
        "party_size",
        "standing",
        "banner",
        "checked_in",
        "replied_at",
    ];
    if columns == Columns::Contact {
        head.extend(["email", "organisation", "message"]);
    }
    let head = head.into_iter().map(str::to_owned).chain(questions.iter().map(|key| plain(key)));
    sheet.write_record(head)?;
    for guest in guests {
        sheet.write_record(row(guest, questions, columns))?;
    }
    let bytes = sheet.into_inner().map_err(csv::IntoInnerError::into_error)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn row(guest: &Guest, questions: &[String], columns: Columns) -> Vec<String> {
    let Guest { reply, person } = guest;
    let text = |value: &Option<String>| value.as_deref().map(plain).unwrap_or_default();
    let name = person.name.as_deref().unwrap_or_default();
    let mut row = vec![
        match columns {
            Columns::Door => plain(&first_name_and_initial(name)),
            Columns::Contact => plain(name),
        },
        reply.response.to_string(),
        reply.attendance.to_string(),
        reply.party_size.to_string(),
        reply.standing.to_string(),
        if reply.banner { "yes" } else { "no" }.to_owned(),
        if reply.checked_in_at.is_some() { "yes" } else { "no" }.to_owned(),
        reply.created_at.to_string(),
    ];
    if columns == Columns::Contact {
        row.extend([text(&person.email), text(&person.organisation), text(&person.message)]);
    }
    row.extend(questions.iter().map(|key| text(&person.answers.get(key).cloned())));
    row
}

/// `Ben Smith` as `Ben S.`: enough at a door, and little to find.
#[must_use]
pub fn first_name_and_initial(name: &str) -> String {
    let mut words = name.split_whitespace();
    let first = words.next().unwrap_or_default();
    match words.next_back().and_then(|last| last.chars().next()) {
        Some(initial) => format!("{first} {}.", initial.to_uppercase()),
        None => first.to_owned(),
    }
}

/// A value that no spreadsheet takes for a formula.
fn plain(value: &str) -> String {
    if value.starts_with(FORMULA) { format!("'{value}") } else { value.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_at_the_door_is_a_first_name_and_an_initial() {
        for (name, said) in [
            ("Ben Smith", "Ben S."),
            ("Ben", "Ben"),
            ("  ada  maria  lovelace ", "ada L."),
            ("José Ñuñez", "José Ñ."),
            ("", ""),
        ] {
            assert_eq!(first_name_and_initial(name), said);
        }
    }

    #[test]
    fn no_value_is_a_formula() {
        for value in ["=1+1", "+44", "-2", "@SUM(A1)", "\t=1", "|x"] {
            assert_eq!(plain(value), format!("'{value}"));
        }
        assert_eq!(plain("Ben = Benjamin"), "Ben = Benjamin");
    }
}
