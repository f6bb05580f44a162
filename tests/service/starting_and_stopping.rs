//! How the service starts and stops, and that each way in which it can't start is one sentence that says what to do.

use std::fs;
use std::os::unix::fs::symlink;
use std::time::Duration;

use convenor::database::Engine;
use sea_orm::ConnectionTrait;

use crate::house::House;
use crate::house::cast::Ada;
use crate::house::databases::engine;
use crate::house::program::Program;

#[tokio::test]
async fn the_service_stops_in_order_and_starts_again() {
    let mut house = House::open().await;
    let ada = Ada::of(&house).await;
    let name = async || ada.get("/organisations/barnet").await.json(200)["name"].clone();
    assert_eq!(name().await, "Barnet Branch");
    house.round().await;

    house.stop().await;
    house.start().await;
    assert_eq!(name().await, "Barnet Branch");

    house.crash();
    house.start().await;
    assert_eq!(name().await, "Barnet Branch");
}

#[tokio::test]
async fn the_program_serves_until_it_is_told_to_stop() {
    let program = Program::new().await;
    let serving = program.serve().await;
    let address = format!("http://{}/api/v1/openapi.json", program.settings["CONVENOR_LISTEN"]);
    assert_eq!(reqwest::get(&address).await.unwrap().status(), 200);
    let (status, said) = serving.stop().await;
    assert_eq!(status, 0);
    let warned = said.iter().any(|line| line.contains("CONVENOR_SMTP_URL") && line.contains("nobody"));
    assert!(warned, "it says that nobody is written to: {said:?}");
    assert!(reqwest::get(&address).await.is_err());

    // What was killed leaves nothing behind that would keep the next one from starting.
    program.serve().await.kill().await;
    assert_eq!(program.serve().await.stop().await.0, 0);
}

#[tokio::test]
async fn the_worker_goes_round_by_itself() {
    let program = Program::new().await;
    let serving = program.serve().await;
    let address = format!("http://{}/metrics", program.settings["CONVENOR_LISTEN"]);
    let mut rounds = std::collections::BTreeSet::new();
    let mut looking = tokio::time::interval(Duration::from_millis(100));
    let going_round = async {
        while rounds.len() < 3 {
            looking.tick().await;
            let numbers = reqwest::get(&address).await.unwrap().text().await.unwrap();
            let last = numbers.lines().find(|line| line.starts_with("convenor_worker_last_round_seconds "));
            rounds.extend(last.filter(|line| !line.ends_with(" 0")).map(str::to_owned));
        }
    };
    // Nobody writes anything meanwhile: only the worker's own bell rings.
    tokio::time::timeout(Duration::from_secs(60), going_round).await.expect("it goes round");
    let ready = address.replace("/metrics", "/readyz");
    assert_eq!(reqwest::get(&ready).await.unwrap().status(), 200);
    assert_eq!(serving.stop().await.0, 0);
}

#[tokio::test]
async fn what_it_writes_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let program = Program::new().await;
    program.serve().await.stop().await;
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&program.data()), 0o700);
    assert_eq!(mode(&program.data().join("key")), 0o600);
    if let Some(file) = program.settings["CONVENOR_DATABASE_URL"].strip_prefix("sqlite://") {
        assert_eq!(mode(file.as_ref()), 0o600);
    }
}

#[tokio::test]
async fn a_folder_that_was_there_keeps_its_mode_and_what_is_made_in_it_is_private_all_the_same() {
    use std::os::unix::fs::PermissionsExt;
    let program = Program::new().await;
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let set = |path: &std::path::Path, mode: u32| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    let folder = program.data();
    fs::create_dir(&folder).unwrap();
    set(&folder, 0o777);
    program.run(&["serve"]).await.failed_with(&format!(
        "everybody on this machine may write into the data folder {}: set CONVENOR_DATA_DIR to a folder of its own, or close that one with chmod 700",
        folder.display()
    ));
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0, "nothing was put there");

    set(&folder, 0o755);
    let said_of =
        |said: &[String], what: &str| said.iter().any(|line| line.contains(&format!("chmod {what}")));
    let serving = program.serve().await;
    for file in fs::read_dir(&folder).unwrap() {
        let path = file.unwrap().path();
        let private = if path.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(mode(&path), private, "{}", path.display());
    }
    let (_, said) = serving.stop().await;
    assert_eq!(mode(&folder), 0o755);
    assert!(said_of(&said, "700") && !said_of(&said, "600"), "{said:?}");

    set(&folder, 0o700);
    set(&folder.join("key"), 0o644);
    let (_, said) = program.serve().await.stop().await;
    assert!(!said_of(&said, "700") && said_of(&said, "600"), "{said:?}");
}

