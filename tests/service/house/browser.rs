//! A person with a browser that runs no script and keeps no cookie: opens pages, follows links by their words,
//! fills forms by their labels.
//!
//! What such a person could not do fails the test: a field without a label, a link that is not on the page, a
//! choice that is not offered.

use reqwest::header::{HeaderMap, HeaderName};
use reqwest::{Client, StatusCode, Url};
use scraper::{ElementRef, Html, Selector};

/// The browser. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Browser {
    client: Client,
    home: Url,
}

/// A page as it came.
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// Where we are, after redirects.
    pub(crate) url: Url,
    pub(crate) html: String,
    browser: Browser,
}

/// A form on a page, being filled in.
pub(crate) struct Form<'a> {
    page: &'a Page,
    html: Html,
    /// Name and value, in the order of the page.
    fields: Vec<(String, String)>,
    action: Url,
    post: bool,
}

impl Browser {
    /// Starts at the root of a site.
    pub(crate) fn at(home: &str) -> Self {
        Self { client: Client::builder().no_proxy().build().unwrap(), home: Url::parse(home).unwrap() }
    }

    /// Types an address, whole or from the root of the site on.
    pub(crate) async fn open(&self, address: &str) -> Page {
        self.fetch(self.client.get(self.home.join(address).unwrap())).await
    }

    async fn fetch(&self, request: reqwest::RequestBuilder) -> Page {
        let answer = request.send().await.unwrap();
        Page {
            status: answer.status(),
            headers: answer.headers().clone(),
            url: answer.url().clone(),
            html: answer.text().await.unwrap(),
            browser: self.clone(),
        }
    }
}

impl Page {
    /// The words on the page, one space between any two.
    pub(crate) fn text(&self) -> String {
        let html = Html::parse_document(&self.html);
        html.select(&selector("body")).next().map(words).unwrap_or_default()
    }

    /// What the tab says.
    pub(crate) fn title(&self) -> String {
        let html = Html::parse_document(&self.html);
        html.select(&selector("title")).next().map(words).unwrap_or_default()
    }

    /// A header, or nothing.
    pub(crate) fn header(&self, name: HeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Every link, with its words.
    pub(crate) fn links(&self) -> Vec<(String, Url)> {
        let html = Html::parse_document(&self.html);
        let link =
            |element: ElementRef<'_>| (words(element), self.url.join(element.attr("href").unwrap()).unwrap());
        html.select(&selector("a[href]")).map(link).collect()
    }

    /// Where the link with these words leads.
    pub(crate) fn link(&self, said: &str) -> Url {
        let links = self.links();
        let found = links.iter().find(|(words, _)| words.contains(said));
        let (_, url) = found.unwrap_or_else(|| panic!("no link says \"{said}\" on {}: {links:?}", self.url));
        url.clone()
    }

    /// Follows the link with these words.
    pub(crate) async fn follow(&self, said: &str) -> Page {
        self.browser.open(self.link(said).as_str()).await
    }

    /// The form that the button with these words sends.
    pub(crate) fn form(&self, button: &str) -> Form<'_> {
        let html = Html::parse_document(&self.html);
        let (fields, action, post) = {
            let form = html
                .select(&selector("form"))
                .find(|form| {
                    form.select(&selector(BUTTONS)).any(|found| button_words(found).contains(button))
                })
                .unwrap_or_else(|| panic!("no button says \"{button}\" on {}: {}", self.url, self.text()));
            let pressed =
                form.select(&selector(BUTTONS)).find(|found| button_words(*found).contains(button)).unwrap();
            let mut fields: Vec<_> =
                form.select(&selector("input, select, textarea")).filter_map(prefilled).collect();
            fields.extend(named(pressed).map(|name| (name, pressed.attr("value").unwrap_or("").to_owned())));
            let action = self.url.join(form.attr("action").unwrap_or("")).unwrap();
            (fields, action, form.attr("method").is_some_and(|method| method.eq_ignore_ascii_case("post")))
        };
        Form { page: self, html, fields, action, post }
    }
}

