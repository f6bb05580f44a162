//! A month, day by day: what is on it, and where the days at a glance lead.

use scraper::{ElementRef, Html};
use serde_json::json;

use super::super::announced::Announced;
use super::{all, month_page, sample, selector, text};

fn event(slug: &str, start: &str, end: Option<&str>) -> Announced {
    let facts = json!({
        "kind": "stall", "title": slug, "start": start, "end": end, "no_fixed_end": end.is_none() && start.len() > 10,
        "timezone": "Europe/London",
    });
    sample::announced(slug, facts)
}

/// The squares that lead somewhere: their number, and where they lead.
fn marked(page: &Html) -> Vec<(String, String)> {
    let number = |link: &ElementRef<'_>| link.text().next().unwrap().to_owned();
    let links = all(page, ".calendar td > a");
    links.iter().map(|link| (number(link), link.value().attr("href").unwrap().to_owned())).collect()
}

#[test]
fn each_day_stands_in_its_week_and_leads_to_what_is_on() {
    let events = [
        event("rally", "2024-07-09T18:00", None),
        event("stall", "2024-07-09T10:00", Some("2024-07-09T12:00")),
        event("camp", "2024-07-30", Some("2024-08-02")),
    ];
    let page = Html::parse_document(&month_page("2024-07", &events));
    let weeks: Vec<usize> = all(&page, ".calendar tbody tr")
        .iter()
        .map(|week| week.select(&selector("td:not(:empty)")).count())
        .collect();
    assert_eq!(weeks, [7, 7, 7, 7, 3], "1 July 2024 is a Monday");
    let mark = |day: &str, to: &str| (day.to_owned(), format!("#day-{to}"));
    assert_eq!(marked(&page), [mark("9", "9"), mark("30", "30"), mark("31", "30")]);
    assert_eq!(
        text(&page, ".calendar td > a .unseen").split_whitespace().collect::<Vec<_>>()[..3],
        [":", "2", "events"]
    );
    for (_, address) in marked(&page) {
        assert_eq!(
            all(&page, &format!("h2[id='{}']", address.trim_start_matches('#'))).len(),
            1,
            "{address}"
        );
    }
    let named: Vec<String> = all(&page, ".named a").iter().map(|link| link.text().collect()).collect();
    assert_eq!(named, ["6pm rally", "10am stall", "camp", "camp"]);
    assert!(
        all(&page, ".subscribe a[href='webcal://events.example.org/barnet-unison/calendar.ics']").len() == 1
    );
    let days: Vec<String> = all(&page, "h2.month").iter().map(|day| day.text().collect()).collect();
    assert_eq!(days, ["Tuesday 9 July", "Tuesday 30 July"]);
    assert_eq!(all(&page, "[rel=prev]")[0].value().attr("href"), Some("/barnet-unison?month=2024-06"));
    assert_eq!(all(&page, "[rel=next]")[0].value().attr("href"), Some("/barnet-unison?month=2024-08"));
    assert!(text(&page, ".events").contains("30 July to Friday 2 August 2024"), "{}", text(&page, ".events"));
}

#[test]
fn what_goes_on_from_the_month_before_stands_on_the_first() {
    let camp = event("camp", "2024-07-30", Some("2024-08-02"));
    let night = event("vigil", "2024-07-31T20:00", Some("2024-08-01T00:00"));
    let page = Html::parse_document(&month_page("2024-08", &[camp.clone(), night.clone()]));
    assert_eq!(marked(&page).iter().map(|(day, _)| day.as_str()).collect::<Vec<_>>(), ["1", "2"]);
    assert_eq!(all(&page, "h2.month").len(), 1);
    assert!(!text(&page, ".events").contains("vigil"), "it was over at midnight");
    assert!(all(&page, "meta[name=robots]").is_empty());

    let page = Html::parse_document(&month_page("2024-06", &[camp, night]));
    assert!(text(&page, ".lede").contains("There is nothing on in June 2024."));
    assert_eq!(all(&page, "meta[name=robots]").len(), 1, "an empty month is not for search engines");
}

#[test]
fn months_end_where_the_years_do() {
    let page = Html::parse_document(&month_page("2199-12", &[]));
    assert_eq!((all(&page, "[rel=prev]").len(), all(&page, "[rel=next]").len()), (1, 0));
}
