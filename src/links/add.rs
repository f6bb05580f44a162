//! Addresses at other people's calendars: to subscribe to one of ours, and to put one entry into theirs.
//!
//! None of them is documented by its maker in full; what stands here is what works with them. Every value is percent-encoded
//! byte by byte, so that nothing somebody typed ends it, and cut so that the address stays one that every browser takes.

use entity::Moment;
use jiff::ToSpan;
use jiff::civil::Date;

/// How many characters of a title or a place go along. Encoded, one may have twelve times its length.
const LONGEST: usize = 120;

/// Where others have a calendar's [`Elsewhere::word`], the word for a file of one date.
pub const FILE: &str = "file";

/// A calendar elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Elsewhere {
    /// Google Calendar.
    Google,
    /// Outlook.com, for people at home.
    Outlook,
    /// Microsoft 365, for people at work or at school.
    Office,
}

impl Elsewhere {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Google, Self::Outlook, Self::Office];

    /// Its word in addresses of ours.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Google => "google",
            Self::Outlook => "outlook",
            Self::Office => "office365",
        }
    }

    /// The one with that word.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }

    /// Where this calendar subscribes to `feed`, an `https://` address, under `name`. Google reads the name from the feed.
    #[must_use]
    pub fn subscribe(self, feed: &str, name: &str) -> String {
        let (feed, name) = (encoded(feed), encoded(&shortened(name)));
        match self.microsoft() {
            None => format!("https://calendar.google.com/calendar/render?cid={feed}"),
            Some(site) => format!("https://{site}/calendar/0/addfromweb?url={feed}&name={name}"),
        }
    }

    /// Where this calendar opens with `entry` filled in. None for a day beyond the calendar.
    #[must_use]
    pub fn opens(self, entry: &NewEntry<'_>) -> Option<String> {
        let [title, place] = [entry.title, entry.place].map(|text| encoded(&shortened(text)));
        let about = encoded(entry.about);
        let (start, end, all_day) = entry.span.written()?;
        let Some(site) = self.microsoft() else {
            let dates = format!("{}%2F{}", compact(&start), compact(&end));
            return Some(format!(
                "https://calendar.google.com/calendar/render?action=TEMPLATE&text={title}&dates={dates}&location={place}&details={about}"
            ));
        };
        let (start, end) = (encoded(&start), encoded(&end));
        let all_day = if all_day { "&allday=true" } else { "" };
        Some(format!(
            "https://{site}/calendar/0/action/compose?rru=addevent&subject={title}&startdt={start}&enddt={end}&location={place}&body={about}{all_day}"
        ))
    }

    fn microsoft(self) -> Option<&'static str> {
        match self {
            Self::Google => None,
            Self::Outlook => Some("outlook.live.com"),
            Self::Office => Some("outlook.office.com"),
        }
    }
}

/// An entry for a calendar elsewhere. What stands in it is read by whoever runs that calendar.
#[derive(Clone, Copy, Debug)]
pub struct NewEntry<'a> {
    /// Its name.
    pub title: &'a str,
    /// Where, in one line; may be empty.
    pub place: &'a str,
    /// More about it, such as an address of ours; may be empty.
    pub about: &'a str,
    /// When.
    pub span: Span,
}

/// When an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// Whole days, the last one too.
    Days {
        /// The first.
        first: Date,
        /// The last.
        last: Date,
    },
    /// From one instant to another.
    Times {
        /// The start.
        start: Moment,
        /// The end.
        end: Moment,
    },
}

impl Span {
    /// Start and end, and whether they are days: in UTC, or as dates with the end exclusive.
    fn written(self) -> Option<(String, String, bool)> {
        match self {
            Self::Days { first, last } => {
                let after = last.max(first).checked_add(1.day()).ok()?;
                Some((first.to_string(), after.to_string(), true))
            }
            Self::Times { start, end } => {
                let utc = |moment: Moment| moment.timestamp().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
                Some((utc(start), utc(end.max(start)), false))
            }
        }
    }
}

fn compact(time: &str) -> String {
    time.replace(['-', ':'], "")
}

/// One line of it, cut after a word where it is too long.
fn shortened(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((end, _)) = line.char_indices().nth(LONGEST) else { return line };
    let cut = line.get(..end).unwrap_or_default();
    let whole = cut.rfind(' ').and_then(|space| cut.get(..space)).unwrap_or(cut);
    format!("{whole}…")
}

