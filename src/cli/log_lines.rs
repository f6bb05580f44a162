//! Lines of the log on their way out. They are gathered for a moment: a write to the system for each would be a good part of
//! what a quick answer costs.
//!
//! Guarantees: lines go out whole and in order; a warning or an error at once, with all that stands before it; every other
//! line within [`MOMENT`], and before the program ends. Only a process that is killed takes the last moment's lines with it.

use std::io::{Result, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tracing::{Level, Metadata};
use tracing_subscriber::fmt::MakeWriter;

/// For how long an ordinary line may be held back.
const MOMENT: Duration = Duration::from_millis(100);
/// How many bytes are held back at most.
const MOST: usize = 32 * 1024;

/// The lines that are held back before `W`. Copies hold the same.
#[derive(Debug)]
pub(super) struct Lines<W>(Arc<(Mutex<Held<W>>, Condvar)>);

#[derive(Debug)]
struct Held<W> {
    lines: Vec<u8>,
    out: W,
    has_ended: bool,
}

impl<W> Clone for Lines<W> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<W: Write + Send + 'static> Lines<W> {
    /// Starts the thread that lets lines out; it ends with [`Lines::end`].
    pub(super) fn before(out: W) -> Result<Self> {
        let lines = Self(Arc::new((
            Mutex::new(Held { lines: Vec::with_capacity(MOST), out, has_ended: false }),
            Condvar::new(),
        )));
        let of_thread = lines.clone();
        std::thread::Builder::new().name("log".to_owned()).spawn(move || of_thread.let_out())?;
        Ok(lines)
    }

    /// Lets everything out. From now on each line goes out at once.
    pub(super) fn end(&self) {
        let mut held = self.held();
        held.has_ended = true;
        held.write();
        self.0.1.notify_one();
    }

    fn let_out(&self) {
        loop {
            let mut held = self.held();
            while held.lines.is_empty() && !held.has_ended {
                held = self.0.1.wait(held).unwrap_or_else(PoisonError::into_inner);
            }
            let waited = self.0.1.wait_timeout_while(held, MOMENT, |held| !held.has_ended);
            let (mut held, _in_time) = waited.unwrap_or_else(PoisonError::into_inner);
            held.write();
            if held.has_ended {
                return;
            }
        }
    }

    fn take(&self, line: &[u8], at_once: bool) {
        let mut held = self.held();
        if held.lines.is_empty() {
            self.0.1.notify_one();
        }
        held.lines.extend_from_slice(line);
        if at_once || held.has_ended || held.lines.len() >= MOST {
            held.write();
        }
    }

    fn held(&self) -> MutexGuard<'_, Held<W>> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<W: Write> Held<W> {
    /// A log that can't be written has nowhere to say so.
    fn write(&mut self) {
        drop(self.out.write_all(&self.lines).and_then(|()| self.out.flush()));
        self.lines.clear();
    }
}

/// One line.
#[derive(Debug)]
pub(super) struct Line<'a, W> {
    lines: &'a Lines<W>,
    at_once: bool,
}

impl<W: Write + Send + 'static> Write for Line<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        self.lines.take(bytes, self.at_once);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

impl<'a, W: Write + Send + 'static> MakeWriter<'a> for Lines<W> {
    type Writer = Line<'a, W>;

    fn make_writer(&'a self) -> Self::Writer {
        Line { lines: self, at_once: true }
    }

    fn make_writer_for(&'a self, of: &Metadata<'_>) -> Self::Writer {
        Line { lines: self, at_once: *of.level() <= Level::WARN }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    #[derive(Clone, Default)]
    struct Out(Arc<Mutex<Vec<u8>>>);

    impl Write for Out {
        fn write(&mut self, bytes: &[u8]) -> Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> Result<()> {
            Ok(())
        }
    }

    impl Out {
        fn text(&self) -> String {
            String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
        }
    }

    /// What comes out, and the lines before it.
    fn log() -> (Out, Lines<Out>) {
        let out = Out::default();
        (out.clone(), Lines::before(out).unwrap())
    }

    fn say_one() {
        tracing::info!("one");
    }

    #[test]
    fn an_error_goes_out_at_once_with_all_that_stands_before_it() {
        let (out, lines) = log();
        let subscriber = tracing_subscriber::fmt().with_writer(lines).with_ansi(false);
        let _logging = tracing::subscriber::set_default(subscriber.finish());
        say_one();
        tracing::error!("two");
        let text = out.text();
        assert!(text.find("one").unwrap() < text.find("two").unwrap(), "{text}");
    }

    #[test]
    fn an_ordinary_line_goes_out_by_itself_in_a_moment() {
        let (out, lines) = log();
        for line in ["one\n", "one\ntwo\n"] {
            lines.take(line.lines().last().unwrap().as_bytes(), false);
            lines.take(b"\n", false);
            let began = Instant::now();
            while out.text() != line {
                assert!(began.elapsed() < Duration::from_secs(20), "{:?}", out.text());
                std::thread::yield_now();
            }
        }
    }

    #[test]
    fn nothing_is_held_back_at_the_end_or_beyond_the_bound() {
        let (out, lines) = log();
        lines.take(&vec![b'x'; MOST], false);
        assert_eq!(out.text().len(), MOST);
        lines.take(b"last", false);
        lines.end();
        lines.take(b" word", false);
        assert!(out.text().ends_with("xlast word"));
    }
}
