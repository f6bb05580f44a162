//! What one service logs, apart from what others log at the same time.

use std::io::Write;
use std::sync::{Arc, Mutex};

use tokio::runtime::{Builder, Runtime};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

/// A log. Copies are of one log.
#[derive(Clone, Default)]
pub(crate) struct Log {
    written: Arc<Mutex<Vec<u8>>>,
    expected: Arc<Mutex<Vec<String>>>,
}

impl Log {
    /// Everything that was logged, however fine.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.written.lock().unwrap()).into_owned()
    }

    /// An error with these words is part of the test.
    pub(crate) fn expect(&self, words: &str) {
        self.expected.lock().unwrap().push(words.to_owned());
    }

    /// Errors with any of these words are.
    pub(crate) fn expect_all(&self, words: &[&str]) {
        words.iter().for_each(|words| self.expect(words));
    }

    /// The errors that no test expected.
    pub(crate) fn unexpected_errors(&self) -> Vec<String> {
        let expected = self.expected.lock().unwrap();
        let text = self.text();
        let errors = text.lines().filter(|line| line.trim_start().starts_with("ERROR"));
        let unexpected = errors.filter(|line| !expected.iter().any(|words| line.contains(words)));
        unexpected.map(str::to_owned).collect()
    }

    /// Threads whose log this is. Each of them has it as its own, so that services beside each other stay apart.
    pub(crate) fn runtime(&self) -> Runtime {
        let log = self.clone();
        let on_each_thread = move || {
            let subscriber = tracing_subscriber::fmt()
                .with_env_filter(EnvFilter::new("convenor=trace,sea_orm=info,debug"))
                .with_ansi(false)
                .without_time()
                .with_writer(log.clone())
                .finish();
            // For as long as the thread lives.
            std::mem::forget(tracing::subscriber::set_default(subscriber));
        };
        Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .on_thread_start(on_each_thread)
            .build()
            .unwrap()
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;
    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.written.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
