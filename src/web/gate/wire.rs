//! What the HTTP library answers by itself, because it could make no request of what came: it gets words here.
//!
//! An address of more than 64 KiB is 414, headers beyond measure are 431, what is no HTTP is 400; of all three the library
//! sends a head alone and closes the connection. Guarantees: such a head goes out with the body that every other failure
//! has, with a request id and a line in the log; whatever else is written goes out as it is.

use std::io::{IoSlice, Result};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_util::FutureExt;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::answer::{Page, RequestId};
use crate::web::problem::{self, Problem, Sort};

/// As much of a request as tells below which address it is.
const BEGINNING: usize = 64;

/// One connection.
#[derive(Debug)]
pub struct Wire<S> {
    stream: S,
    page: Page,
    /// How the last request begins.
    asked: Vec<u8>,
    /// Whether something was written since: what is read next is another request.
    answered: bool,
    /// Our words, as far as they are not written yet.
    words: Option<Vec<u8>>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Wire<S> {
    /// `page` tells a failure to people.
    pub fn new(stream: S, page: Page) -> Self {
        Self { stream, page, asked: Vec::new(), answered: false, words: None }
    }

    fn note(&mut self, read: &[u8]) {
        if std::mem::take(&mut self.answered) {
            self.asked.clear();
        }
        let wanted = BEGINNING.saturating_sub(self.asked.len());
        self.asked.extend(read.iter().take(wanted));
    }

    /// Takes the library's bare head, and answers how much of `written` is dealt with so.
    fn worded(&mut self, written: &[u8]) -> Option<usize> {
        let (head, sort) = left_without_words(written)?;
        self.words = Some(told(head, sort, &self.asked, self.page));
        Some(written.len())
    }

    fn poll_words(&mut self, context: &mut Context<'_>) -> Poll<Result<()>> {
        while let Some(words) = self.words.as_mut().filter(|words| !words.is_empty()) {
            let written = ready!(Pin::new(&mut self.stream).poll_write(context, words))?;
            if written == 0 {
                return Poll::Ready(Err(std::io::ErrorKind::WriteZero.into()));
            }
            words.drain(..written);
        }
        Poll::Ready(Ok(()))
    }

    /// Reads on what came already: a connection that is closed with something unread takes our words down with it.
    fn read_what_is_left(&mut self, context: &mut Context<'_>) {
        let mut thrown_away = [0; 4096];
        loop {
            let mut buffer = ReadBuf::new(&mut thrown_away);
            match Pin::new(&mut self.stream).poll_read(context, &mut buffer) {
                Poll::Ready(Ok(())) if !buffer.filled().is_empty() => {}
                _ => return,
            }
        }
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncRead for Wire<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<Result<()>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
        self.note(buffer.filled().get(before..).unwrap_or_default());
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Wire<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<Result<usize>> {
        self.answered = true;
        if let Some(dealt_with) = self.worded(bytes) {
            return Poll::Ready(Ok(dealt_with));
        }
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<Result<usize>> {
        self.answered = true;
        let first = parts.iter().find(|part| !part.is_empty());
        if let Some(dealt_with) = first.and_then(|head| self.worded(head)) {
            return Poll::Ready(Ok(dealt_with));
        }
        Pin::new(&mut self.stream).poll_write_vectored(context, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        ready!(self.poll_words(context))?;
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        ready!(self.poll_words(context))?;
        if self.words.is_some() {
            self.read_what_is_left(context);
        }
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// A head that the library made, and of which failure it is: none of our answers goes without a request id. All that is
/// written comes by here, so most of it is told apart by its first bytes.
fn left_without_words(written: &[u8]) -> Option<(&str, &'static Sort)> {
    let sort = match written.strip_prefix(b"HTTP/1.")?.get(2..5)? {
        b"400" => problem::BAD_REQUEST,
        b"414" => problem::ADDRESS_TOO_LONG,
        b"431" => problem::HEADERS_TOO_LARGE,
        _ => return None,
    };
    let head = std::str::from_utf8(written).ok()?;
    let bare = head.ends_with("\r\n\r\n") && !head.contains("x-request-id");
    bare.then_some((head, sort))
}

fn problem_of(sort: &'static Sort) -> Problem {
    let detail = match sort.word {
        "address_too_long" => "An address may have 64 KiB, its query included. Send less in the query.",
        "headers_too_large" => "There may be 100 headers, and 400 KiB of them. Send fewer, or shorter ones.",
        _ => "This is not HTTP as we read it: the first line or a header cannot be read.",
    };
    Problem::new(sort, detail)
}

/// The whole answer: the library's head with our headers, and the body.
fn told(head: &str, sort: &'static Sort, asked: &[u8], page: Page) -> Vec<u8> {
    let asked = String::from_utf8_lossy(asked);
    let mut words = asked.split(' ');
    let is_head = words.next() == Some("HEAD");
    let problem = problem_of(sort);
    let id = RequestId::next();
    let mut answer = match words.next() {
        Some(path) if path.starts_with("/api/") => problem.to_json(&id.0),
        _ => page(&problem, &id),
    };
    tracing::info!(request = %id.0, method = "-", route = "-", status = sort.status.as_u16(), "answered");
    let body =
        answer.take_body().into_bytes().now_or_never().and_then(std::result::Result::ok).unwrap_or_default();
    let kept = head.trim_end().split("\r\n").filter(|line| !line.starts_with("content-length"));
    let mut lines: Vec<String> = kept.map(str::to_owned).collect();
    lines.push(format!("x-request-id: {}", id.0));
    lines.push("x-content-type-options: nosniff".to_owned());
    lines.push(format!("content-length: {}", body.len()));
    let given = answer.headers().iter().filter(|(name, _)| name.as_str() != "x-content-type-options");
    lines.extend(given.filter_map(|(name, value)| Some(format!("{name}: {}", value.to_str().ok()?))));
    let mut whole = lines.join("\r\n").into_bytes();
    whole.extend(b"\r\n\r\n");
    if !is_head {
        whole.extend(&body);
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::public;

    #[test]
    fn only_a_bare_head_of_the_library_is_given_words() {
        let bare = "HTTP/1.1 414 URI Too Long\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
        assert_eq!(left_without_words(bare.as_bytes()), Some((bare, problem::ADDRESS_TOO_LONG)));
        for ours in [
            "HTTP/1.1 400 Bad Request\r\nx-request-id: 1\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\r\n",
            "HTTP/1.1 414",
            "<!doctype html>",
            "",
        ] {
            assert_eq!(left_without_words(ours.as_bytes()), None, "{ours}");
        }
    }

    #[test]
    fn a_head_is_asked_for_and_no_body_comes() {
        let bare = "HTTP/1.1 414 URI Too Long\r\ncontent-length: 0\r\n\r\n";
        let page: Page = |problem, _id| public::trouble(problem);
        let whole =
            |asked: &[u8]| String::from_utf8(told(bare, problem::ADDRESS_TOO_LONG, asked, page)).unwrap();
        assert!(whole(b"HEAD /api/v1/x").ends_with("\r\n\r\n"));
        let (head, body) = whole(b"GET /api/v1/x")
            .split_once("\r\n\r\n")
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
            .unwrap();
        assert!(head.contains(&format!("content-length: {}", body.len())), "{head}");
        assert_eq!(head.matches("content-length").count(), 1, "{head}");
    }
}
