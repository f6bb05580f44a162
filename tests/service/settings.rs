//! Settings, as whoever runs the program meets them: flags, environment, file, and every mistake at once.

use std::fs;

use crate::house::program::Program;

#[tokio::test]
async fn a_flag_wins_over_the_environment_and_that_over_the_file() {
    let mut program = Program::new().await;
    let shown = async |program: &Program, flags: &[&str]| {
        let said = program.run(&[flags, &["config", "--json"]].concat()).await;
        assert_eq!(said.status, 0, "{}", said.err);
        let settings: serde_json::Value = serde_json::from_str(&said.out).unwrap();
        settings["CONVENOR_PUBLIC_URL"].as_str().unwrap().to_owned()
    };
    fs::write(program.folder().join("convenor.toml"), "public_url = \"https://file.example.org\"").unwrap();
    assert_eq!(shown(&program, &[]).await, "https://file.example.org");
    program.set("CONVENOR_PUBLIC_URL", "https://environment.example.org");
    assert_eq!(shown(&program, &[]).await, "https://environment.example.org");
    let flag = ["--public-url", "https://flag.example.org"];
    assert_eq!(shown(&program, &flag).await, "https://flag.example.org");
}

#[tokio::test]
async fn all_mistakes_are_said_at_once_and_nothing_starts() {
    let mut program = Program::new().await;
    program.set("CONVENOR_LISTEN", "here");
    program.set("CONVENOR_ROLES", "cook");
    program.set("CONVENOR_PUBLIK_URL", "https://events.example.org");
    fs::create_dir(program.folder().join("convenor.toml")).unwrap();
    let said = program.run(&["serve"]).await;
    assert!(said.status == 2 && said.err.contains("convenor.toml: let this user read it"), "{}", said.err);
    fs::remove_dir(program.folder().join("convenor.toml")).unwrap();
    fs::write(program.folder().join("convenor.toml"), "colour = \"red\"").unwrap();
    let said = program.run(&["serve"]).await;
    assert_eq!(said.status, 2);
    for setting in ["CONVENOR_LISTEN", "CONVENOR_ROLES", "CONVENOR_PUBLIK_URL", "colour"] {
        assert!(said.err.contains(&format!("  {setting}: ")), "{setting} in {}", said.err);
    }
    assert!(!program.data().exists(), "nothing was made");
}

#[tokio::test]
async fn secrets_are_never_shown() {
    let mut program = Program::new().await;
    program.set("CONVENOR_SMTP_URL", "smtp://ada:hunter2@mail.example.org");
    for arguments in [["config"].as_slice(), &["config", "--json"]] {
        let said = program.run(arguments).await;
        assert_eq!(said.status, 0, "{}", said.err);
        assert!(said.out.contains("CONVENOR_SMTP_URL") && said.out.contains("••••"), "{}", said.out);
        assert!(!(said.out + &said.err).contains("hunter2"));
    }
}

#[tokio::test]
async fn mistakes_in_the_settings_for_mail_are_said_with_the_others() {
    let mut program = Program::new().await;
    let key = program.folder().join("dkim.pem");
    fs::write(&key, "not a key").unwrap();
    for (setting, value) in [
        ("CONVENOR_LISTEN", "here"),
        ("CONVENOR_SMTP_URL", "foo"),
        ("CONVENOR_MAIL_FROM", "Convenor"),
        ("CONVENOR_REPLY_ADDRESS", "replies"),
        ("CONVENOR_DKIM_DOMAIN", "example.org"),
        ("CONVENOR_DKIM_SELECTOR", "convenor"),
        ("CONVENOR_DKIM_KEY_FILE", &key.display().to_string()),
    ] {
        program.set(setting, value);
    }
    for command in ["config", "serve"] {
        let said = program.run(&[command]).await;
        assert_eq!((said.status, said.out.as_str()), (2, ""), "{}", said.err);
        for setting in [
            "LISTEN",
            "SMTP_URL: must look like",
            "MAIL_FROM: must be one",
            "REPLY_ADDRESS: must be one",
            "DKIM_KEY_FILE",
        ] {
            let lines = said.err.lines().filter(|line| line.starts_with(&format!("  CONVENOR_{setting}")));
            assert_eq!(lines.count(), 1, "{setting} in {}", said.err);
        }
        assert!(said.err.contains("Our Branch <events@example.org>"), "{}", said.err);
    }
    assert!(!program.data().exists(), "nothing was made");
}

