//! All letters, and the cases of their optional lines.

use entity::value::{EventStatus, Response};
use jiff::civil::date;

use super::hendon::{
    ahead, at, cannot, coming, day_of_action, full_lobby, joining, joining_online, line, lobby, maybe, moved,
    news, online, picket, pledged, reminder, reply, some,
};
use super::notices::{called_off, notices, other_ways, places_found};
use crate::letters::cant_come::CantCome;
use crate::letters::confirmation::Confirmation;
use crate::letters::deletion_warning::DeletionWarning;
use crate::letters::digest::Digest;
use crate::letters::joining::JoiningLink;
use crate::letters::mail_test::MailTest;
use crate::letters::not_passed_on::{NotPassedOn, NotRead};
use crate::letters::not_taken::{NotOn, NotTaken, NotTakenFor, Was};
use crate::letters::notice::{AsTold, News, Notice};
use crate::letters::passed_on::PassedOn;
use crate::letters::personal_calendar::PersonalCalendar;
use crate::letters::place_found::PlaceFound;
use crate::letters::reply_changed::ReplyChanged;
use crate::letters::second_answer::SecondAnswer;
use crate::letters::waiting::Waiting;
use crate::letters::what_we_hold::{Typed, WhatWeHold};
use crate::letters::{Ahead, Answer, Entry, EventFacts, Letter, Links, Reply, Where};
use crate::words::{Before, Language};

/// Each letter under the name of its case.
pub(super) fn letters(w: Language) -> Vec<(&'static str, Letter)> {
    [
        confirmations(w),
        changes_of_reply(w),
        reminders(w),
        notices(w),
        places_found(w),
        other_ways(w),
        called_off(w),
        days_of_action(w),
        others(w),
    ]
    .concat()
}

fn confirmations(w: Language) -> Vec<(&'static str, Letter)> {
    let confirmation = |event: EventFacts, reply: Reply, ahead: Ahead| Confirmation { event, reply, ahead };
    let invited = Reply { entry: Entry::Invitation, ..reply(coming(1)) };
    let one_each = reply(Answer { alone: true, ..coming(1) });
    let late = Ahead { reminders: vec![], caught_up: true, joining: None };
    let day_before = Ahead { reminders: vec![Before::Days(1)], ..Ahead::default() };
    let late_online = Ahead { joining: Some(joining()), ..late.clone() };
    let told_later = EventFacts { place: Where::ToldOnTheDay(some("Hendon")), ways: vec![], ..lobby() };
    let not_known = EventFacts { place: Where::NotKnown(None), ..told_later.clone() };
    let invited_maybe = Reply { entry: Entry::Invitation, ..reply(maybe()) };
    let no_entry = |answer| Reply { entry: Entry::None, ..reply(answer) };
    vec![
        ("confirmation", confirmation(lobby(), reply(coming(3)), ahead()).letter(w)),
        ("confirmation-all-lines", confirmation(full_lobby(), invited, ahead()).letter(w)),
        ("confirmation-late", confirmation(full_lobby(), reply(coming(3)), late.clone()).letter(w)),
        ("confirmation-maybe", confirmation(lobby(), reply(maybe()), day_before).letter(w)),
        ("confirmation-maybe-late", confirmation(lobby(), reply(maybe()), late.clone()).letter(w)),
        ("confirmation-one-each", confirmation(lobby(), one_each, ahead()).letter(w)),
        ("confirmation-online", confirmation(online(), reply(joining_online()), ahead()).letter(w)),
        ("confirmation-online-late", confirmation(online(), reply(joining_online()), late_online).letter(w)),
        ("confirmation-place-not-known", confirmation(not_known, reply(coming(3)), ahead()).letter(w)),
        ("confirmation-place-told-later", confirmation(told_later, reply(coming(3)), ahead()).letter(w)),
        ("confirmation-discreet", confirmation(picket(), reply(coming(1)), ahead()).letter(w)),
        ("confirmation-maybe-invited", confirmation(lobby(), invited_maybe, ahead()).letter(w)),
        ("waiting", Waiting { event: lobby(), reply: no_entry(coming(3)) }.letter(w)),
        ("waiting-discreet", Waiting { event: picket(), reply: no_entry(coming(1)) }.letter(w)),
        ("waiting-after-maybe", Waiting { event: lobby(), reply: reply(coming(1)) }.letter(w)),
    ]
}