#[tokio::test]
async fn a_port_in_use_is_said() {
    let program = Program::new().await;
    let other = std::net::TcpListener::bind(&program.settings["CONVENOR_LISTEN"]).unwrap();
    let port = other.local_addr().unwrap().port();
    program.run(&["serve"]).await.failed_with(&format!(
        "port {port} is in use: stop the other program, or set CONVENOR_LISTEN to another port"
    ));
}

#[tokio::test]
async fn an_address_of_another_machine_is_said() {
    let mut program = Program::new().await;
    program.set("CONVENOR_LISTEN", "192.0.2.1:8080");
    program.run(&["serve"]).await.failed_with(
        "can't listen on 192.0.2.1:8080: set CONVENOR_LISTEN to an address of this machine and a port that this user may open",
    );
}

#[tokio::test]
async fn a_data_folder_that_cannot_be_written_is_said() {
    let mut program = Program::new().await;
    // Nobody may make a folder here, whoever they are.
    program.set("CONVENOR_DATA_DIR", "/proc/convenor");
    program.run(&["serve"]).await.failed_with(
        "the data folder /proc/convenor can't be written: give this user write access to it, or set CONVENOR_DATA_DIR to a folder that has it",
    );
}

#[tokio::test]
async fn a_file_in_the_place_of_the_data_folder_or_the_database_is_said() {
    let mut program = Program::new().await;
    let folder = program.data();
    fs::write(&folder, "a note").unwrap();
    let at = folder.display();
    program
        .run(&["serve"])
        .await
        .failed_with(&format!("{at} is a file: set CONVENOR_DATA_DIR to a folder, or move that file away"));
    fs::remove_file(&folder).unwrap();
    fs::create_dir(&folder).unwrap();
    let database = folder.join("notes.db");
    fs::write(&database, "a note, longer than the head of a database, ".repeat(40)).unwrap();
    program.set("CONVENOR_DATABASE_URL", &format!("sqlite://{}", database.display()));
    program.run(&["serve"]).await.failed_with(&format!(
        "{} is not a SQLite database: move it away, or set CONVENOR_DATABASE_URL or CONVENOR_DATA_DIR to another place",
        database.display()
    ));
}

#[tokio::test]
async fn a_full_disk_is_said() {
    let program = Program::new().await;
    let folder = program.data();
    fs::create_dir(&folder).unwrap();
    // The system itself answers "no space left" to whoever writes here.
    symlink("/dev/full", folder.join(".write-check")).unwrap();
    program.run(&["serve"]).await.failed_with(&format!(
        "there is no space left on the disk of the data folder {}: free some, then start again",
        folder.display()
    ));
}

#[tokio::test]
async fn a_second_process_on_one_folder_is_said() {
    let mut program = Program::new().await;
    let first = program.serve().await;
    program.set("CONVENOR_LISTEN", "127.0.0.1:0");
    if engine() == Engine::Postgres {
        // Nodes on PostgreSQL may share a folder, and with it the key file.
        let second = program.serve().await;
        assert_eq!((first.stop().await.0, second.stop().await.0), (0, 0));
        return;
    }
    program.run(&["serve"]).await.failed_with(&format!(
        "another convenor already serves from the data folder {}: stop it first, or set CONVENOR_DATA_DIR to another folder",
        program.data().display()
    ));
    assert_eq!(first.stop().await.0, 0);
}

