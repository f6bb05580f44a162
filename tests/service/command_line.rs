//! The commands, typed as an administrator types them.

use sea_orm::ConnectionTrait;
use serde_json::Value;

use crate::house::program::Program;

#[tokio::test]
async fn a_branch_and_a_key_are_made_and_the_key_works_until_it_is_revoked() {
    let program = Program::new().await;
    let made = program.run(&["organisation", "create", "barnet", "--name", "Barnet Branch"]).await;
    assert_eq!(made.status, 0, "{}", made.err);
    let again = program.run(&["organisation", "create", "barnet", "--name", "Another"]).await;
    again.failed_with("another organisation has this slug: choose another");
    let listed = program.run(&["organisation", "list"]).await;
    assert!(listed.out.contains("barnet") && listed.out.contains("Barnet Branch"), "{}", listed.out);

    let scope = ["--scope", "events:read", "--scope", "events:write"];
    let create = [&["api-key", "create", "--organisation", "barnet", "--name", "Site"], &scope[..]].concat();
    let made = program.run(&create).await;
    assert_eq!(made.status, 0, "{}", made.err);
    let key = made.out.trim();
    assert!(key.starts_with("cnv_") && made.out.lines().count() == 1, "{}", made.out);

    let list = ["api-key", "list", "--organisation", "barnet", "--json"];
    let listed = program.run(&list).await;
    assert!(!listed.out.contains(key), "a key is shown once");
    let id = serde_json::from_str::<Value>(&listed.out).unwrap()[0]["id"].as_str().unwrap().to_owned();

    let serving = program.serve().await;
    let address = format!("http://{}/api/v1/events", program.settings["CONVENOR_LISTEN"]);
    let status = async || {
        let request = reqwest::Client::new().get(&address).bearer_auth(key).send();
        request.await.unwrap().status().as_u16()
    };
    assert_eq!(status().await, 200);
    let revoked = program.run(&["api-key", "revoke", &id]).await;
    assert_eq!(revoked.status, 0, "{}", revoked.err);
    assert_eq!(status().await, 401);
    assert_eq!(serving.stop().await.0, 0);
}

#[tokio::test]
async fn the_schema_is_brought_up_to_date_and_its_state_is_told() {
    let program = Program::new().await;
    let status = async || -> Value {
        let said = program.run(&["migrate", "status", "--json"]).await;
        assert_eq!(said.status, 0, "{}", said.err);
        serde_json::from_str(&said.out).unwrap()
    };
    let before = status().await;
    assert_eq!(before["applied"], Value::Array(Vec::new()));
    assert_eq!(program.run(&["migrate", "up"]).await.status, 0);
    let after = status().await;
    assert_eq!(after["applied"], before["pending"]);
    assert_eq!(after["pending"], Value::Array(Vec::new()));
    assert_eq!(program.run(&["migrate", "up"]).await.status, 0, "a second time does no harm");
}

#[tokio::test]
async fn what_a_later_release_did_to_the_tables_is_not_called_ours() {
    let program = Program::new().await;
    assert_eq!(program.run(&["migrate", "up"]).await.status, 0);
    let look = program.database().connect().await;
    look.execute_unprepared("INSERT INTO seaql_migrations VALUES ('m9999_later', 0)").await.unwrap();
    let said = program.run(&["migrate", "status"]).await;
    assert_eq!(said.status, 0, "{}", said.err);
    assert!(
        said.out.contains("newer    m9999_later\n") && said.out.contains("applied  m0001"),
        "{}",
        said.out
    );
    let said = program.run(&["migrate", "status", "--json"]).await;
    let state: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(state["newer"], serde_json::json!(["m9999_later"]));
    assert!(!state["applied"].to_string().contains("m9999_later"), "{state}");
}

#[tokio::test]
async fn a_reader_who_has_gone_ends_it_quietly() {
    let program = Program::new().await;
    for arguments in [["openapi"].as_slice(), &["config"], &["openapi", "--json"]] {
        let (reader, gone) = std::io::pipe().unwrap();
        drop(reader);
        let ended = std::process::Command::new(env!("CARGO_BIN_EXE_convenor"))
            .args(arguments)
            .current_dir(program.folder())
            .env_clear()
            .stdout(gone)
            .output()
            .unwrap();
        let said = String::from_utf8(ended.stderr).unwrap();
        assert_eq!((ended.status.code(), said.as_str()), (Some(0), ""), "{arguments:?}");
    }
}

