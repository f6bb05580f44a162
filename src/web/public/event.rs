//! `/{org}/events/{slug}`: what, when, exactly where, how to get there, what to bring, and the way to say yes.

use askama::Template;
use entity::Moment;
use entity::value::facts::{Facts, Online, Target};
use entity::value::{AttendanceMode, EventStatus, Kind, OutcomeResult, Visibility};

use super::addresses::Addresses;
use super::announced::Announced;
use super::carry::{self, Entry, IntoCalendar, Whose};
use super::dates::{self, Dates};
use super::said::{
    AccessBlock, At, Banner, Block, ContactCard, Link, OnlinePart, Pair, ReplyCall, Share, Spot, Way,
    mail_link, phone_link, prose_of, safe_href,
};
use super::{access, calling, news, structured, way_there};
use crate::event::Viewer;
use crate::rsvp::count::{Left, PublicNumbers};
use crate::web::look::{Frame, Icon, Prose};
use crate::words::Language;

/// The page of one date of an event.
#[derive(Template)]
#[template(path = "web/public/event.html")]
pub(crate) struct EventPage {
    frame: Frame,
    words: Language,
    kind: String,
    heading: String,
    summary: Option<String>,
    at: At,
    dates: Option<Dates>,
    spot: Option<String>,
    place: Spot,
    bring: Option<String>,
    turnout: Option<String>,
    banners: Vec<Banner>,
    target: Option<Block>,
    outcome: Option<Vec<String>>,
    ways: Vec<Way>,
    on_the_day: Option<Link>,
    online: Option<OnlinePart>,
    access: Option<AccessBlock>,
    description: Option<Prose>,
    details: Vec<Pair>,
    menu: Vec<String>,
    asks: Vec<Link>,
    documents: Vec<Link>,
    share: Option<Share>,
    reply: ReplyCall,
    calendar: IntoCalendar,
    contact: ContactCard,
    changes: Vec<String>,
    structured: Option<Prose>,
}

/// The page as `reader` may see it at `now`.
pub(crate) fn page(words: Language, to: &Addresses, event: &Announced, now: Moment) -> EventPage {
    let facts = event.facts();
    let reader = Viewer::Anybody;
    let address = to.event(&event.shown);
    let place_line = way_there::spot_line(words, event, reader, now);
    let public = facts.visibility == Visibility::Public;
    let over = event.has_ended(now) || event.status() == EventStatus::Cancelled;
    let entry = Entry { shown: &event.shown, place: place_line.as_deref(), to };
    EventPage {
        frame: frame(words, to, event),
        words,
        kind: words.kind(facts.kind),
        heading: facts.title.clone(),
        summary: facts.summary.clone(),
        at: at(words, event),
        dates: dates::dates(words, to, event, now),
        spot: way_there::first_line(words, event, reader, now),
        place: way_there::spot(words, event, reader, now),
        bring: facts.bring.clone(),
        turnout: event.numbers.filter(|_| !over).and_then(|numbers| turnout(words, numbers)),
        banners: news::banners(words, event, now),
        target: facts.target.as_ref().map(|target| target_block(words, event, target)),
        outcome: outcome(words, facts),
        ways: if over { Vec::new() } else { way_there::ways(words, event, reader, now) },
        on_the_day: event.shown.on_the_day_phone(reader).filter(|_| !over).map(phone_link),
        online: online(words, facts, over),
        access: if over { None } else { access::access(words, &event.shown, reader, now) },
        description: prose_of(facts.description.as_ref()),
        details: details(words, facts),
        menu: facts.menu.clone(),
        asks: facts.asks.iter().map(|ask| Link::new(&ask.label, href(ask.url.as_ref()))).collect(),
        documents: facts
            .documents
            .iter()
            .map(|paper| Link::new(&paper.title, href(Some(&paper.url))))
            .collect(),
        share: (public && !event.has_ended(now)).then(|| carry::share(words, event, &to.full(&address), now)),
        reply: calling::reply_call(words, to, event, now),
        calendar: if over {
            IntoCalendar::default()
        } else {
            carry::into_calendar(words, &entry, &Whose::Everybodys)
        },
        contact: contact(event),
        changes: event.changes.clone(),
        structured: (public && event.shown.shows_place(reader, now)).then(|| {
            let home = to.full(&to.organisation(event.organisation()));
            structured::event(words, event, (&to.full(&address), &home))
        }),
    }
}

/// What stands around an event's page. Only public events are for search engines and previews of links; of a picket
/// a preview tells no more than its title.
fn frame(words: Language, to: &Addresses, event: &Announced) -> Frame {
    let facts = event.facts();
    let public = facts.visibility == Visibility::Public;
    let when = words.short(event.start());
    Frame {
        title: words
            .say("page-event-title")
            .with("title", &facts.title)
            .with("when", &when)
            .with("host", &event.organisation().name)
            .into(),
        description: facts.summary.clone().filter(|_| public && facts.kind != Kind::Picket),
        address: public.then(|| to.full(&to.event(&event.shown))),
        hidden: !public,
        home: Some(to.home(event.organisation())),
    }
}

