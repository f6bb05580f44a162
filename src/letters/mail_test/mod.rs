//! The letter of `convenor mail test`: that it arrived is all it has to say.

use super::Line;

/// What the test letter says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailTest {
    /// The public address of this Convenor.
    pub public_url: Line,
}

templates!(
    MailTest,
    7,
    "letters/mail_test/subject.txt",
    "letters/mail_test/body.txt",
    "letters/mail_test/body.html"
);
