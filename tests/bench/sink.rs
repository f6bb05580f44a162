//! A mail server that takes every letter and keeps none: it counts, and notes when the first and the last came.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::linux::net::TcpStreamExt;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How long a benchmark waits for letters that ought to come.
const PATIENCE: Duration = Duration::from_mins(5);

/// What has come since it was last asked.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Come {
    pub(crate) letters: usize,
    pub(crate) bytes: usize,
    /// When the first of them began to be told of, and when the last was taken.
    span: Option<(Instant, Instant)>,
}

impl Come {
    pub(crate) fn a_second(&self) -> f64 {
        let (first, last) = self.span.unwrap();
        self.letters as f64 / last.duration_since(first).as_secs_f64()
    }
}

#[derive(Clone)]
pub(crate) struct Sink {
    pub(crate) port: u16,
    takes: Duration,
    acknowledges: bool,
    come: Arc<Mutex<Come>>,
}

impl Sink {
    /// One that leaves acknowledging what it reads to the system, as programs do. A client that writes a letter and its final
    /// dot apart, and lets the system delay the second until the first is acknowledged, waits 40 ms each time (RFC 1122,
    /// section 4.2.3.2): lettre's own connections do, ours don't.
    pub(crate) fn usual() -> Self {
        Self::start(Duration::ZERO, false)
    }

    /// One on which no client waits for acknowledgements.
    pub(crate) fn at_once() -> Self {
        Self::start(Duration::ZERO, true)
    }

    /// The same, but so long passes before it says that it has a letter.
    pub(crate) fn slow(takes: Duration) -> Self {
        Self::start(takes, true)
    }

    fn start(takes: Duration, acknowledges: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let sink =
            Self { port: listener.local_addr().unwrap().port(), takes, acknowledges, come: Arc::default() };
        let taking = sink.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let sink = taking.clone();
                // A client that goes away ends its conversation, and nothing else.
                std::thread::spawn(move || drop(sink.converse(stream.unwrap())));
            }
        });
        sink
    }

    /// The setting that leads here.
    pub(crate) fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}?tls=none", self.port)
    }

    /// Waits until `count` letters have come, and begins to count anew.
    pub(crate) fn wait_for(&self, count: usize) -> Come {
        let until = Instant::now() + PATIENCE;
        loop {
            let mut come = self.come.lock().unwrap();
            if come.letters >= count {
                return std::mem::take(&mut *come);
            }
            assert!(Instant::now() < until, "{} letters came instead of {count}", come.letters);
            drop(come);
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn converse(&self, stream: TcpStream) -> std::io::Result<()> {
        stream.set_nodelay(true)?;
        let mut answers = stream.try_clone()?;
        let mut lines = BufReader::new(Reading { stream, acknowledges: self.acknowledges });
        let mut line = Vec::new();
        answers.write_all(b"220 sink\r\n")?;
        let mut begun = Instant::now();
        loop {
            line.clear();
            if lines.read_until(b'\n', &mut line)? == 0 {
                return Ok(());
            }
            let verb = line.get(..4).unwrap_or(&line).to_ascii_uppercase();
            let answer: &[u8] = match &verb[..] {
                b"EHLO" => b"250-sink\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n",
                b"MAIL" => {
                    begun = Instant::now();
                    b"250 ok\r\n"
                }
                b"DATA" => {
                    answers.write_all(b"354 go on\r\n")?;
                    let bytes = read_letter(&mut lines, &mut line)?;
                    if !self.takes.is_zero() {
                        std::thread::sleep(self.takes);
                    }
                    self.count(begun, bytes);
                    b"250 taken\r\n"
                }
                b"QUIT" => return answers.write_all(b"221 bye\r\n"),
                _ => b"250 ok\r\n",
            };
            answers.write_all(answer)?;
        }
    }

    fn count(&self, begun: Instant, bytes: usize) {
        let mut come = self.come.lock().unwrap();
        let first = come.span.map_or(begun, |(first, _)| first.min(begun));
        *come = Come {
            letters: come.letters + 1,
            bytes: come.bytes + bytes,
            span: Some((first, Instant::now())),
        };
    }
}

/// A conversation's incoming half.
struct Reading {
    stream: TcpStream,
    acknowledges: bool,
}

impl Read for Reading {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.acknowledges {
            self.stream.set_quickack(true)?;
        }
        self.stream.read(into)
    }
}

fn read_letter(lines: &mut impl BufRead, line: &mut Vec<u8>) -> std::io::Result<usize> {
    let mut bytes = 0;
    loop {
        line.clear();
        if lines.read_until(b'\n', line)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if line == b".\r\n" {
            return Ok(bytes);
        }
        bytes += line.len();
    }
}