/// When it is, with when the meeting that is lobbied starts.
pub(crate) fn at(words: Language, event: &Announced) -> At {
    let note =
        event.shown.meeting_start().filter(|start| !start.is_all_day() && *start != event.start()).map(
            |start| {
                let be_there = words.time(event.start().datetime().time());
                words
                    .say("page-target-starts")
                    .with("start", words.time(start.datetime().time()))
                    .with("there", be_there)
                    .to_string()
            },
        );
    At {
        line: words.when(&event.when()),
        machine: event.start().to_string(),
        off: calling::state(words, event.status()),
        note: note.filter(|_| event.is_on() && !event.start().is_all_day()),
    }
}

fn turnout(words: Language, numbers: PublicNumbers) -> Option<String> {
    if numbers.left == Left::Few {
        return Some(words.say("page-few-left").into());
    }
    numbers.coming.map(|people| words.say("page-turnout").with("people", people).into())
}

fn target_block(words: Language, event: &Announced, target: &Target) -> Block {
    let body = target.body.clone().unwrap_or_default();
    let title = match &target.meeting {
        Some(meeting) => words.say("page-target-meeting").with("body", body).with("meeting", meeting),
        None => words.say("page-target").with("body", body),
    };
    let mut lines: Vec<String> = Vec::new();
    if let Some(start) = event.shown.meeting_start().filter(|start| !start.is_all_day()) {
        let there = words.time(event.start().datetime().time());
        let start = words.time(start.datetime().time());
        lines.push(words.say("page-target-starts").with("start", start).with("there", there).into());
    }
    if let Some(room) = &target.room {
        lines.push(words.say("page-target-room").with("room", words.room(room)).into());
    }
    Block { title: title.into(), lines }
}

fn outcome(words: Language, facts: &Facts) -> Option<Vec<String>> {
    let outcome = facts.outcome.as_ref()?;
    let result = match outcome.result {
        OutcomeResult::Held => words.say("page-outcome-held"),
        OutcomeResult::Accepted => words.say("page-outcome-accepted"),
        OutcomeResult::Refused => words.say("page-outcome-refused"),
        OutcomeResult::Left => words.say("page-outcome-left"),
        OutcomeResult::Posted => words.say("page-outcome-posted"),
        OutcomeResult::NoQuorum => words.say("page-outcome-no-quorum"),
    };
    let mut lines = vec![match outcome.on {
        Some(day) => words.say("page-outcome-on").with("result", result).with("day", words.day(day)).into(),
        None => words.say("page-outcome-plain").with("result", result).to_string(),
    }];
    lines.extend(outcome.text.clone());
    if let Some(reference) = &outcome.post_reference {
        lines.push(words.say("page-outcome-post").with("reference", reference).into());
    }
    if let Some(people) = outcome.headcount.as_ref().and_then(|count| count.in_person) {
        lines.push(words.say("page-outcome-people").count("people", people).into());
    }
    lines.extend(outcome.next.clone());
    Some(lines)
}

/// How to take part online; never the joining link.
fn online(words: Language, facts: &Facts, over: bool) -> Option<OnlinePart> {
    let nothing = Online::default();
    let (joins, online) = match facts.attendance_mode {
        AttendanceMode::InPerson => (false, facts.online.as_ref()?),
        AttendanceMode::Online | AttendanceMode::Hybrid => (!over, facts.online.as_ref().unwrap_or(&nothing)),
    };
    let mut lines: Vec<String> = Vec::new();
    if joins {
        lines.extend(online.platform.clone());
        let comes = match online.reveal_minutes_before {
            Some(minutes) => words.say("page-online-link").with("span", words.minutes(minutes)).into(),
            None => words.say("page-online-link-soon").into(),
        };
        lines.push(comes);
    }
    let watch = online.watch_url.as_deref().and_then(safe_href);
    let watch = watch.map(|href| Link::new(words.say("page-online-watch"), href));
    (joins || watch.is_some()).then_some(OnlinePart { lines, watch })
}

fn details(words: Language, facts: &Facts) -> Vec<Pair> {
    let mut pairs = Vec::new();
    let mut add = |label: crate::words::Said, text: Option<String>| {
        pairs.extend(text.map(|text| Pair::new(label, text)));
    };
    add(words.say("page-audience"), facts.audience.clone());
    add(words.say("page-organised-by"), facts.organised_by.clone());
    let who = facts.who_may.clone().unwrap_or_default();
    add(words.say("page-who-attends"), who.attend);
    add(words.say("page-who-speaks"), who.speak);
    add(words.say("page-who-votes"), who.vote);
    add(words.say("page-quorum"), facts.quorum.map(|people| words.people(people)));
    for deadline in &facts.deadlines {
        let by = words.deadline(deadline.at);
        pairs.push(Pair::new(&deadline.label, words.say("page-deadline").with("when", by)));
    }
    pairs
}

/// Whom to ask.
fn contact(event: &Announced) -> ContactCard {
    let contact = event.shown.contact();
    ContactCard {
        name: contact.name,
        phone: contact.phone.as_deref().map(phone_link),
        email: contact.email.as_deref().map(mail_link),
    }
}

fn href(url: Option<&String>) -> String {
    url.and_then(|url| safe_href(url)).unwrap_or_default()
}
