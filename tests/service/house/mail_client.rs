//! Somebody's mail program and calendar: presses Accept or Decline on our invitation, or answers in words, and sends what such
//! programs send.

use std::fmt::Write as _;
use std::process::Stdio;

use convenor::secret;
use entity::Moment;
use reqwest::{Client as Http, StatusCode};
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use super::announced::Announced;
use super::browser::Page;
use super::letter::Letter;
use super::program::Said;

/// The secret with which letters are brought over HTTP.
pub(crate) const SECRET: &str = "0123456789abcdef0123456789abcdef";
/// The settings of a house that letters come back to.
pub(crate) const HEARS: &[(&str, &str)] =
    &[("CONVENOR_REPLY_ADDRESS", "reply@example.org"), ("CONVENOR_INBOX_SECRET", SECRET)];

/// A calendar program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Client {
    Outlook,
    Gmail,
    Apple,
}

/// An invitation as it lies in somebody's mailbox.
#[derive(Clone, Debug)]
pub(crate) struct Invitation {
    pub(crate) uid: String,
    pub(crate) sequence: i64,
    pub(crate) attendee: String,
    /// `reply+TOKEN@example.org`.
    pub(crate) organiser: String,
}

/// What is answered to it.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) client: Client,
    pub(crate) invitation: Invitation,
    pub(crate) method: &'static str,
    pub(crate) said: &'static str,
    pub(crate) at: Moment,
}

impl Invitation {
    #[track_caller]
    pub(crate) fn of(letter: &Letter) -> Self {
        let (_, text) = letter.calendar.as_ref().expect("an entry travels with the letter");
        Self::of_calendar(text)
    }

    #[track_caller]
    pub(crate) fn of_calendar(text: &str) -> Self {
        let text = text.replace("\r\n ", "").replace("\n ", "");
        let line = |name: &str| {
            let line = text.lines().find(|line| line.starts_with(name));
            line.unwrap_or_else(|| panic!("no {name} in {text}")).trim_end().to_owned()
        };
        let address = |name: &str| line(name).rsplit("mailto:").next().unwrap().to_owned();
        Self {
            uid: line("UID:").split_off("UID:".len()),
            sequence: line("SEQUENCE:").split_off("SEQUENCE:".len()).parse().unwrap(),
            attendee: address("ATTENDEE"),
            organiser: address("ORGANIZER"),
        }
    }
}

impl Answer {
    /// The calendar, as that program writes it.
    fn calendar(&self) -> String {
        let stamp = self.at.timestamp().strftime("%Y%m%dT%H%M%SZ");
        let Invitation { uid, sequence, attendee, organiser } = &self.invitation;
        let (method, said) = (self.method, self.said);
        match self.client {
            Client::Outlook => format!(
                "BEGIN:VCALENDAR\r\nPRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN\r\nVERSION:2.0\r\n\
                 METHOD:{method}\r\nBEGIN:VTIMEZONE\r\nTZID:GMT Standard Time\r\nBEGIN:STANDARD\r\n\
                 DTSTART:16011028T020000\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nTZOFFSETFROM:+0100\r\n\
                 TZOFFSETTO:-0000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\n\
                 ATTENDEE;PARTSTAT={said}:MAILTO:{attendee}\r\nCLASS:PRIVATE\r\nDTSTAMP:{stamp}\r\n\
                 DTSTART;TZID=\"GMT Standard Time\":20260709T180000\r\nPRIORITY:5\r\nSEQUENCE:{sequence}\r\n\
                 SUMMARY;LANGUAGE=en-gb:Accepted: Banners held high\r\nUID:{uid}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
            ),
            Client::Gmail => format!(
                "BEGIN:VCALENDAR\r\nPRODID:-//Google Inc//Google Calendar 70.9054//EN\r\nVERSION:2.0\r\n\
                 CALSCALE:GREGORIAN\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\nDTSTART:20260709T170000Z\r\nDTSTAMP:{stamp}\r\n\
                 ORGANIZER;CN=Barnet:mailto:{organiser}\r\nUID:{uid}\r\nATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;\r\n \
                 PARTSTAT={said};CN={attendee};X-NUM-GUESTS=0:mailto:{attendee}\r\nSEQUENCE:{sequence}\r\n\
                 STATUS:CONFIRMED\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
            ),
            Client::Apple => format!(
                "BEGIN:VCALENDAR\r\nCALSCALE:GREGORIAN\r\nMETHOD:{method}\r\nPRODID:-//Apple Inc.//iPhone OS 18.5//EN\r\n\
                 VERSION:2.0\r\nBEGIN:VEVENT\r\nATTENDEE;CN=\"Ben, B\";EMAIL={attendee};PARTSTAT={said}:{attendee}\r\n\
                 DTSTAMP:{stamp}\r\nORGANIZER:mailto:{organiser}\r\nSEQUENCE:{sequence}\r\nUID:{uid}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
            ),
        }
    }

