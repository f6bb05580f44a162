//! The plain text's layout: columns, lines of 72, no stray blanks.

const WIDTH: usize = 72;

/// Lays out a filled template.
///
/// A line `LABEL⇥words` (a tab between) is a row of a table whose second column stands at `column`, or further right where a label of
/// that table is longer; a row without a label goes on below the one before. Lines longer than 72 characters go on below their own beginning; a word, such
/// as an address, is never cut. No blanks at the end of a line, at most one empty line in a row, none at the ends.
pub(super) fn tidy(filled: &str, column: usize) -> String {
    let lines: Vec<&str> = filled.lines().map(str::trim_end).collect();
    let mut text = String::new();
    for paragraph in lines.split(|line| line.is_empty()).filter(|paragraph| !paragraph.is_empty()) {
        if !text.is_empty() {
            text.push('\n');
        }
        let labels = paragraph.iter().filter_map(|line| line.split_once('\t'));
        let widest = labels.map(|(label, _words)| label.chars().count() + 1).max().unwrap_or(0);
        for line in paragraph {
            text.push_str(&set(line, column.max(widest)));
            text.push('\n');
        }
    }
    text
}

fn set(line: &str, column: usize) -> String {
    if let Some((label, words)) = line.split_once('\t') {
        return wrap(&format!("{label:<column$}"), words, column);
    }
    if line.chars().count() <= WIDTH {
        return line.to_owned();
    }
    match line.split_once(". ") {
        Some((number, words)) if number.bytes().all(|b| b.is_ascii_digit()) => {
            wrap(&format!("{number}. "), words, number.len() + 2)
        }
        _ => wrap("", line, 0),
    }
}

fn wrap(beginning: &str, words: &str, indent: usize) -> String {
    let mut text = beginning.to_owned();
    let mut width = indent;
    for word in words.split_whitespace() {
        let long = word.chars().count();
        if width > indent && width + 1 + long > WIDTH {
            text.push('\n');
            text.push_str(&" ".repeat(indent));
            width = indent;
        } else if width > indent {
            text.push(' ');
            width += 1;
        }
        text.push_str(word);
        width += long;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_in_columns_and_go_on_below() {
        let long = "a word after a word after a word after a word after a word after a word";
        let laid = tidy(&format!("WHAT\tBanners\nWHERE\t{long}\n\tStand by the steps.\n"), 7);
        assert_eq!(
            laid,
            "WHAT   Banners\n\
             WHERE  a word after a word after a word after a word after a word after\n       \
             a word\n       \
             Stand by the steps.\n"
        );
    }

    #[test]
    fn a_long_label_moves_the_column_of_its_own_table() {
        let laid = tidy("IT WAS\tMonday\nIT IS NOW\tFriday\n\tSame place\n\nWHEN\tFriday\n", 7);
        assert_eq!(laid, "IT WAS    Monday\nIT IS NOW Friday\n          Same place\n\nWHEN   Friday\n");
    }

    #[test]
    fn steps_go_on_below_their_first_word() {
        let laid =
            tidy("1. Turn right out of the station and then go on and on until the Town Hall comes up", 7);
        assert_eq!(
            laid,
            "1. Turn right out of the station and then go on and on until the Town\n   Hall comes up\n"
        );
    }

    #[test]
    fn blanks_are_tidied_and_addresses_are_never_cut() {
        let address = format!("https://example.org/{}", "a".repeat(90));
        assert_eq!(tidy(&format!("\n\none  \n\n\n\n{address}\n\n"), 7), format!("one\n\n{address}\n"));
    }
}