fn changes_of_reply(w: Language) -> Vec<(&'static str, Letter)> {
    let second =
        |event: EventFacts| SecondAnswer { event, reply: reply(coming(3)), second: cannot() }.letter(w);
    let changed = |event: EventFacts| {
        ReplyChanged { event, reply: reply(coming(3)), before: maybe(), ahead: ahead() }.letter(w)
    };
    let found = |event: EventFacts, people: u32| {
        PlaceFound { event, reply: reply(coming(people)), ahead: ahead() }.letter(w)
    };
    let cannot_come = |event: EventFacts, withdrew: bool, entry: Entry| {
        CantCome { event, reply: Reply { entry, ..reply(cannot()) }, withdrew, deleted: false }.letter(w)
    };
    let not_passed_on = |event: EventFacts, why: NotRead| {
        let email = some("office@example.org").filter(|_| why == NotRead::Untold);
        NotPassedOn { event, reply: Reply { entry: Entry::None, ..reply(coming(1)) }, why, email }.letter(w)
    };
    let not_taken_but = |event: EventFacts, reply: Reply, (why, was): (NotTakenFor, Option<Was>)| {
        NotTaken { event, reply: Reply { entry: Entry::Invitation, ..reply }, why, was }.letter(w)
    };
    let not_taken =
        |event: EventFacts, reply: Reply, why: NotTakenFor| not_taken_but(event, reply, (why, None));
    let earlier = |place: Option<Where>| Some(Was { when: at("2024-07-08T17:30", None), place });
    vec![
        ("second-answer", second(lobby())),
        ("second-answer-discreet", second(picket())),
        ("reply-changed", changed(lobby())),
        ("reply-changed-discreet", changed(picket())),
        ("place-found", found(lobby(), 3)),
        ("place-found-discreet", found(picket(), 1)),
        ("cant-come", cannot_come(lobby(), false, Entry::None)),
        ("cant-come-discreet", cannot_come(picket(), false, Entry::None)),
        ("withdrawn", cannot_come(lobby(), true, Entry::Invitation)),
        ("withdrawn-discreet", cannot_come(picket(), true, Entry::Attached)),
        ("not-taken-changed", not_taken(lobby(), reply(coming(3)), NotTakenFor::Changed)),
        (
            "not-taken-changed-day",
            not_taken_but(lobby(), reply(coming(3)), (NotTakenFor::Changed, earlier(None))),
        ),
        ("not-taken-changed-all-discreet", {
            let was = earlier(Some(Where::NotKnown(some("Hendon"))));
            not_taken_but(picket(), reply(maybe()), (NotTakenFor::Changed, was))
        }),
        ("not-taken-unclear", not_taken(lobby(), reply(coming(1)), NotTakenFor::Unclear)),
        ("not-taken-places", not_taken(lobby(), reply(cannot()), NotTakenFor::Places)),
        ("deleted", {
            let reply = Reply { entry: Entry::Invitation, ..reply(cannot()) };
            CantCome { event: lobby(), reply, withdrew: true, deleted: true }.letter(w)
        }),
        ("not-passed-on", not_passed_on(lobby(), NotRead::Nobody)),
        ("not-passed-on-untold", not_passed_on(lobby(), NotRead::Untold)),
        ("not-passed-on-too-many-discreet", not_passed_on(picket(), NotRead::TooMany)),
        ("not-taken-called-off", not_taken(lobby(), reply(maybe()), NotTakenFor::NotOn(NotOn::Cancelled))),
        (
            "not-taken-postponed-discreet",
            not_taken(picket(), reply(coming(1)), NotTakenFor::NotOn(NotOn::Postponed)),
        ),
        ("not-taken-closed-discreet", not_taken(picket(), reply(maybe()), NotTakenFor::Closed)),
    ]
}

fn passed_on(event: EventFacts, all: bool) -> PassedOn {
    let typed = |words: &str| Typed::some(Some(words));
    let words = ["Can we bring", "the big banner?", "", "Ben"].map(typed);
    PassedOn {
        event,
        from: typed("Ben <ben@example.org>").unwrap(),
        other_address: all,
        subject: typed("Re: Tuesday 9 July, 6pm: your reply").filter(|_| all),
        words: words.to_vec(),
        cut: all,
        quoted: all,
        files: all,
    }
}

fn reminders(w: Language) -> Vec<(&'static str, Letter)> {
    let (week, eve, day) = (date(2024, 7, 2), date(2024, 7, 8), date(2024, 7, 9));
    let for_maybe =
        super::super::reminder::Reminder { reply: reply(maybe()), ..reminder(lobby(), eve, false) };
    let changed = |event: EventFacts, answer: Answer| {
        let reply = Reply { entry: Entry::Invitation, ..reply(answer) };
        let changed = Some(Notice { event: event.clone(), reply: reply.clone(), ..moved() });
        let last = reminder(event, date(2024, 7, 9), false);
        super::super::reminder::Reminder { changed, reply, ..last }.letter(w)
    };
    let link = |event: EventFacts| {
        JoiningLink { event, reply: reply(joining_online()), joining: joining() }.letter(w)
    };
    vec![
        ("reminder-week-before", reminder(lobby(), week, false).letter(w)),
        ("reminder-day-before", reminder(lobby(), eve, false).letter(w)),
        ("reminder-day-before-all-lines", reminder(full_lobby(), eve, false).letter(w)),
        ("reminder-day-before-maybe", for_maybe.letter(w)),
        ("reminder-day-before-maybe-changed", changed(moved().event, maybe())),
        ("reminder-discreet-changed", changed(EventFacts { when: moved().event.when, ..picket() }, maybe())),
        ("reminder-hours-before", reminder(full_lobby(), day, true).letter(w)),
        (
            "reminder-without-a-way",
            reminder(EventFacts { ways: vec![], closed: vec![], ..lobby() }, eve, false).letter(w),
        ),
        ("reminder-online", reminder(online(), eve, true).letter(w)),
        ("reminder-discreet", reminder(picket(), date(2024, 6, 20), true).letter(w)),
        ("joining", link(online())),
        ("joining-discreet", link(EventFacts { place: Where::Online(None), ..picket() })),
    ]
}

