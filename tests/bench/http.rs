//! A client that costs next to nothing: one connection, kept open, HTTP/1.1.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;

/// One connection.
pub(crate) struct Client {
    stream: BufReader<TcpStream>,
    head: Vec<u8>,
    body: Vec<u8>,
    /// The validator of the last answer.
    pub(crate) etag: String,
}

impl Client {
    pub(crate) fn connect(port: u16) -> std::io::Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        let stream = BufReader::with_capacity(64 * 1024, stream);
        Ok(Self { stream, head: Vec::new(), body: Vec::new(), etag: String::new() })
    }

    /// Sends a request as it stands and reads its answer: the status, and the body until the next.
    pub(crate) fn send(&mut self, request: &[u8]) -> std::io::Result<(u16, &[u8])> {
        self.stream.get_mut().write_all(request)?;
        let mut status = 0;
        let mut length = 0;
        loop {
            self.head.clear();
            if self.stream.read_until(b'\n', &mut self.head)? == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            let line = self.head.trim_ascii();
            if line.is_empty() {
                break;
            }
            if status == 0 {
                status = number(&line[9..12]);
            } else if let Some(value) = value_of(line, "content-length:") {
                length = number(value);
            } else if let Some(value) = value_of(line, "etag:") {
                self.etag.clear();
                self.etag.push_str(std::str::from_utf8(value).unwrap());
            }
        }
        self.body.resize(length, 0);
        self.stream.read_exact(&mut self.body)?;
        Ok((u16::try_from(status).unwrap(), &self.body))
    }
}

fn value_of<'a>(line: &'a [u8], name: &str) -> Option<&'a [u8]> {
    let (start, value) = line.split_at_checked(name.len())?;
    start.eq_ignore_ascii_case(name.as_bytes()).then(|| value.trim_ascii())
}

fn number(digits: &[u8]) -> usize {
    std::str::from_utf8(digits).unwrap().parse().unwrap()
}

/// A request with a body of JSON, or without one.
pub(crate) fn request(method: &str, path: &str, key: Option<&str>, body: Option<&Value>) -> Vec<u8> {
    let mut text = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\n");
    if let Some(key) = key {
        text += &format!("Authorization: Bearer {key}\r\n");
    }
    let body = body.map(Value::to_string).unwrap_or_default();
    if !body.is_empty() {
        text += &format!("Content-Type: application/json\r\nContent-Length: {}\r\n", body.len());
    }
    (text + "\r\n" + &body).into_bytes()
}

/// Lets `clients` ask without a pause until `time` is over: how many answers came a second. An answer of another status
/// than `status` ends the benchmark.
pub(crate) fn rate(port: u16, clients: usize, time: Duration, status: u16, request: &[u8]) -> f64 {
    let over = AtomicBool::new(false);
    let began = Instant::now();
    let answers: usize = std::thread::scope(|scope| {
        let asking = |_client| {
            scope.spawn(|| {
                let mut client = Client::connect(port).unwrap();
                let mut answers = 0;
                while !over.load(Ordering::Relaxed) {
                    let (said, body) = client.send(request).unwrap();
                    assert_eq!(said, status, "{}", String::from_utf8_lossy(body));
                    answers += 1;
                }
                answers
            })
        };
        let asking: Vec<_> = (0..clients).map(asking).collect();
        std::thread::sleep(time);
        over.store(true, Ordering::Relaxed);
        asking.into_iter().map(|client| client.join().unwrap()).sum()
    });
    answers as f64 / began.elapsed().as_secs_f64()
}
