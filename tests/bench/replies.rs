//! Replies a second, each durable before it is answered, beside bare inserts; and whether a power cut loses one.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::bare::Inserts;
use super::branch::Service;
use super::http::{self, Client};
use super::sink::Sink;
use super::turns;

/// How many people reply at once.
const CLIENTS: usize = 16;
const TURNS: usize = 5;
/// Events at which one address may stand unproved are counted, so they could cost.
const OTHERS: usize = 500;
const TURN: Duration = Duration::from_secs(3);

pub(crate) fn run() {
    let inserts = Inserts::new();
    measure(&inserts, &[("CONVENOR_ROLES", "web")], 0, "no letters leaving");
    let sink = Sink::usual();
    let settings = [("CONVENOR_SMTP_URL", &*sink.url())];
    measure(&inserts, &settings, OTHERS, "and 500 other events ahead");
    let mut service = measure(&inserts, &settings, 0, "each one's confirmation leaving meanwhile");
    after_a_power_cut(&mut service);
}

fn measure(inserts: &Inserts, settings: &[(&str, &str)], others: usize, what: &str) -> Answered {
    let service = Service::new(settings);
    for _other in 0..others {
        announce(&service);
    }
    let event = announce(&service);
    let answered = Answered { service, event, names: AtomicUsize::new(0) };
    let rates =
        turns::take(TURNS, || answered.by_a_crowd(|| std::thread::sleep(TURN)).0, || inserts.rate(TURN));
    rates.say(
        &format!("durable replies over HTTP, {CLIENTS} clients, {what}"),
        "bare single-row INSERT transactions",
    );
    answered
}

/// An event that people reply to.
struct Answered {
    service: Service,
    event: String,
    names: AtomicUsize,
}

/// An event to reply to; answers its id.
pub(crate) fn announce(service: &Service) -> String {
    let event = json!({
        "kind": "lobby", "title": "Banners held high", "start": "2031-07-08T18:00", "no_fixed_end": true,
        "timezone": "Europe/London", "venue": { "name": "Town Hall", "postcode": "NW4 4BG" },
        "access_statement": "not checked yet",
        "contact": { "name": "Branch office", "email": "office@example.org" },
    });
    service.announce(&mut Client::connect(service.port).unwrap(), &event)
}

impl Answered {
    /// Lets a crowd reply, each with an address of their own, until `meanwhile` has ended: how many replies were accepted
    /// a second, and whose. A connection that breaks ends its part.
    fn by_a_crowd(&self, meanwhile: impl FnOnce()) -> (f64, Vec<usize>) {
        let (over, began) = (AtomicBool::new(false), Instant::now());
        let accepted: Vec<usize> = std::thread::scope(|scope| {
            let replying: Vec<_> = (0..CLIENTS).map(|_client| scope.spawn(|| self.by_one(&over))).collect();
            meanwhile();
            over.store(true, Ordering::Relaxed);
            replying.into_iter().flat_map(|client| client.join().unwrap()).collect()
        });
        (accepted.len() as f64 / began.elapsed().as_secs_f64(), accepted)
    }

    fn by_one(&self, over: &AtomicBool) -> Vec<usize> {
        let path = format!("/api/v1/events/{}/rsvps", self.event);
        let mut client = Client::connect(self.service.port).unwrap();
        let mut accepted = Vec::new();
        while !over.load(Ordering::Relaxed) {
            let name = self.names.fetch_add(1, Ordering::Relaxed);
            match client.send(&http::request("POST", &path, None, Some(&reply_of(name)))) {
                Ok((202, _)) => accepted.push(name),
                Ok((status, said)) => panic!("{status}: {}", String::from_utf8_lossy(said)),
                Err(_gone) => break,
            }
        }
        accepted
    }
}

/// The reply of one of them.
pub(crate) fn reply_of(name: usize) -> Value {
    json!({
        "response": "going", "party_size": 2, "name": format!("Guest {name}"),
        "email": address(name), "message": "Solidarity from all of us!",
    })
}

fn address(name: usize) -> String {
    format!("guest{name}@example.org")
}

/// Ends the program while a crowd replies, starts it again, and looks for everybody who was told that they are in.
fn after_a_power_cut(answered: &mut Answered) {
    let power = answered.service.power();
    let (_, accepted) = answered.by_a_crowd(|| {
        std::thread::sleep(TURN);
        power.cut();
    });
    let Answered { service, event, .. } = answered;
    service.kill();
    service.start();
    let mut client = Client::connect(service.port).unwrap();
    let path = format!("/api/v1/events/{event}/rsvps?columns=contact&reason=bench");
    let ask = format!(
        "GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {}\r\nAccept: text/csv\r\n\r\n",
        service.key
    );
    let (status, sheet) = client.send(ask.as_bytes()).unwrap();
    let sheet = String::from_utf8(sheet.to_vec()).unwrap();
    assert_eq!(status, 200, "{sheet}");
    let there: HashSet<&str> = sheet.split([',', '\r', '\n']).collect();
    let lost = accepted.iter().filter(|name| !there.contains(address(**name).as_str())).count();
    println!(
        "  after kill -9 in the middle: of {} replies accepted in that turn, {lost} are lost",
        accepted.len()
    );
    assert_eq!(lost, 0, "an accepted reply was lost");
}