#[tokio::test]
async fn a_key_file_of_another_database_is_said() {
    let [program, other] = [Program::new().await, Program::new().await];
    for one in [&program, &other] {
        one.run(&["organisation", "create", "barnet", "--name", "Barnet"]).await;
    }
    let key = program.data().join("key");
    let path = key.display();
    let advice = "copy the key file from the first node or from its own backup to that path, or point CONVENOR_KEY_FILE at it";

    fs::copy(other.data().join("key"), &key).unwrap();
    let sentence = format!("the key file {path} does not belong to this database: {advice}");
    program.run(&["serve"]).await.failed_with(&sentence);

    fs::remove_file(&key).unwrap();
    let sentence = format!("the key file {path} is missing, and this database was closed with one: {advice}");
    program.run(&["serve"]).await.failed_with(&sentence);
    assert!(!key.exists(), "no new key is made, with which nothing would open");

    for garbage in [b"not a key".as_slice(), b"\xff\xfe\x00"] {
        fs::write(&key, garbage).unwrap();
        program.run(&["serve"]).await.failed_with(&format!(
            "{path} is not a key file that convenor wrote: restore it from its own backup, or point CONVENOR_KEY_FILE at the right one"
        ));
    }
}

#[tokio::test]
async fn a_database_of_a_later_release_is_said_and_left_alone() {
    let program = Program::new().await;
    assert_eq!(program.run(&["migrate", "up"]).await.status, 0);
    let look = program.database().connect().await;
    look.execute_unprepared("INSERT INTO compatibility VALUES ('m9999_later', '99.1.0')").await.unwrap();
    for command in [["serve"].as_slice(), &["migrate", "up"]] {
        program.run(command).await.failed_with(&format!(
            "this database needs convenor 99.1.0 or newer and this is {}: start the newer release, or restore a backup made before it",
            env!("CARGO_PKG_VERSION")
        ));
    }
}

#[tokio::test]
async fn a_database_that_is_not_there_is_said_without_its_password() {
    let mut program = Program::new().await;
    program.set("CONVENOR_DATABASE_URL", "postgres://ada:hunter2@127.0.0.1:1/convenor");
    let said = program.run(&["serve"]).await;
    said.failed_with(
        "the PostgreSQL server can't be reached: check that it runs and that the address, user, password and database in CONVENOR_DATABASE_URL are right",
    );
    assert!(!said.err.contains("hunter2"));
    assert!(said.err.contains("Connection refused") && !said.err.contains("pool timed out"), "{}", said.err);

    if engine() == Engine::Sqlite {
        program.set("CONVENOR_DATABASE_URL", "sqlite:///proc/convenor.db");
        program.run(&["serve"]).await.failed_with(
            "the database file /proc/convenor.db can't be opened for writing: give this user write access to it and its folder, or set CONVENOR_DATA_DIR to a folder that has it",
        );
    }
}

#[tokio::test]
async fn a_proxy_that_is_not_trusted_is_said_once() {
    for (proxies, untrusted) in [("", true), ("127.0.0.0/8", false)] {
        let house = House::open_with(&[("CONVENOR_TRUSTED_PROXIES", proxies)]).await;
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let ready = async |forwarded: bool| {
            let request = client.get(format!("{}/readyz", house.url));
            let request = if forwarded { request.header("x-forwarded-for", "198.51.100.7") } else { request };
            request.send().await.unwrap().json::<serde_json::Value>().await.unwrap()
        };
        let before = ready(false).await["forwarded"].clone();
        for _ in 0..3 {
            assert_eq!(ready(true).await["ready"], true);
        }
        assert_eq!(ready(false).await["forwarded"] != before, untrusted, "{proxies}");
        let said = house.log.text().matches("CONVENOR_TRUSTED_PROXIES").count();
        assert_eq!(said, usize::from(untrusted), "{proxies}: {}", house.log.text());
        assert!(!house.log.text().contains("198.51.100.7"));
    }
}

#[tokio::test]
async fn a_key_file_that_only_people_can_turn_over_is_asked_for_when_it_is_due() {
    const DAY: Duration = Duration::from_hours(24);
    let house = House::open().await;
    let asked = || house.log.text().contains("run `convenor key rotate` on one node");
    house.clock.pass(14 * DAY);
    house.round().await;
    assert!(!asked());
    house.clock.pass(2 * DAY);
    house.round().await;
    assert_eq!(asked(), engine() == Engine::Postgres, "with SQLite the worker has done it");
}