    /// The whole letter, as that program sends it.
    pub(crate) fn letter(&self) -> String {
        let Invitation { attendee, organiser, .. } = &self.invitation;
        let ics = self.calendar();
        let method = self.method;
        let coded = wrapped(&data_encoding::BASE64.encode(ics.as_bytes()));
        let head = format!(
            "From: Ben <{attendee}>\r\nTo: <{organiser}>\r\nSubject: Accepted: your reply\r\nMIME-Version: 1.0\r\n"
        );
        match self.client {
            Client::Outlook => format!(
                "{head}Content-Type: multipart/alternative; boundary=\"_000_\"\r\n\r\n\
                 --_000_\r\nContent-Type: text/plain; charset=\"iso-8859-1\"\r\n\r\n\r\n\
                 --_000_\r\nContent-Type: text/calendar; charset=\"utf-8\"; method={method}\r\n\
                 Content-Transfer-Encoding: base64\r\n\r\n{coded}\r\n--_000_--\r\n"
            ),
            Client::Gmail => format!(
                "{head}Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\n\
                 Content-Type: multipart/alternative; boundary=a\r\n\r\n\
                 --a\r\nContent-Type: text/plain; charset=\"UTF-8\"\r\n\r\n{attendee} has answered this invitation.\r\n\
                 --a\r\nContent-Type: text/calendar; charset=\"UTF-8\"; method={method}\r\nContent-Transfer-Encoding: 7bit\r\n\r\n\
                 {ics}\r\n--a--\r\n--m\r\nContent-Type: application/ics; name=\"invite.ics\"\r\n\
                 Content-Disposition: attachment; filename=\"invite.ics\"\r\nContent-Transfer-Encoding: base64\r\n\r\n\
                 {coded}\r\n--m--\r\n"
            ),
            Client::Apple => format!(
                "{head}Content-Type: text/calendar; charset=utf-8; method={method}\r\n\
                 Content-Transfer-Encoding: quoted-printable\r\n\r\n{}",
                ics.replace('=', "=3D")
            ),
        }
    }
}

fn wrapped(coded: &str) -> String {
    let mut lines = String::new();
    for line in coded.as_bytes().chunks(76) {
        write!(lines, "{}\r\n", std::str::from_utf8(line).unwrap()).unwrap();
    }
    lines
}

/// A letter in somebody's own words to `to`, with more headers, each with its line end.
pub(crate) fn in_words(to: &str, headers: &str, words: &str) -> String {
    format!(
        "From: Ben Okafor <ben@example.org>\r\nTo: {to}\r\nSubject: Re: your reply\r\n\
         Message-ID: <{}@mail.example.org>\r\n{headers}\r\n{words}",
        secret::ten_characters()
    )
}

impl Announced {
    /// The entry that travels with the latest letter to somebody: its method, and what it says.
    #[track_caller]
    pub(crate) fn entry(&self, email: &str) -> (String, Invitation) {
        let letter = self.latest(email);
        let (method, _) = letter.calendar.clone().unwrap_or_else(|| panic!("no entry: {}", letter.text));
        (method, Invitation::of(&letter))
    }