#[tokio::test]
async fn what_is_shown_is_what_is_in_force() {
    let mut program = Program::new().await;
    program.set("CONVENOR_LISTEN", "127.0.0.1:8090");
    program.set("CONVENOR_DATA_DIR", "kept/");
    program.set("CONVENOR_DATABASE_URL", "");
    let said = program.run(&["config"]).await;
    assert_eq!(said.status, 0, "{}", said.err);
    for line in [
        "CONVENOR_DATABASE_URL=sqlite://kept/convenor.db",
        "CONVENOR_PUBLIC_URL=http://127.0.0.1:8090",
        "CONVENOR_KEY_FILE=kept/key",
    ] {
        assert!(said.out.lines().any(|shown| shown == line), "{line} in {}", said.out);
    }
    assert!(!said.out.contains("<data dir>") && !said.out.contains("<listen>"), "{}", said.out);

    program.set("CONVENOR_SMTP_URL", "smtps://ada:hunter2@mail.example.org");
    let said = program.run(&["config"]).await;
    assert!(said.out.contains("CONVENOR_SMTP_URL=smtps://••••:••••@mail.example.org\n"), "{}", said.out);
}

#[tokio::test]
async fn a_proxy_that_nobody_named_is_remarked_on() {
    let mut program = Program::new().await;
    program.set("CONVENOR_PUBLIC_URL", "https://events.example.org");
    let remarked = async |program: &Program| {
        let (status, said) = program.serve().await.stop().await;
        assert_eq!(status, 0);
        said.iter().any(|line| line.contains("CONVENOR_TRUSTED_PROXIES"))
    };
    assert!(remarked(&program).await);
    program.set("CONVENOR_TRUSTED_PROXIES", "127.0.0.1");
    assert!(!remarked(&program).await);
}

#[tokio::test]
async fn a_mistyped_log_filter_is_said_with_the_others() {
    let mut program = Program::new().await;
    program.set("CONVENOR_LISTEN", "here");
    for mistyped in ["foo=bar=baz", "info,convenor=loud", "verbose", "WARNING"] {
        program.set("CONVENOR_LOG", mistyped);
        for command in ["config", "serve"] {
            let said = program.run(&[command]).await;
            assert_eq!(said.status, 2, "{}", said.err);
            let named = |setting: &str| said.err.contains(&format!("\n  {setting}: write "));
            assert!(named("CONVENOR_LISTEN") && named("CONVENOR_LOG"), "{mistyped}: {}", said.err);
        }
    }
}

#[tokio::test]
async fn settings_with_which_letters_lead_nowhere_are_remarked_on() {
    let mut program = Program::new().await;
    program.set("CONVENOR_SMTP_URL", "smtp://127.0.0.1:1?tls=none");
    program.set("CONVENOR_REPLY_ADDRESS", "reply@example.org");
    let remarked = async |program: &Program| {
        let (status, said) = program.serve().await.stop().await;
        assert_eq!(status, 0);
        ["MAIL_FROM", "PUBLIC_URL", "REPLY_ADDRESS"]
            .map(|name| said.iter().any(|line| line.contains(&format!("CONVENOR_{name}"))))
    };
    assert_eq!(remarked(&program).await, [true; 3]);
    let test = ["mail", "test", "--to", "ada@example.org"];
    assert!(program.run(&test).await.err.contains("CONVENOR_MAIL_FROM"));
    program.set("CONVENOR_MAIL_FROM", "Barnet Branch <events@example.org>");
    program.set("CONVENOR_PUBLIC_URL", "http://events.example.org");
    program.settings.remove("CONVENOR_REPLY_ADDRESS");
    assert_eq!(remarked(&program).await, [false; 3]);
    assert!(!program.run(&test).await.err.contains("CONVENOR_MAIL_FROM"));
}
