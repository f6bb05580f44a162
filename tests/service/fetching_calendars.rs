//! Calendars are fetched from the internet alone, by address, within bounds.

use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

use crate::house::House;
use crate::house::cast::Ada;
use crate::house::program::Program;

const CALENDAR: &str = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\nSUMMARY:Fetched\r\nDTSTART:20990701T100000\r\n\
                        END:VEVENT\r\nEND:VCALENDAR\r\n";

/// A web server that answers every request with these bytes; answers its address, without a slash at the end.
async fn serves(answer: Vec<u8>) -> String {
    serves_at("127.0.0.1", answer).await.0
}

/// The same at an address of this machine's; and how often it was asked.
async fn serves_at(ip: &str, answer: Vec<u8>) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind((ip, 0)).await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    let serving = async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::SeqCst);
            let mut request = BufReader::new(&mut stream).lines();
            while request.next_line().await.is_ok_and(|line| line.is_some_and(|line| !line.is_empty())) {}
            stream.write_all(&answer).await.ok();
        }
    };
    std::thread::spawn(move || {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(serving);
    });
    (address, asked)
}

fn answer(headers: &str, body: &[u8]) -> Vec<u8> {
    let mut bytes = format!("HTTP/1.1 200 OK\r\nConnection: close\r\n{headers}\r\n").into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

#[tokio::test]
async fn no_address_of_this_machine_or_its_networks_is_asked() {
    let house = House::open().await;
    let ada = Ada::of(&house).await;
    let server = serves(answer("", CALENDAR.as_bytes())).await;
    let port = server.rsplit(':').next().unwrap();
    for address in [
        server.clone(),
        format!("http://localhost:{port}/"),
        format!("http://[::1]:{port}/"),
        format!("http://[::ffff:127.0.0.1]:{port}/"),
        format!("http://2130706433:{port}/"),
        format!("http://0x7f.1:{port}/"),
        "http://169.254.169.254/latest/meta-data/".to_owned(),
        "http://10.0.0.1/".to_owned(),
        "webcal://192.168.1.1/a.ics".to_owned(),
        "WEBCAL://192.168.1.1/a.ics".to_owned(),
    ] {
        let said = ada.post("/imports", &json!({ "url": address })).await.json(422);
        assert!(said.to_string().contains("private network"), "{address}: {said}");
    }
    for address in ["file:///etc/passwd", "ftp://example.org/a", "gopher://a", "nothing"] {
        let said = ada.post("/imports", &json!({ "url": address })).await.json(422);
        assert!(said.to_string().contains("must begin with"), "{address}: {said}");
    }
    for address in
        ["http://ada:secret@example.org/", "https://ada@example.org/a", "webcal://:secret@example.org/a"]
    {
        let said = ada.post("/imports", &json!({ "url": address })).await.json(422);
        assert!(said.to_string().contains("no user name or password"), "{address}: {said}");
        assert!(!said.to_string().contains("secret"), "{said}");
    }
}

#[tokio::test]
async fn an_address_that_may_be_asked_leads_to_none_that_may_not() {
    let (inside, asked) = serves_at("127.0.0.2", answer("", CALENDAR.as_bytes())).await;
    let leads_to = async |to: &str| {
        let found = format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n");
        serves(found.into_bytes()).await
    };
    // What an address of the internet is to a service, one of this machine's is here, and that one alone.
    let house = House::open_with(&[("CONVENOR_PRIVATE_ADDRESSES", "127.0.0.1")]).await;
    let ada = Ada::of(&house).await;
    let trial = |url: &str| json!({ "url": url, "dry_run": true });
    assert_eq!(
        ada.post("/imports", &trial(&serves(answer("", CALENDAR.as_bytes())).await)).await.json(200)["taken"],
        1
    );
    let port = inside.rsplit(':').next().unwrap();
    let twice = leads_to(&leads_to(&inside).await).await;
    for url in [
        leads_to(&inside).await,
        twice,
        leads_to(&format!("//127.0.0.2:{port}/")).await,
        leads_to(&format!("http://[::ffff:127.0.0.2]:{port}/")).await,
        leads_to("http://169.254.169.254/latest/meta-data/").await,
        leads_to("https://10.0.0.1/").await,
    ] {
        let said = ada.post("/imports", &trial(&url)).await.json(422);
        assert!(said.to_string().contains("private network"), "{said}");
    }
    assert_eq!(asked.load(Ordering::SeqCst), 0, "nobody knocked there");

    let house = House::open_with(&[("CONVENOR_PRIVATE_ADDRESSES", "127.0.0.1, 127.0.0.2/31")]).await;
    let ada = Ada::of(&house).await;
    assert_eq!(ada.post("/imports", &trial(&leads_to(&inside).await)).await.json(200)["taken"], 1);
}

#[tokio::test]
async fn what_is_fetched_is_bounded_however_it_is_sent() {
    let house = House::open_with(&[("CONVENOR_PRIVATE_ADDRESSES", "allowed")]).await;
    let ada = Ada::of(&house).await;
    let fetched = async |bytes: Vec<u8>| {
        let url = serves(bytes).await.replace("http://", "HTTP://");
        ada.post("/imports", &json!({ "url": url, "dry_run": true })).await
    };
    assert_eq!(fetched(answer("", CALENDAR.as_bytes())).await.json(200)["taken"], 1);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(CALENDAR.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    assert_eq!(fetched(answer("Content-Encoding: gzip\r\n", &packed)).await.json(200)["taken"], 1);
    let old = [CALENDAR.replace("Fetched", "Caf").as_bytes(), b""].concat();
    let at = old.windows(3).position(|three| three == b"Caf").unwrap() + 3;
    for (headers, letter) in [
        ("Content-Type: text/calendar; charset=ISO-8859-1\r\n", &b"\xe9"[..]),
        ("Content-Type: text/calendar\r\n", b"\xe9"),
        ("Content-Type: text/calendar; charset=macintosh\r\n", b"\x8e"),
        ("Content-Type: text/calendar; charset=utf-8\r\n", "é".as_bytes()),
    ] {
        let body = [&old[..at], letter, &old[at..]].concat();
        assert_eq!(
            fetched(answer(headers, &body)).await.json(200)["entries"][0]["title"],
            "Café",
            "{headers}"
        );
    }
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..200 {
        bomb.write_all(&[b'a'; 1024 * 1024]).unwrap();
    }
    let bomb = bomb.finish().unwrap();
    for (bytes, said) in [
        (answer("Content-Encoding: gzip\r\n", &bomb), "larger than 5 MiB"),
        (answer("", &vec![b'a'; 6 * 1024 * 1024]), "larger than 5 MiB"),
        (answer("Content-Encoding: br\r\n", b"x"), "no text"),
        (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".to_vec(), "answered 404"),
        (
            b"HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n".to_vec(),
            "leads on to others",
        ),
        (
            b"HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n".to_vec(),
            "must begin with",
        ),
    ] {
        let answer = fetched(bytes).await.json(422);
        assert!(answer.to_string().contains(said), "{said}: {answer}");
    }
}

#[tokio::test]
async fn the_command_reads_a_file_or_an_address_and_reports_each_entry() {
    let mut program = Program::new().await;
    let made = program.run(&["organisation", "create", "barnet", "--name", "Barnet Branch"]).await;
    assert_eq!(made.status, 0, "{}", made.err);
    let file = program.folder().join("other.ics");
    std::fs::write(&file, CALENDAR).unwrap();
    let path = file.to_str().unwrap().to_owned();
    let ics = ["import", "ics", &path, "--organisation", "barnet"];
    let trial = program.run(&[&ics[..], &["--dry-run"]].concat()).await;
    assert_eq!(trial.status, 0, "{}", trial.err);
    assert!(trial.out.starts_with("taken\t2099-07-01T10:00\tFetched\t"), "{}", trial.out);
    assert!(trial.err.contains("nothing was written"), "{}", trial.err);
    let said = program.run(&[&ics[..], &["--json"]].concat()).await;
    let lines: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!((&lines[0]["what"], &lines[0]["title"]), (&json!("taken"), &json!("Fetched")));
    assert!(program.run(&ics).await.out.starts_with("unchanged\t"));
    let nowhere = program.run(&["import", "ics", "nothing.ics", "--organisation", "barnet"]).await;
    assert_eq!((nowhere.status, nowhere.out.as_str()), (1, ""), "{}", nowhere.err);
    std::fs::write(&file, vec![b'a'; 50 * 1024 * 1024]).unwrap();
    let huge = program.run(&ics).await;
    assert!(huge.status == 1 && huge.err.contains("larger than"), "{}", huge.err);

    let server = serves(answer("", CALENDAR.as_bytes())).await;
    let server = server.replace("http://", "HTTP://");
    let fetch = ["import", "ics", &server, "--organisation", "barnet"];
    let refused = program.run(&fetch).await;
    assert!(refused.status == 1 && refused.err.contains("private network"), "{}", refused.err);
    program.set("CONVENOR_PRIVATE_ADDRESSES", "allowed");
    assert!(program.run(&fetch).await.out.starts_with("unchanged\t"));
}