impl Form<'_> {
    /// Types into the field with this label, or picks from the list with it.
    pub(crate) fn fill(mut self, label: &str, value: &str) -> Self {
        let field = self.labelled(label);
        let name = named(field).expect("a field has a name");
        let value = match field.value().name() {
            "select" => option_value(field, value),
            _ => value.to_owned(),
        };
        self.fields.retain(|(known, _)| *known != name);
        self.fields.push((name, value));
        self
    }

    /// Picks the round button, or ticks the box, with this label.
    pub(crate) fn choose(mut self, label: &str) -> Self {
        let field = self.labelled(label);
        let name = named(field).expect("a choice has a name");
        let value = field.attr("value").unwrap_or("on").to_owned();
        if field.attr("type") == Some("radio") {
            self.fields.retain(|(known, _)| *known != name);
        }
        self.fields.push((name, value));
        self
    }

    /// Sends it, and follows where that leads.
    pub(crate) async fn send(self) -> Page {
        let client = &self.page.browser.client;
        let mut address = self.action;
        let request = if self.post {
            client.post(address).form(&self.fields)
        } else {
            address.query_pairs_mut().clear().extend_pairs(&self.fields);
            client.get(address)
        };
        self.page.browser.fetch(request).await
    }

    /// What would be sent under a name, were the button pressed now.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn labelled(&self, said: &str) -> ElementRef<'_> {
        let labels = selector("label");
        let found = self.html.select(&labels).find(|label| words(*label).contains(said));
        let label = found.unwrap_or_else(|| panic!("no label says \"{said}\" on {}", self.page.url));
        let inside = label.select(&selector("input, select, textarea")).next();
        inside
            .or_else(|| {
                let id = label.attr("for")?;
                self.html.select(&selector(&format!("[id=\"{id}\"]"))).next()
            })
            .unwrap_or_else(|| panic!("the label \"{said}\" belongs to no field"))
    }
}

const BUTTONS: &str = "button:not([type=button]), input[type=submit]";

fn button_words(button: ElementRef<'_>) -> String {
    button
        .attr("value")
        .filter(|_| button.value().name() == "input")
        .map_or_else(|| words(button), str::to_owned)
}

fn named(field: ElementRef<'_>) -> Option<String> {
    field.attr("name").filter(|name| !name.is_empty()).map(str::to_owned)
}

/// What a field holds before anybody types.
fn prefilled(field: ElementRef<'_>) -> Option<(String, String)> {
    let name = named(field)?;
    let value = match (field.value().name(), field.attr("type").unwrap_or("text")) {
        ("textarea", _) => field.text().collect(),
        ("select", _) => field
            .select(&selector("option[selected]"))
            .next()
            .or_else(|| field.select(&selector("option")).next())
            .map(|option| option.attr("value").map_or_else(|| words(option), str::to_owned))?,
        ("input", "radio" | "checkbox") if field.attr("checked").is_none() => return None,
        ("input", "radio" | "checkbox") => field.attr("value").unwrap_or("on").to_owned(),
        ("input", "submit" | "button" | "reset" | "image") => return None,
        _ => field.attr("value").unwrap_or("").to_owned(),
    };
    Some((name, value))
}

fn option_value(list: ElementRef<'_>, said: &str) -> String {
    let options = selector("option");
    let option = list.select(&options).find(|option| words(*option) == said);
    let option = option.unwrap_or_else(|| panic!("\"{said}\" is not in the list: {}", words(list)));
    option.attr("value").map_or_else(|| words(option), str::to_owned)
}

/// The text of an element as it reads, one space between any two words.
fn words(element: ElementRef<'_>) -> String {
    let text: Vec<&str> = element.text().flat_map(str::split_whitespace).collect();
    text.join(" ")
}

fn selector(css: &str) -> Selector {
    Selector::parse(css).unwrap()
}