/// A value inside an address, each byte beyond letters and digits percent-encoded (a space is `%20`: phones show `+`).
#[must_use]
pub fn encoded(value: &str) -> String {
    url::form_urlencoded::byte_serialize(value.as_bytes()).collect::<String>().replace('+', "%20")
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn at(text: &str) -> Moment {
        text.parse().unwrap()
    }

    fn lobby<'a>() -> NewEntry<'a> {
        NewEntry {
            title: "Banners & drums + noise",
            place: "Hendon Town Hall, NW4",
            about: "https://events.example.org/b/events/lobby?date=2026-07-09",
            span: Span::Times { start: at("2026-07-09T17:00:00Z"), end: at("2026-07-09T19:00:00Z") },
        }
    }

    /// The fields of an address, as whoever answers it reads them.
    fn read(address: &str) -> Vec<(String, String)> {
        url::Url::parse(address).unwrap().query_pairs().into_owned().collect()
    }

    fn field(address: &str, name: &str) -> String {
        let fields = read(address);
        let mut found = fields.iter().filter(|(field, _)| field == name);
        let value = found.next().unwrap_or_else(|| panic!("{name} in {address}")).1.clone();
        assert!(found.next().is_none(), "{name} stands once in {address}");
        value
    }

    #[test]
    fn an_entry_with_times_is_in_utc() {
        let google = Elsewhere::Google.opens(&lobby()).unwrap();
        assert!(google.starts_with("https://calendar.google.com/calendar/render?action=TEMPLATE&"));
        assert_eq!(field(&google, "dates"), "20260709T170000Z/20260709T190000Z");
        for (elsewhere, site) in
            [(Elsewhere::Outlook, "outlook.live.com"), (Elsewhere::Office, "outlook.office.com")]
        {
            let address = elsewhere.opens(&lobby()).unwrap();
            assert!(address.starts_with(&format!("https://{site}/calendar/0/action/compose?")), "{address}");
            assert_eq!(field(&address, "rru"), "addevent");
            assert_eq!(field(&address, "startdt"), "2026-07-09T17:00:00Z");
            assert_eq!(field(&address, "enddt"), "2026-07-09T19:00:00Z");
            assert!(!address.contains("allday"));
        }
    }

    #[test]
    fn all_day_ends_on_the_day_after_the_last() {
        for (first, last, google, end) in [
            (date(2026, 7, 9), date(2026, 7, 9), "20260709/20260710", "2026-07-10"),
            (date(2026, 12, 30), date(2026, 12, 31), "20261230/20270101", "2027-01-01"),
            (date(2026, 7, 9), date(2026, 7, 1), "20260709/20260710", "2026-07-10"),
        ] {
            let entry = NewEntry { span: Span::Days { first, last }, ..lobby() };
            assert_eq!(field(&Elsewhere::Google.opens(&entry).unwrap(), "dates"), google);
            let outlook = Elsewhere::Outlook.opens(&entry).unwrap();
            assert_eq!((field(&outlook, "enddt"), field(&outlook, "allday")), (end.into(), "true".into()));
        }
        let last = Span::Days { first: Date::MAX, last: Date::MAX };
        assert_eq!(Elsewhere::Google.opens(&NewEntry { span: last, ..lobby() }), None);
    }

    #[test]
    fn an_end_before_the_start_is_the_start() {
        let (start, end) = (at("2026-07-09T17:00:00Z"), at("2026-07-09T16:00:00Z"));
        let entry = NewEntry { span: Span::Times { start, end }, ..lobby() };
        let google = Elsewhere::Google.opens(&entry).unwrap();
        assert_eq!(field(&google, "dates"), "20260709T170000Z/20260709T170000Z");
    }

    #[test]
    fn whatever_was_typed_stays_inside_its_value() {
        for title in [
            "Banners & drums + noise",
            "100% ours #1?",
            "a=b&text=c&dates=0/0",
            "caf\u{e9} \u{1f4e3}\u{1f3fd} \u{202e}right",
            "\"<script>' \\",
            "/?#[]@!$&'()*+,;=",
        ] {
            let entry = NewEntry { title, place: title, ..lobby() };
            for (elsewhere, named) in
                [(Elsewhere::Google, "text"), (Elsewhere::Outlook, "subject"), (Elsewhere::Office, "subject")]
            {
                let address = elsewhere.opens(&entry).unwrap();
                assert!(address.is_ascii() && !address.contains(['+', ' ', '"', '<', '\'']), "{address}");
                assert_eq!(field(&address, named), title);
                assert_eq!(field(&address, "location"), title);
            }
        }
        let address = Elsewhere::Google.opens(&NewEntry { title: "two\r\nlines\tand", ..lobby() }).unwrap();
        assert_eq!(field(&address, "text"), "two lines and");
    }

    #[test]
    fn an_address_stays_short_enough_for_every_browser() {
        let (words, wide) = ("word ".repeat(100), "\u{1f4e3}".repeat(500));
        for text in [words.as_str(), wide.as_str()] {
            let entry = NewEntry { title: text, place: text, ..lobby() };
            for elsewhere in Elsewhere::ALL {
                let address = elsewhere.opens(&entry).unwrap();
                assert!(address.len() < 4_000, "{}", address.len());
            }
        }
        let cut = field(&Elsewhere::Google.opens(&NewEntry { title: &words, ..lobby() }).unwrap(), "text");
        assert!(cut.ends_with("word…") && cut.chars().count() <= LONGEST + 1, "{cut}");
    }

    #[test]
    fn a_feed_is_subscribed_to_by_its_whole_address() {
        let feed = "https://events.example.org/barnet/calendar.ics?kind=lobby,picket&campaign=pay";
        let google = Elsewhere::Google.subscribe(feed, "Barnet & co");
        assert_eq!(read(&google), [("cid".to_owned(), feed.to_owned())]);
        for elsewhere in [Elsewhere::Outlook, Elsewhere::Office] {
            let address = elsewhere.subscribe(feed, "Barnet & co");
            assert_eq!(
                (field(&address, "url"), field(&address, "name")),
                (feed.into(), "Barnet & co".into())
            );
        }
    }

    #[test]
    fn each_is_found_by_its_word() {
        for elsewhere in Elsewhere::ALL {
            assert_eq!(Elsewhere::named(elsewhere.word()), Some(elsewhere));
        }
        assert_eq!(Elsewhere::named("apple"), None);
    }
}
