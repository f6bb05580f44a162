//! The names that other programs give to zones, as ours: IANA names behind a prefix, Microsoft's words for them, and fixed offsets.
//!
//! Pure. What could mean several things is no name that is known.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use calcard::common::timezone::Tz;
use jiff::tz::db;

/// What a name says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// UTC.
    Utc,
    /// A zone, by its IANA name.
    Zone(String),
    /// So many seconds from UTC, the year round, by no place's clocks.
    Fixed(i32),
}

/// Microsoft's words for a zone of several cities whose clocks differ in other years; what it means by them is the first that is read aloud.
const CITIES: [(&str, &str); 1] = [("dublin, edinburgh, lisbon, london", "Europe/London")];
/// The furthest that a zone is from UTC, in seconds.
const FURTHEST: i32 = 14 * 3600;

/// The IANA names by the city in them, in small letters; none where two zones have it.
static BY_CITY: LazyLock<BTreeMap<String, Option<String>>> = LazyLock::new(|| {
    let mut cities: BTreeMap<String, Option<String>> = BTreeMap::new();
    for name in db().available() {
        let name = name.as_str();
        let Some((area, city)) = name.rsplit_once('/').filter(|(area, _)| *area != "Etc") else { continue };
        let area = area.split('/').next().unwrap_or(area);
        // Old names of the same zones.
        if matches!(area, "US" | "Canada" | "Brazil" | "Mexico" | "Chile" | "SystemV" | "posix" | "right") {
            continue;
        }
        let city = city.to_ascii_lowercase().replace('_', " ");
        let zones = cities.entry(city).or_insert_with(|| Some(name.to_owned()));
        if zones.as_deref() != Some(name) {
            *zones = None;
        }
    }
    cities
});

/// What the name of a zone says; none where it is not known.
pub(super) fn named(name: &str) -> Option<Named> {
    let name = name.replace('\\', "");
    let name = name.trim().trim_matches('"').trim();
    if ["utc", "etc/utc", "gmt", "z", "tzone://microsoft/utc"]
        .iter()
        .any(|utc| name.eq_ignore_ascii_case(utc))
    {
        return Some(Named::Utc);
    }
    if let Some(seconds) = fixed(name) {
        return Some(if seconds == 0 && !name.to_ascii_uppercase().starts_with("UTC") {
            Named::Utc
        } else {
            Named::Fixed(seconds)
        });
    }
    if let Some(shown) = name.strip_prefix('(') {
        return shown.split_once(')').and_then(|(offset, words)| displayed(offset.trim(), words.trim()));
    }
    known(name).or_else(|| behind_prefix(name)).map(Named::Zone)
}

/// `UTC+0`, `UTC-5`, `UTC+5.5`, `UTC+5:30` and `+05:30`. `GMT+5` is none: it is five hours behind for some and before for others.
fn fixed(name: &str) -> Option<i32> {
    let upper = name.to_ascii_uppercase();
    let rest = upper.strip_prefix("UTC").unwrap_or(&upper);
    let sign = match rest.chars().next()? {
        '+' => 1,
        '-' | '−' => -1,
        _ => return None,
    };
    let rest = rest.trim_start_matches(['+', '-', '−']);
    let is_digits =
        |text: &str| !text.is_empty() && text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit());
    let (hours, seconds) = if let Some((hours, part)) = rest.split_once('.') {
        let seconds = match part {
            "0" | "00" => 0,
            "25" => 15 * 60,
            "5" | "50" => 30 * 60,
            "75" => 45 * 60,
            _ => return None,
        };
        (hours, seconds)
    } else if let Some((hours, minutes)) =
        rest.split_once(':').or_else(|| (rest.len() == 4).then(|| rest.split_at_checked(2)).flatten())
    {
        let minutes =
            is_digits(minutes).then(|| minutes.parse::<i32>().ok()).flatten().filter(|m| *m < 60)?;
        (hours, minutes * 60)
    } else {
        (rest, 0)
    };
    let hours = is_digits(hours).then(|| hours.parse::<i32>().ok()).flatten()?;
    Some(sign * (hours * 3600 + seconds)).filter(|seconds| seconds.abs() <= FURTHEST)
}

