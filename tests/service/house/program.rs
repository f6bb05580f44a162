//! The program itself, as a process: typed commands, exit statuses, signals.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::time::Duration;

use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStderr, Command};
use tokio::time::timeout;

use super::databases::TestDatabase;

/// What no start and no stop may take longer than, on a machine that does much else.
const PATIENCE: Duration = Duration::from_secs(30);

/// The program with settings, a folder and an empty database of its own.
pub(crate) struct Program {
    pub(crate) settings: BTreeMap<String, String>,
    folder: TempDir,
    database: TestDatabase,
}

/// What a command said.
pub(crate) struct Said {
    /// The exit status.
    pub(crate) status: i32,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

/// A process that serves.
pub(crate) struct Serving {
    child: Child,
    lines: Lines<BufReader<ChildStderr>>,
}

impl Program {
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = TestDatabase::empty().await;
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let settings = [
            ("CONVENOR_LISTEN", port.to_string()),
            ("CONVENOR_DATA_DIR", folder.path().join("data").display().to_string()),
            ("CONVENOR_DATABASE_URL", database.url.clone()),
        ];
        let settings = settings.map(|(name, value)| (name.to_owned(), value)).into();
        Self { settings, folder, database }
    }

    /// With another value for one setting.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.settings.insert(name.to_owned(), value.to_owned());
    }

    /// The data folder, which is made by the first command that needs it.
    pub(crate) fn data(&self) -> PathBuf {
        PathBuf::from(&self.settings["CONVENOR_DATA_DIR"])
    }

    /// The folder in which it is started.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn database(&self) -> &TestDatabase {
        &self.database
    }

    /// Types a command and waits until it has ended.
    pub(crate) async fn run(&self, arguments: &[&str]) -> Said {
        let output = self.command(arguments).output();
        let Output { status, stdout, stderr } = timeout(PATIENCE, output).await.expect("it ends").unwrap();
        Said {
            status: status.code().expect("it ends by itself"),
            out: String::from_utf8(stdout).unwrap(),
            err: String::from_utf8(stderr).unwrap(),
        }
    }

    /// Starts it, and waits until it serves.
    pub(crate) async fn serve(&self) -> Serving {
        self.serve_as(&["serve"]).await
    }

    /// The same by another command that serves.
    pub(crate) async fn serve_as(&self, arguments: &[&str]) -> Serving {
        let mut child = self.command(arguments).spawn().unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut serving = Serving { child, lines };
        timeout(PATIENCE, serving.read_until_served()).await.expect("it serves");
        serving
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_convenor"));
        command
            .args(arguments)
            .current_dir(&self.folder)
            .env_clear()
            .envs(&self.settings)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        command
    }
}

impl Serving {
    async fn read_until_served(&mut self) {
        let mut said = Vec::new();
        while let Some(line) = self.lines.next_line().await.unwrap() {
            if line.starts_with("Convenor serves on ") {
                return;
            }
            said.push(line);
        }
        panic!("it ended before it served: {said:#?}");
    }

    /// What it printed on standard output, up to the line that begins with `last`.
    pub(crate) async fn printed(&mut self, last: &str) -> Vec<String> {
        let mut lines = BufReader::new(self.child.stdout.take().expect("not read yet")).lines();
        let mut printed = Vec::new();
        let read = async {
            while let Some(line) = lines.next_line().await.unwrap() {
                let is_last = line.starts_with(last);
                printed.push(line);
                if is_last {
                    return;
                }
            }
            panic!("it never printed \"{last}\"");
        };
        timeout(PATIENCE, read).await.expect("it prints");
        printed
    }

    /// Asks it to stop, as systemd does, and waits until it has. Answers its exit status and what it said meanwhile.
    pub(crate) async fn stop(mut self) -> (i32, Vec<String>) {
        let id = self.child.id().expect("it runs");
        let told = Command::new("sh").arg("-c").arg(format!("kill -TERM {id}")).status().await.unwrap();
        assert!(told.success());
        let mut said = Vec::new();
        let ended = async {
            while let Some(line) = self.lines.next_line().await.unwrap() {
                said.push(line);
            }
            self.child.wait().await.unwrap()
        };
        let status = timeout(PATIENCE, ended).await.expect("it stops");
        (status.code().expect("it ends by itself"), said)
    }

    /// Ends it as a power cut would.
    pub(crate) async fn kill(mut self) {
        self.child.kill().await.unwrap();
    }
}

impl Said {
    /// That it failed with this one sentence, below which only causes may stand.
    #[track_caller]
    pub(crate) fn failed_with(&self, sentence: &str) {
        let mut lines = self.err.lines();
        assert_eq!(self.status, 1, "{}", self.err);
        assert_eq!(lines.next(), Some(format!("convenor: {sentence}").as_str()), "{}", self.err);
        assert!(lines.all(|line| line.trim_start().starts_with("because: ")), "{}", self.err);
        assert_eq!(self.out, "");
    }
}
