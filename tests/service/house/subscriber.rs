//! Whoever subscribes to a calendar: asks for it as a client does, and reads it with a reader that is not ours.

use calcard::icalendar::{ICalendar, ICalendarComponent, ICalendarComponentType, ICalendarProperty};
use calcard::{Entry, Parser};
use reqwest::header::HeaderMap;
use reqwest::{Client, Method, StatusCode};

use super::announced::Announced;

/// What came for a calendar.
pub(crate) struct Got {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Got {
    #[track_caller]
    pub(crate) fn text(&self) -> String {
        assert_eq!(self.status, 200, "{}", String::from_utf8_lossy(&self.bytes));
        String::from_utf8(self.bytes.clone()).unwrap()
    }

    pub(crate) fn header(&self, name: reqwest::header::HeaderName) -> String {
        self.headers.get(name).map_or(String::new(), |value| value.to_str().unwrap().to_owned())
    }
}

pub(crate) async fn ask(
    lobby: &Announced,
    method: Method,
    path: &str,
    headers: &[(reqwest::header::HeaderName, &str)],
) -> Got {
    let client =
        Client::builder().no_proxy().no_gzip().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let mut request = client.request(method, format!("{}{path}", lobby.house.url));
    for (name, value) in headers {
        request = request.header(name, *value);
    }
    let answer = request.send().await.unwrap();
    let (status, headers) = (answer.status(), answer.headers().clone());
    Got { status, headers, bytes: answer.bytes().await.unwrap().to_vec() }
}

pub(crate) async fn get(lobby: &Announced, path: &str) -> Got {
    ask(lobby, Method::GET, path, &[]).await
}

/// The entries, as a reader sees them that is not ours.
pub(crate) fn entries(text: &str) -> Vec<ICalendarComponent> {
    let unfolded: ICalendar = match Parser::new(text).entry() {
        Entry::ICalendar(calendar) => calendar,
        other => panic!("no calendar: {other:?} in {text}"),
    };
    let events = unfolded.components.into_iter();
    events.filter(|c| c.component_type == ICalendarComponentType::VEvent).collect()
}

pub(crate) fn said(entry: &ICalendarComponent, property: &ICalendarProperty) -> String {
    let value = entry.property(property).and_then(|entry| entry.values.first());
    value.and_then(|value| value.as_text()).unwrap_or_default().to_owned()
}

pub(crate) fn titles(text: &str) -> Vec<String> {
    entries(text).iter().map(|entry| said(entry, &ICalendarProperty::Summary)).collect()
}

/// A text without the folds of its lines.
pub(crate) fn unfolded(text: &str) -> String {
    text.replace("\r\n ", "")
}
