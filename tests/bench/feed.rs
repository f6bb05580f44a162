//! An unchanged feed of 1,000 events beside a handler and a web server that hand out the same bytes.

use std::os::unix::fs::MetadataExt;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use convenor::calendar::{self, Entry, FeedInfo, Item, Status, When};
use entity::Moment;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde_json::json;
use tempfile::TempDir;

use super::branch::{self, BRANCH, Service};
use super::http::{self, Client};
use super::{bare, turns};

const EVENTS: usize = 1_000;
const CLIENTS: usize = 8;
const TURNS: usize = 5;
const TURN: Duration = Duration::from_secs(2);
/// How long a server beside us may take to start.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long the reminders of all events may take to be planned.
const PLANNED_WITHIN: Duration = Duration::from_secs(300);

pub(crate) fn run() {
    let service = Service::new(&[]);
    let changed = fill(&service);
    let path = format!("/{BRANCH}/calendar.ics");
    for (form, headers) in [("plain", ""), ("gzip", "Accept-Encoding: gzip\r\n")] {
        let ours = get(&path, headers);
        let bytes = Client::connect(service.port).unwrap().send(&ours).unwrap().1.to_vec();
        println!("  {EVENTS} events, {form}: {} KB", bytes.len() / 1024);
        for (other, what) in [
            (Other::bare(&bytes), "a poem handler that returns the same bytes"),
            (Other::nginx(&bytes), "nginx with one worker, from a file"),
        ] {
            race(&format!("{form} feed"), 200, (&service, &ours), (&other, &get(bare::PATH, "")), what);
            if form == "plain" {
                let have = |port, path| get(path, &format!("If-None-Match: {}\r\n", etag(port, path)));
                let (ours, theirs) = (have(service.port, &path), have(other.port, bare::PATH));
                race("304", 304, (&service, &ours), (&other, &theirs), what);
            }
        }
    }
    entries_to_bytes();
    first_of_many(&service, &changed, &path);
}

/// Ten times as many events, copied within the database: how long the first answer takes after one of them was changed.
fn first_of_many(service: &Service, changed: &str, path: &str) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let database = runtime.block_on(sea_orm::Database::connect(service.database())).unwrap();
    let run = |sql: &str| {
        runtime.block_on(database.execute_unprepared(sql)).unwrap();
    };
    let copied = |table: &str, of_event: &str, others: &[(&str, &str)]| {
        let sql = format!("SELECT name FROM pragma_table_info('{table}')");
        let rows = database.query_all_raw(Statement::from_string(DbBackend::Sqlite, sql));
        let columns = runtime.block_on(rows).unwrap();
        let columns: Vec<String> = columns.iter().map(|row| row.try_get("", "name").unwrap()).collect();
        let value = |column: &String| {
            let other = others.iter().find(|(named, _)| named == column);
            other.map_or_else(|| format!("\"{table}\".\"{column}\""), |(_, value)| (*value).to_owned())
        };
        let values: Vec<String> = columns.iter().map(value).collect();
        run(&format!(
            "INSERT INTO \"{table}\" SELECT {} FROM \"{table}\" JOIN copy ON \"{table}\".{of_event} = copy.old",
            values.join(", ")
        ));
    };
    run(
        "CREATE TABLE copy AS WITH RECURSIVE times(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM times WHERE n < 9) \
         SELECT event.id AS old, randomblob(16) AS new, n FROM event, times",
    );
    copied("event", "id", &[("id", "new"), ("slug", "slug || '-' || n")]);
    copied("occurrence", "event_id", &[("id", "randomblob(16)"), ("event_id", "new")]);
    let reminders = || {
        let sql = "SELECT count(*) AS n FROM reminder JOIN event ON event.id = reminder.event_id";
        let row = database.query_one_raw(Statement::from_string(DbBackend::Sqlite, sql));
        runtime.block_on(row).unwrap().unwrap().try_get::<i64>("", "n").unwrap()
    };
    // Their reminders are planned as for all that are new.
    let (wanted, began) = (10 * reminders(), Instant::now());
    run("UPDATE organisation SET revision = revision + 1");
    while reminders() < wanted {
        assert!(began.elapsed() < PLANNED_WITHIN, "{} of {wanted} reminders are planned", reminders());
        std::thread::sleep(Duration::from_millis(100));
    }
    let mut client = Client::connect(service.port).unwrap();
    let mut took = Vec::new();
    for turn in 0..TURNS {
        let change = json!({ "summary": format!("Changed {turn} times") });
        service.call(&mut client, "PATCH", &format!("/events/{changed}"), Some(&change));
        let began = Instant::now();
        let bytes = client.send(&get(path, "Accept-Encoding: gzip\r\n")).unwrap().1.len();
        took.push((began.elapsed().as_millis(), bytes / 1024));
    }
    took.sort_unstable();
    let (middle, kilobytes) = took[TURNS / 2];
    println!(
        "  {} events read, written and packed: {middle} ms until the first answer ({kilobytes} KB packed)",
        10 * EVENTS
    );
}