fn days_of_action(w: Language) -> Vec<(&'static str, Letter)> {
    let event = day_of_action;
    let yes = || pledged(coming(1));
    let was = || AsTold { place: event().place, ..moved().was };
    let eve = super::super::reminder::Reminder {
        reply: yes(),
        event: event(),
        ..reminder(lobby(), date(2024, 7, 8), false)
    };
    vec![
        (
            "day-of-action-confirmation",
            Confirmation { event: event(), reply: yes(), ahead: ahead() }.letter(w),
        ),
        ("day-of-action-reminder", eve.letter(w)),
        (
            "day-of-action-cant-come",
            CantCome { event: event(), reply: pledged(cannot()), withdrew: false, deleted: false }.letter(w),
        ),
        ("day-of-action-moved", Notice { event: event(), reply: yes(), was: was(), ..moved() }.letter(w)),
        (
            "day-of-action-cancelled",
            Notice { event: event(), reply: yes(), was: was(), ..news(News::Cancelled) }.letter(w),
        ),
    ]
}

fn personal_calendar(is_answered: bool) -> PersonalCalendar {
    let token = "c/agmpf4dmdz6tvhcvbq7w6grladiw3ar3vtxoxdmq7nq2u5ctmgtyi3qb";
    PersonalCalendar {
        webcal: line(&format!("webcal://events.example.org/{token}.ics")),
        address: line(&format!("https://events.example.org/{token}.ics")),
        page: line(&format!("https://events.example.org/{token}")),
        how: line("https://events.example.org/barnet-unison/subscribe"),
        organisation: line("Barnet UNISON"),
        is_answered,
    }
}

fn others(w: Language) -> Vec<(&'static str, Letter)> {
    let digest = Digest {
        event: lobby(),
        replies: 7,
        people: 16,
        access_needs: 1,
        coming: 31,
        waiting: 0,
        page: None,
    };
    let more = Digest {
        replies: 1,
        people: 1,
        access_needs: 0,
        waiting: 4,
        page: some("https://events.example.org/organise/events/1"),
        ..digest.clone()
    };
    let first = Digest { event: picket(), waiting: 0, ..more.clone() };
    let url = line("https://events.example.org");
    vec![
        ("personal-calendar", personal_calendar(true).letter(w)),
        ("personal-calendar-unanswered", personal_calendar(false).letter(w)),
        ("digest", digest.letter(w)),
        ("digest-all-lines", more.letter(w)),
        ("digest-discreet", first.letter(w)),
        ("deletion-warning", deletion_warning(lobby(), EventStatus::Postponed, 12).letter(w)),
        ("deletion-warning-paused", deletion_warning(lobby(), EventStatus::Suspended, 1).letter(w)),
        ("deletion-warning-discreet", deletion_warning(picket(), EventStatus::Suspended, 12).letter(w)),
        ("passed-on", passed_on(lobby(), false).letter(w)),
        ("passed-on-all-lines", passed_on(lobby(), true).letter(w)),
        ("passed-on-discreet", passed_on(picket(), false).letter(w)),
        ("what-we-hold", held(lobby(), true).letter(w)),
        ("what-we-hold-number-only", held(lobby(), false).letter(w)),
        ("what-we-hold-discreet", held(picket(), true).letter(w)),
        ("mail-test", MailTest { public_url: url }.letter(w)),
    ]
}

fn deletion_warning(event: EventFacts, status: EventStatus, replies: u32) -> DeletionWarning {
    let page = line("https://events.example.org/barnet/events/banners-held-high");
    DeletionWarning { event, status, replies, delete_on: date(2024, 9, 7), page }
}

fn held(event: EventFacts, all: bool) -> WhatWeHold {
    let typed = |words: &str| Typed::some(Some(words).filter(|_| all));
    WhatWeHold {
        event,
        reply: Reply {
            answer: Answer { response: Response::Going, ..coming(3) },
            links: Links { ..reply(coming(3)).links },
            entry: Entry::None,
            ..reply(coming(3))
        },
        replied_on: date(2024, 6, 30),
        name: typed("Ben"),
        email: typed("ben@example.org"),
        organisation: typed("Camden branch"),
        banner: all,
        message: typed("Solidarity!\nSee you there."),
        answers: typed("Camden's").into_iter().map(|answer| (line("Whose banner?"), answer)).collect(),
        access_needs: typed("A seat, please").map(|needs| (needs, date(2024, 7, 12))),
        wording: some("If you give details, Barnet UNISON keeps them.").filter(|_| all),
    }
}