/// `UTC+00:00` and `Dublin, Edinburgh, Lisbon, London`, as Exchange shows zones: the offset is that of the winter, so the words decide.
fn displayed(offset: &str, words: &str) -> Option<Named> {
    if words.eq_ignore_ascii_case("Coordinated Universal Time") {
        return Some(Named::Utc);
    }
    let lower = words.to_ascii_lowercase();
    let lower = lower.trim_start_matches("greenwich mean time").trim_start_matches([':', ';', ' ']);
    let own = CITIES.iter().find(|(cities, _)| *cities == lower).map(|(_, zone)| (*zone).to_owned());
    let all = || {
        let cities = lower.split([',', ';', '&']).map(str::trim);
        cities
            .filter_map(|city| BY_CITY.get(city).cloned().flatten())
            .find(|zone| in_winter(zone) == fixed(offset))
    };
    own.or_else(|| known(words)).or_else(all).map(Named::Zone)
}

/// The offset of a zone without summer time, in seconds: the lesser of January's and July's.
fn in_winter(zone: &str) -> Option<i32> {
    let zone = db().get(zone).ok()?;
    let on = |month| {
        let day = jiff::civil::Date::new(2025, month, 1).ok()?;
        Some(day.to_zoned(zone.clone()).ok()?.offset().seconds())
    };
    Some(on(1)?.min(on(7)?))
}

/// A name of IANA's or Microsoft's own.
fn known(name: &str) -> Option<String> {
    let iana = |name: &str| Some(db().get(name).ok()?.iana_name()?.to_owned());
    let by_microsoft =
        || name.parse::<Tz>().ok()?.name().map(std::borrow::Cow::into_owned).and_then(|name| iana(&name));
    iana(name).or_else(by_microsoft)
}

/// `/freeassociation.sourceforge.net/Tzfile/Europe/London`, as Evolution, Thunderbird and others of old write.
fn behind_prefix(name: &str) -> Option<String> {
    let mut rest = name;
    while let Some((_, after)) = rest.split_once('/') {
        rest = after;
        if rest.contains('/')
            && let Ok(zone) = db().get(rest)
        {
            return zone.iana_name().map(str::to_owned);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_real_programs_are_known() {
        let zone = |name: &str| Some(Named::Zone(name.to_owned()));
        for (name, says) in [
            ("UTC", Some(Named::Utc)),
            ("GMT", Some(Named::Utc)),
            ("tzone://Microsoft/Utc", Some(Named::Utc)),
            ("(UTC) Coordinated Universal Time", Some(Named::Utc)),
            ("UTC+0", Some(Named::Fixed(0))),
            ("UTC+1", Some(Named::Fixed(3600))),
            ("UTC-5", Some(Named::Fixed(-5 * 3600))),
            ("UTC+5.5", Some(Named::Fixed(19_800))),
            ("UTC+5:30", Some(Named::Fixed(19_800))),
            ("UTC+05:30", Some(Named::Fixed(19_800))),
            ("UTC-9.5", Some(Named::Fixed(-34_200))),
            ("UTC+12.75", Some(Named::Fixed(45_900))),
            ("+0100", Some(Named::Fixed(3600))),
            ("Europe/London", zone("Europe/London")),
            ("GMT Standard Time", zone("Europe/London")),
            ("/freeassociation.sourceforge.net/Europe/London", zone("Europe/London")),
            ("/freeassociation.sourceforge.net/Tzfile/Europe/London", zone("Europe/London")),
            (
                "/citadel.org/20210210_1/America/Argentina/Buenos_Aires",
                zone("America/Argentina/Buenos_Aires"),
            ),
            ("/mozilla.org/20050126_1/Europe/Dublin", zone("Europe/Dublin")),
            ("(UTC+00:00) Dublin, Edinburgh, Lisbon, London", zone("Europe/London")),
            ("(UTC+00:00) Dublin\\, Edinburgh\\, Lisbon\\, London", zone("Europe/London")),
            ("(GMT) Greenwich Mean Time: Dublin, Edinburgh, Lisbon, London", zone("Europe/London")),
            ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", zone("Europe/Berlin")),
            ("(UTC-05:00) Eastern Time (US & Canada)", zone("America/New_York")),
            ("(UTC+01:00) Brussels, Copenhagen, Madrid, Paris", zone("Europe/Paris")),
            ("(UTC+02:00) Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius", zone("Europe/Helsinki")),
        ] {
            assert_eq!(named(name), says, "{name}");
        }
    }

    #[test]
    fn what_could_mean_several_things_is_not_guessed() {
        for name in [
            "",
            "+",
            "UTC+",
            "UTC+x",
            "UTC+15",
            "UTC+1:75",
            "UTC+1.3",
            "GMT+5",
            "Zone",
            "(UTC+00:00) Nowhere, Atall",
            "(UTC+05:00) London",
            "()",
            "(",
            "/a/b",
            "//",
            "London",
            "tzone://Microsoft/Custom",
            "Local time",
        ] {
            assert_eq!(named(name), None, "{name}");
        }
    }
}