/// The same number of entries in memory, to bytes: the time that the processor spends on it.
fn entries_to_bytes() {
    let zone = jiff::tz::TimeZone::get("Europe/London").unwrap();
    let items: Vec<Item> = (0..10 * EVENTS).map(|number| entry(number, &zone)).map(Item::from).collect();
    let info = FeedInfo {
        name: "Our Branch".to_owned(),
        description: Some("What Our Branch is planning, from its own page.".to_owned()),
        source: "https://events.example.org/our-branch/calendar.ics".to_owned(),
        refresh: Duration::from_hours(1),
    };
    let mut spent: Vec<Duration> = (0..TURNS)
        .map(|_turn| {
            let began = on_the_processor();
            let text = calendar::feed(&info, &items, jiff::civil::date(2031, 1, 1));
            assert!(text.len() > items.len() * 500, "{}", text.len());
            on_the_processor() - began
        })
        .collect();
    spent.sort_unstable();
    println!("  {} entries in memory to bytes: {} ms of CPU", items.len(), spent[TURNS / 2].as_millis());
}

fn entry(number: usize, zone: &jiff::tz::TimeZone) -> Entry {
    let start = Moment::from_millis(1_900_000_000_000 + 86_400_000 * i64::try_from(number % 3_650).unwrap());
    let page = format!("https://events.example.org/our-branch/events/banners-held-high-{number}");
    Entry {
        uid: format!("0198f2f0-6c1e-7d3a-9c55-{number:012}"),
        sequence: 1,
        changed_at: start,
        created_at: start,
        when: When::Times { start, end: start + Duration::from_hours(2), zone: zone.clone() },
        status: Status::Confirmed,
        title: format!("Banners held high {number}"),
        location: Some("Town Hall, The Burroughs, London NW4 4BG".to_owned()),
        geo: None,
        description: format!(
            "There is no fixed end.\nFrom Hendon Central: 11 minutes\n1. Turn right\n2. Go on\nAccess: not checked yet.\n\
             Questions: Branch office, office@example.org\nA calendar can be a day behind. This page is always right: {page}"
        ),
        url: Some(page),
        categories: vec!["Lobby".to_owned()],
        private: false,
        busy: false,
    }
}

/// How long this thread has run on a processor.
fn on_the_processor() -> Duration {
    let said = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    Duration::from_nanos(said.split_whitespace().next().unwrap().parse().unwrap())
}

