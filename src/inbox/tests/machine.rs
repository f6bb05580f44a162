//! Whose letters are people's, and whose are machines'.

use super::super::incoming::{self, Sort};

fn sort_of(headers: &str, body: &str) -> Sort {
    let from = if headers.contains("From: ") { "" } else { "From: Ben <ben@example.org>\r\n" };
    let letter = format!("{from}To: a@b.org\r\n{headers}\r\n\r\n{body}");
    incoming::read(letter.as_bytes()).unwrap().sort
}

/// What programs and providers write on the letters that people send with them.
const PEOPLE: &[(&str, &str)] = &[
    (
        "Proton",
        "Feedback-ID: 1358184:user:proton\r\nX-Pm-Message-ID: 6e3c\r\nIn-Reply-To: <a@b.org>\r\nReferences: <a@b.org>",
    ),
    (
        "Fastmail",
        "Feedback-ID: i197146af:Fastmail\r\nX-ME-Sender: <xms:abc>\r\nX-Mailer: MessagingEngine.com Webmail Interface",
    ),
    (
        "QQ",
        "Feedback-ID: webmail:qq.com:bizesmtp:bizesmtp7\r\nX-QQ-SSF: 0000\r\nX-QQ-WAPMAIL: 1\r\nX-Mailer: QQMail 2.x",
    ),
    (
        "Amazon SES",
        "Feedback-ID: 1.eu-west-1.abc=:AmazonSES\r\nX-SES-Outgoing: 2026.07.01-54.240.7.1\r\nReturn-Path: <0102-000000@eu-west-1.amazonses.com>",
    ),
    ("Gmail", "X-Google-Smtp-Source: AGHT\r\nX-Gm-Message-State: AOJu\r\nReturn-Path: <ben@example.org>"),
    (
        "Google Groups",
        "Precedence: list\r\nList-ID: <branch.example.org>\r\nX-Google-Group-Id: 1\r\nReferences: <a@b.org>",
    ),
    (
        "Outlook",
        "X-Mailer: Microsoft Outlook 16.0\r\nThread-Index: AdvO\r\nContent-Language: en-gb\r\nX-Priority: 3",
    ),
    (
        "Exchange",
        "X-MS-Has-Attach:\r\nX-MS-TNEF-Correlator:\r\nX-MS-Exchange-MessageSentRepresentingType: 1\r\n\
         X-Auto-Response-Suppress: DR, OOF, AutoReply\r\nauto-submitted:\r\nx-ms-exchange-transport-forked: True",
    ),
    ("Exchange, from a whole organisation", "X-Auto-Response-Suppress: All"),
    (
        "Apple Mail",
        "X-Mailer: Apple Mail (2.3826.700.81)\r\nX-Universally-Unique-Identifier: 1\r\nMime-Version: 1.0",
    ),
    (
        "Thunderbird",
        "User-Agent: Mozilla Thunderbird\r\nContent-Language: en-GB\r\nAutocrypt: addr=ben@example.org; keydata=a",
    ),
    (
        "Yahoo",
        "X-Mailer: WebService/1.1.22 YMailNorrin\r\nX-YMail-OSG: abc\r\nReferences: <a.ref@mail.yahoo.com>",
    ),
    (
        "GMX",
        "X-Provags-ID: V03:K1:abc\r\nX-UI-Out-Filterresults: notjunk:1;\r\nSensitivity: Normal\r\nX-Priority: 3",
    ),
    ("a list's address for a person", "List-Unsubscribe: <mailto:off@example.org>"),
    ("a server that hands letters on", "X-Loop: reply@example.org\r\nDelivered-To: reply@example.org"),
    ("a small branch", "From: Ann <postmaster@branch.example.org>"),
    ("who says that it is none", "Auto-Submitted: no\r\nX-Autoreply: no\r\nPrecedence: first-class"),
    ("who says so with a comment", "Auto-Submitted: no (a person wrote this); x=y"),
    ("who writes of the office", "Subject: Out of office on the 9th, but I will come"),
];

/// What machines write on theirs.
const MACHINES: &[(&str, &str)] = &[
    ("the standard", "Auto-Submitted: auto-replied"),
    ("the standard in other letters", "auto-submitted: AUTO-GENERATED; x=1"),
    ("Gmail, away", "Precedence: bulk\r\nX-Autoreply: yes\r\nAuto-Submitted: auto-replied"),
    ("Exchange, away", "X-Auto-Response-Suppress: All\r\nauto-submitted: auto-generated"),
    (
        "Exchange, by a rule",
        "X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent\r\nX-MS-Exchange-Inbox-Rules-Loop: ben@example.org",
    ),
    ("cPanel, away", "X-Autorespond: Re: your reply\r\nX-Loop: ben@example.org\r\nPrecedence: bulk"),
    ("vacation of old", "Precedence: junk"),
    ("vacation of procmail", "X-Loop: Ben@example.org"),
    ("a helpdesk", "Precedence: auto_reply"),
    ("an autoresponder", "X-Autoresponder: 1"),
    ("a list's own letter", "Precedence: bulk\r\nList-Id: <members.example.org>\r\nIn-Reply-To: <a@b.org>"),
    ("a list", "Precedence: list"),
    ("a newsletter", "List-Id: <members.example.org>\r\nFeedback-ID: 1:2:newsletter"),
    ("who wants no answer", "Return-Path: <>"),
    ("Postfix", "Return-Path: <MAILER-DAEMON>"),
    ("a read receipt", "Content-Type: multipart/report; report-type=disposition-notification; boundary=b"),
];

#[test]
fn people_are_told_from_machines_by_what_their_programs_write() {
    for (who, headers) in PEOPLE {
        assert!(matches!(sort_of(headers, "Yes."), Sort::Words(_)), "{who}");
    }
    for (who, headers) in MACHINES {
        assert!(matches!(sort_of(headers, "I am away."), Sort::Automatic), "{who}");
    }
}

#[test]
fn a_bounce_is_one_whoever_wrote_it() {
    for headers in [
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
        "X-Failed-Recipients: ben@example.org",
        "From: Mail Delivery System <MAILER-DAEMON@mx.example.org>",
        "From: postmaster@mx.example.org\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b",
    ] {
        assert!(matches!(sort_of(headers, "Sorry."), Sort::Bounce), "{headers}");
    }
}
