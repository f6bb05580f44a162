//! The program as people run it: a process of the release build, with a folder of its own on this disk.

use std::fs::File;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use super::http::{self, Client};

/// The slug of the branch.
pub(crate) const BRANCH: &str = "our-branch";
/// How long it may take to start.
const PATIENCE: Duration = Duration::from_secs(30);

/// A branch, with a key for everything.
pub(crate) struct Service {
    pub(crate) port: u16,
    pub(crate) key: String,
    settings: Vec<(String, String)>,
    folder: TempDir,
    child: Option<Child>,
}

impl Service {
    /// A new branch, served.
    pub(crate) fn new(settings: &[(&str, &str)]) -> Self {
        let folder = folder();
        let port = free_port();
        let mut all = vec![
            ("CONVENOR_DATA_DIR".to_owned(), folder.path().join("data").display().to_string()),
            ("CONVENOR_LISTEN".to_owned(), format!("127.0.0.1:{port}")),
            ("CONVENOR_REPLIES_PER_NETWORK".to_owned(), "off".to_owned()),
        ];
        all.extend(settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let mut service = Self { port, key: String::new(), settings: all, folder, child: None };
        service.type_in(&["organisation", "create", BRANCH, "--name", "Our Branch"]);
        let scopes = ["events:read", "events:write", "rsvps:create", "rsvps:read", "rsvps:write"];
        let scopes = scopes.iter().flat_map(|scope| ["--scope", scope]);
        let create = ["api-key", "create", "--organisation", BRANCH, "--name", "Bench", "--json"];
        let words: Vec<&str> = create.into_iter().chain(scopes).collect();
        let made: Value = serde_json::from_str(&service.type_in(&words)).unwrap();
        made["key"].as_str().unwrap().clone_into(&mut service.key);
        service.start();
        service
    }

    /// Its database, for who changes it behind its back.
    pub(crate) fn database(&self) -> String {
        format!("sqlite://{}", self.folder.path().join("data/convenor.db").display())
    }

    /// Starts it, and says how long it took until the first answer of 200.
    pub(crate) fn start(&mut self) -> Duration {
        let log = File::options().create(true).append(true).open(self.folder.path().join("log")).unwrap();
        let began = Instant::now();
        self.child = Some(self.command(&["serve"]).stderr(log).spawn().unwrap());
        let ask = http::request("GET", "/", None, None);
        while !Client::connect(self.port)
            .is_ok_and(|mut client| client.send(&ask).is_ok_and(|said| said.0 == 200))
        {
            assert!(began.elapsed() < PATIENCE, "it does not serve: {}", self.log());
            std::thread::sleep(Duration::from_millis(1));
        }
        began.elapsed()
    }

    /// Ends it as a power cut would.
    pub(crate) fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            // It may have ended already.
            drop(child.kill());
            child.wait().unwrap();
        }
    }

    /// What ends it from beside those who use it.
    pub(crate) fn power(&self) -> Power {
        Power(self.child.as_ref().unwrap().id())
    }

    /// How much memory it holds, in megabytes (`VmRSS`).
    pub(crate) fn resident(&self) -> f64 {
        let status = format!("/proc/{}/status", self.child.as_ref().unwrap().id());
        let status = std::fs::read_to_string(status).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<f64>().unwrap() / 1024.0
    }

    /// One call of the API with the branch's key; anything but success ends the benchmark.
    pub(crate) fn call(&self, client: &mut Client, method: &str, path: &str, body: Option<&Value>) -> Value {
        let path = format!("/api/v1{path}");
        let (status, said) = client.send(&http::request(method, &path, Some(&self.key), body)).unwrap();
        assert!((200..300).contains(&status), "{method} {path}: {}", String::from_utf8_lossy(said));
        if said.is_empty() { Value::Null } else { serde_json::from_slice(said).unwrap() }
    }

    /// Announces an event and publishes it; answers its id.
    pub(crate) fn announce(&self, client: &mut Client, event: &Value) -> String {
        let id = self.call(client, "POST", "/events", Some(event))["id"].as_str().unwrap().to_owned();
        self.call(client, "POST", &format!("/events/{id}/publish"), None);
        id
    }

    fn type_in(&self, words: &[&str]) -> String {
        let said = self.command(words).stderr(Stdio::piped()).output().unwrap();
        assert!(said.status.success(), "{words:?}: {}", String::from_utf8_lossy(&said.stderr));
        String::from_utf8(said.stdout).unwrap()
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(program());
        command.args(words).current_dir(&self.folder).env_clear().stdin(Stdio::null()).stdout(Stdio::piped());
        command.envs(self.settings.iter().map(|(name, value)| (name, value)));
        command
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        self.kill();
    }
}

/// The process of a service.
pub(crate) struct Power(u32);

impl Power {
    /// `kill -9`.
    pub(crate) fn cut(&self) {
        assert!(Command::new("kill").args(["-9", &self.0.to_string()]).status().unwrap().success());
    }
}

/// The release build.
pub(crate) fn program() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_convenor"))
}

/// A folder on the disk that is built on, not in memory as `/tmp` may be.
pub(crate) fn folder() -> TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
}

pub(crate) fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}