    /// The page that the link in the latest letter to somebody opens.
    pub(crate) async fn opens_their_link(&self, email: &str, door: &str) -> Page {
        let text = self.latest(email).text;
        let address =
            text.split_whitespace().find(|word| word.contains(door)).expect("the letter has that link");
        self.house.browser().open(address).await
    }

    /// The latest invitation to somebody.
    #[track_caller]
    pub(crate) fn invitation(&self, email: &str) -> Invitation {
        let letters = self.letters(email).into_iter().rev().find(|letter| letter.calendar.is_some());
        Invitation::of(&letters.unwrap_or_else(|| panic!("no invitation to {email}")))
    }

    /// Somebody presses a button on an invitation, now; a minute later.
    pub(crate) async fn presses(&self, invitation: &Invitation, said: &'static str) -> StatusCode {
        self.house.clock.pass(std::time::Duration::from_secs(60));
        let at = self.house.clock.now();
        let answer =
            Answer { client: Client::Gmail, invitation: invitation.clone(), method: "REPLY", said, at };
        let taken = self.brings(&answer.letter()).await;
        self.house.rounds().await;
        taken
    }

    /// The mail provider brings a letter.
    pub(crate) async fn brings(&self, letter: &str) -> StatusCode {
        let time = self.house.clock.now().seconds().to_string();
        let signature = signed(SECRET, &time, letter);
        self.brings_signed(letter, Some(&time), Some(&signature), "message/rfc822").await
    }

    pub(crate) async fn brings_signed(
        &self,
        letter: &str,
        time: Option<&str>,
        signature: Option<&str>,
        kind: &str,
    ) -> StatusCode {
        let client = Http::builder().no_proxy().build().unwrap();
        let mut request =
            client.post(format!("{}/api/v1/inbox", self.house.url)).header("content-type", kind);
        for (name, value) in [("convenor-timestamp", time), ("convenor-signature", signature)] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let answer = request.body(letter.to_owned()).send().await.unwrap();
        let (status, text) = (answer.status(), answer.text().await.unwrap());
        if status == 202 {
            assert_eq!(text, r#"{"received":true}"#, "the same whatever it was");
        }
        status
    }

    /// The mail server hands a letter to the command.
    pub(crate) async fn receives(&self, arguments: &[&str], letter: &str) -> Said {
        self.receives_with(&[], arguments, letter).await
    }

    /// The same with other settings.
    pub(crate) async fn receives_with(
        &self,
        settings: &[(&str, &str)],
        arguments: &[&str],
        letter: &str,
    ) -> Said {
        let mut child = Command::new(env!("CARGO_BIN_EXE_convenor"))
            .args(["mail", "receive"])
            .args(arguments)
            .env_clear()
            .envs(self.house.settings())
            .envs(settings.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        let writing = async {
            // A command that knows enough may go before it has read all.
            input.write_all(letter.as_bytes()).await.ok();
            drop(input);
        };
        let ((), output) = tokio::join!(writing, child.wait_with_output());
        let output = output.unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let status = output.status.code().expect("it ends by itself");
        Said { status, out: text(output.stdout), err: text(output.stderr) }
    }

    /// How many letters came back and ended so.
    pub(crate) async fn ended(&self, outcome: &str) -> u64 {
        let client = Http::builder().no_proxy().build().unwrap();
        let text =
            client.get(format!("{}/metrics", self.house.url)).send().await.unwrap().text().await.unwrap();
        let start = format!("convenor_incoming_letters_total{{outcome=\"{outcome}\"}} ");
        let line = text.lines().find_map(|line| line.strip_prefix(&start));
        line.map_or(0, |count| count.parse().unwrap())
    }
}

/// The signature of a letter.
pub(crate) fn signed(secret: &str, time: &str, letter: &str) -> String {
    let mac = secret::signature(secret.as_bytes(), &[time.as_bytes(), b".", letter.as_bytes()]);
    format!("v1={}", data_encoding::HEXLOWER.encode(&mac))
}
