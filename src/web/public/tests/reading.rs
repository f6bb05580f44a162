//! What holds for every page: it can be read aloud, works without scripts and loads nothing from anybody else.

use std::collections::BTreeSet;

use scraper::{ElementRef, Html};

use super::{all, pages, selector, text};

#[test]
fn every_page_can_be_read_aloud() {
    for (name, html) in pages() {
        let page = Html::parse_document(&html);
        assert_eq!(all(&page, "h1").len(), 1, "{name}: one h1");
        assert_eq!(all(&page, "main").len(), 1, "{name}: one main part");
        assert_eq!(all(&page, "html[lang=en]").len(), 1, "{name}: a language");
        assert!(!text(&page, "title").trim().is_empty(), "{name}: a title");
        let ids: Vec<&str> = all(&page, "[id]").iter().filter_map(|e| e.value().attr("id")).collect();
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{name}: an id stands twice in {ids:?}");
        every_field_has_a_label(name, &page);
        for described in all(&page, "[aria-describedby], [aria-labelledby]") {
            let value = described.value();
            let refers = value.attr("aria-describedby").or(value.attr("aria-labelledby")).unwrap_or_default();
            assert!(refers.split(' ').all(|id| unique.contains(id)), "{name}: {refers} is nowhere");
        }
        for button in all(&page, "a, button") {
            assert!(button.text().any(|text| !text.trim().is_empty()), "{name}: a link without words");
        }
        for group in all(&page, "fieldset") {
            assert_eq!(group.select(&selector("legend")).count(), 1, "{name}: a legend");
        }
        headings_go_down_one_by_one(name, &page);
    }
}

fn every_field_has_a_label(name: &str, page: &Html) {
    for field in all(page, "input:not([type=hidden]), textarea, select") {
        let id = field.value().attr("id").unwrap_or_else(|| panic!("{name}: a field without id"));
        assert_eq!(all(page, &format!("label[for='{id}']")).len(), 1, "{name}: a label for {id}");
        assert!(
            matches!(field.value().attr("type"), Some("radio" | "checkbox"))
                || field.value().attr("autocomplete").is_some(),
            "{name}: {id} says whether it may be filled in"
        );
    }
}

fn headings_go_down_one_by_one(name: &str, page: &Html) {
    let mut before = 0;
    for heading in all(page, "main h1, main h2, main h3, main h4") {
        let level: u32 = heading.value().name().trim_start_matches('h').parse().unwrap();
        // The list of mistakes stands before the heading of its page, as the design systems have it.
        assert!(level <= before + 1 || before == 0, "{name}: {} after h{before}", heading.value().name());
        before = level;
    }
}

#[test]
fn no_page_runs_anything_or_loads_anything_from_elsewhere() {
    for (name, html) in pages() {
        let page = Html::parse_document(&html);
        assert!(all(&page, "[style], style, iframe, object, embed, img, base").is_empty(), "{name}");
        assert!(all(&page, "script:not([type='application/ld+json'])").is_empty(), "{name}: a script");
        for element in page.root_element().descendants().filter_map(ElementRef::wrap) {
            let value = element.value();
            assert!(!value.attrs().any(|(name, _)| name.starts_with("on")), "{name}: an inline handler");
            for address in
                [value.attr("src"), value.attr("action"), value.attr("srcset")].into_iter().flatten()
            {
                assert!(address.starts_with('/'), "{name}: {address}");
            }
            if value.name() == "link" && matches!(value.attr("rel"), Some("stylesheet" | "icon")) {
                let ours = ["/assets/", "/favicon.ico"];
                let href = value.attr("href").unwrap_or_default();
                assert!(ours.iter().any(|ours| href.starts_with(ours)), "{name}");
            }
            if value.attr("href").is_some_and(|href| href.starts_with("https://")) && value.name() == "a" {
                let ours = value.attr("href").unwrap_or_default().starts_with("https://events.example.org");
                assert!(ours || value.attr("rel").is_some_and(|rel| rel.contains("noreferrer")), "{name}");
            }
        }
    }
}