#[tokio::test]
async fn a_mistyped_command_is_refused_with_the_ones_there_are() {
    let program = Program::new().await;
    let said = program.run(&["organize"]).await;
    assert_eq!(said.status, 2);
    assert!(said.err.contains("Usage: convenor"), "{}", said.err);
    let help = program.run(&["--help"]).await;
    for command in
        ["serve", "migrate", "organisation", "api-key", "outbox", "key", "config", "openapi", "demo"]
    {
        assert!(help.out.contains(&format!("\n  {command} ")), "{command} in {}", help.out);
    }
}

#[tokio::test]
async fn the_key_file_is_turned_over_and_everything_still_opens() {
    let program = Program::new().await;
    program.run(&["organisation", "create", "barnet", "--name", "Barnet Branch"]).await;
    let key = || std::fs::read_to_string(program.data().join("key")).unwrap();
    let before = key();
    let said = program.run(&["key", "rotate"]).await;
    assert_eq!(said.status, 0, "{}", said.err);
    assert_ne!(key(), before);
    assert_eq!(program.run(&["organisation", "list"]).await.status, 0);
    assert_eq!(program.serve().await.stop().await.0, 0);
}

#[tokio::test]
async fn all_that_was_mistyped_is_told_at_once_and_how_it_is_typed() {
    let program = Program::new().await;
    let wrong =
        ["organisation", "create", "Not A Slug", "--name", "", "--timezone", "foo", "--email", "nobody"];
    let said = program.run(&wrong).await;
    assert_eq!(said.status, 2, "{}", said.err);
    let lines: Vec<&str> = said.err.lines().collect();
    assert_eq!(lines[0], "convenor: this can't be done as it was typed:");
    for (line, begin) in lines[1..].iter().zip([
        "SLUG must have",
        "--name must not",
        "--timezone must be the IANA",
        "--email must be",
    ]) {
        assert!(line.starts_with(&format!("  {begin}")), "{line}");
    }
    assert_eq!(lines.len(), 5, "{}", said.err);

    for (typed, words) in [
        (
            ["api-key", "revoke", "zzz"].as_slice(),
            "this is not the id of a key; `convenor api-key list --organisation SLUG`",
        ),
        (&["outbox", "retry", "zzz"], "this is not the id of a letter; `convenor outbox list`"),
        (
            &["mail", "test", "--to", "nobody"],
            "'--to <TO>': must be one address with one @, like name@example.org",
        ),
    ] {
        let said = program.run(typed).await;
        assert_eq!(said.status, 2, "{}", said.err);
        assert!(said.err.contains(words), "{}", said.err);
    }
    program.run(&["organisation", "create", "barnet", "--name", "Barnet Branch"]).await;
    let key = ["api-key", "create", "--organisation", "barnet", "--name", "", "--scope", "events:read"];
    let said = program.run(&key).await;
    assert_eq!(said.status, 2, "{}", said.err);
    assert!(said.err.contains("\n  --name must have 1 to 100 characters"), "{}", said.err);
    let unknown = "0198f2f0-6c1e-7d3a-9c55-0c3f6f1a2b01";
    let said = program.run(&["api-key", "revoke", unknown]).await;
    said.failed_with(
        "there is no key with this id: `convenor api-key list --organisation SLUG` shows the ids, first on each line",
    );
    let said = program.run(&["api-key", "list", "--organisation", "nowhere"]).await;
    said.failed_with("there is no such organisation: `convenor organisation list` shows those there are");
}

#[tokio::test]
async fn no_cause_of_a_failed_start_is_told_twice() {
    let mut elsewhere = Program::new().await;
    elsewhere.set("CONVENOR_DATABASE_URL", "postgres://nobody:secret@127.0.0.1:1/nothing");
    let said = elsewhere.run(&["migrate", "status"]).await;
    assert_eq!(said.status, 1, "{}", said.err);
    let lines: Vec<&str> =
        said.err.lines().map(|line| line.rsplit_once(": ").map_or(line, |(_, last)| last)).collect();
    assert!(lines.len() > 1, "{}", said.err);
    for (place, line) in lines.iter().enumerate() {
        assert!(!lines[..place].contains(line), "{}", said.err);
    }
}