/// Answers the id of the last event.
fn fill(service: &Service) -> String {
    let mut client = Client::connect(service.port).unwrap();
    let venue = json!({
        "name": "Town Hall", "street": "The Burroughs", "locality": "London", "postcode": "NW4 4BG",
        "directions": [{ "mode": "tube", "from": "Hendon Central", "minutes": 11, "steps": ["Turn right", "Go on"] }],
    });
    let venue = service.call(&mut client, "POST", "/venues", Some(&venue))["id"].clone();
    let mut last = String::new();
    for number in 0..EVENTS {
        let (month, day) = (1 + number / 28 % 12, 1 + number % 28);
        let year = 2031 + number / 28 / 12;
        let event = json!({
            "kind": "lobby", "title": format!("Banners held high {number}"), "venue_id": venue,
            "start": format!("{year}-{month:02}-{day:02}T18:00"), "no_fixed_end": true,
            "timezone": "Europe/London", "access_statement": "not checked yet",
            "description": "Come and stand with us before the council meets. Bring a banner and a friend.",
            "contact": { "name": "Branch office", "email": "office@example.org" },
        });
        last = service.announce(&mut client, &event);
    }
    last
}

fn get(path: &str, headers: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n").into_bytes()
}

fn etag(port: u16, path: &str) -> String {
    let mut client = Client::connect(port).unwrap();
    client.send(&get(path, "")).unwrap();
    client.etag
}

fn race(form: &str, status: u16, ours: (&Service, &[u8]), theirs: (&Other, &[u8]), what: &str) {
    let rate = |port, ask| http::rate(port, CLIENTS, TURN, status, ask);
    turns::take(TURNS, || rate(ours.0.port, ours.1), || rate(theirs.0.port, theirs.1)).say(form, what);
}

/// A server beside us, which ends when this is dropped.
struct Other {
    port: u16,
    child: Child,
    _folder: TempDir,
}

impl Other {
    fn bare(bytes: &[u8]) -> Self {
        let (folder, port) = (branch::folder(), branch::free_port());
        let file = folder.path().join(format!("feed.{port}"));
        std::fs::write(&file, bytes).unwrap();
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.arg(bare::SERVE).arg(file);
        Self::started(folder, port, command)
    }

    fn nginx(bytes: &[u8]) -> Self {
        let (folder, port) = (branch::folder(), branch::free_port());
        let root = folder.path().display();
        std::fs::write(folder.path().join("feed"), bytes).unwrap();
        // As root, its worker would be somebody who may not look into our folder.
        let user = if std::fs::metadata("/proc/self").unwrap().uid() == 0 { "user root;" } else { "" };
        let settings = format!(
            "{user} daemon off; worker_processes 1; pid {root}/pid; error_log {root}/error.log;
             events {{ worker_connections 64; }}
             http {{
               access_log off; default_type text/calendar; sendfile on; tcp_nodelay on; keepalive_requests 1000000000;
               client_body_temp_path {root}/body; proxy_temp_path {root}/proxy; fastcgi_temp_path {root}/fastcgi;
               uwsgi_temp_path {root}/uwsgi; scgi_temp_path {root}/scgi;
               server {{ listen 127.0.0.1:{port}; root {root}; }}
             }}"
        );
        let file = folder.path().join("nginx.conf");
        std::fs::write(&file, settings).unwrap();
        let mut command = Command::new("nginx");
        command.arg("-e").arg(folder.path().join("error.log")).arg("-c").arg(file);
        Self::started(folder, port, command)
    }

    fn started(folder: TempDir, port: u16, mut command: Command) -> Self {
        let other = Self { port, child: command.spawn().unwrap(), _folder: folder };
        let began = Instant::now();
        while Client::connect(port).is_err() {
            assert!(began.elapsed() < PATIENCE, "{command:?} does not serve");
            std::thread::sleep(Duration::from_millis(5));
        }
        other
    }
}

impl Drop for Other {
    fn drop(&mut self) {
        // TERM, so that nginx takes its worker with it.
        let told = Command::new("kill").arg(self.child.id().to_string()).status();
        assert!(told.is_ok_and(|status| status.success()) && self.child.wait().is_ok());
    }
}
