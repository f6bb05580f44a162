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
