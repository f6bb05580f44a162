//! An unchanged feed of 1,000 events beside a handler and a web server that hand out the same bytes.

use std::os::unix::fs::MetadataExt;
use std::process::{Child, Command};
use std::time::{Duration, Instant};

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

pub(crate) fn run() {
    let service = Service::new(&[]);
    fill(&service);
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
}

fn fill(service: &Service) {
    let mut client = Client::connect(service.port).unwrap();
    let venue = json!({
        "name": "Town Hall", "street": "The Burroughs", "locality": "London", "postcode": "NW4 4BG",
        "directions": [{ "mode": "tube", "from": "Hendon Central", "minutes": 11, "steps": ["Turn right", "Go on"] }],
    });
    let venue = service.call(&mut client, "POST", "/venues", Some(&venue))["id"].clone();
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
        service.announce(&mut client, &event);
    }
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
