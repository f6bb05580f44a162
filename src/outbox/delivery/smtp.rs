//! One connection to the mail server, on which every step has a bound.
//!
//! lettre's own pool is not used: its time-out covers only the connecting, and a send that is dropped at a time-out
//! puts the half-used connection back, so that the next letter would get the last one's answer. Here the
//! connection is owned, each step is bounded, and whatever fails takes the connection with it.

use std::future::Future;
use std::time::Duration;

use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::Response;
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::{MailerError, Patience};
use crate::outbox::address::Address;
use crate::outbox::server::{Server, Tls};
use crate::outbox::verdict::{Cause, Failure, Step};

/// What to do about a server that can't encrypt the way we ask it to.
const NO_STARTTLS: &str = "the server offers no STARTTLS; CONVENOR_SMTP_URL may begin with smtps:// if it is encrypted \
                           from the first byte, or end with ?tls=none, only on a network you trust";

/// What to do about a server that answers an encrypted beginning in plain words.
const NO_TLS: &str =
    "the server does not speak TLS there; CONVENOR_SMTP_URL may begin with smtp:// in place of smtps://";

/// All that a connection needs, made once.
pub(super) struct Smtp {
    server: Server,
    tls: Option<TlsParameters>,
    hello: ClientId,
    patience: Patience,
}

impl Smtp {
    /// `hello` is the name by which we greet, a host name.
    pub(super) fn new(server: Server, hello: &str, patience: Patience) -> Result<Self, MailerError> {
        let hello = ClientId::Domain(hello.to_owned());
        Ok(Self { tls: tls_of(&server)?, server, hello, patience })
    }

    /// Connects, encrypts and signs in.
    pub(super) async fn open(&self) -> Result<AsyncSmtpConnection, Failure> {
        let patience = self.patience.step;
        let mut connection = match timeout(patience, self.connect()).await {
            Ok(connected) => connected?,
            Err(_elapsed) => return Err(opening(Cause::Silence)),
        };
        let upgrade = match self.server.tls {
            Tls::Required if !connection.can_starttls() => {
                return Err(opening(Cause::Unfit(NO_STARTTLS.to_owned())));
            }
            Tls::Required => true,
            Tls::Opportunistic => connection.can_starttls(),
            Tls::None | Tls::Implicit => false,
        };
        if let (true, Some(tls)) = (upgrade, &self.tls) {
            bounded(Step::Opening, patience, connection.starttls(tls.clone(), &self.hello)).await?;
        }
        if let Some(login) = &self.server.login {
            let credentials = Credentials::new(login.user.clone(), login.password.clone());
            bounded(Step::Opening, patience, connection.auth(DEFAULT_MECHANISMS, &credentials)).await?;
        }
        Ok(connection)
    }

    async fn connect(&self) -> Result<AsyncSmtpConnection, Failure> {
        let at = (&*self.server.host, self.server.port);
        let connected = if self.server.tls == Tls::Implicit {
            AsyncSmtpConnection::connect_tokio1(at, None, &self.hello, self.tls.clone(), None).await
        } else {
            let stream =
                connect_without_delay(at).await.map_err(|e| opening(Cause::Broken(e.to_string())))?;
            AsyncSmtpConnection::connect_with_transport(Box::new(stream), &self.hello).await
        };
        connected.map_err(|error| opening(cause_of(&error)))
    }

    /// Sends one letter to one person. After a failure the connection is of no more use.
    ///
    /// One recipient, as the answer to one must not decide over another.
    pub(super) async fn send(
        &self,
        connection: &mut AsyncSmtpConnection,
        (from, to): (&Address, &Address),
        letter: &[u8],
    ) -> Result<String, Failure> {
        let patience = self.patience.step;
        let mail = Mail::new(Some(envelope(Step::Sender, from)?), Vec::new());
        bounded(Step::Sender, patience, connection.command(mail)).await?;
        let rcpt = Rcpt::new(envelope(Step::Recipient, to)?, Vec::new());
        bounded(Step::Recipient, patience, connection.command(rcpt)).await?;
        bounded(Step::Data, patience, connection.command(Data)).await?;
        let taken = bounded(Step::Letter, self.patience.letter, connection.message(letter)).await?;
        Ok(words_of(&taken))
    }

    /// Says goodbye, for as long as that takes no time.
    pub(super) async fn close(&self, mut connection: AsyncSmtpConnection) {
        // The letters are settled; a server that won't say goodbye loses nothing.
        drop(timeout(Duration::from_secs(2).min(self.patience.step), connection.quit()).await);
    }
}

/// A letter and its final dot are two writes; with the usual delay the second waits for the first one's receipt.
async fn connect_without_delay(at: (&str, u16)) -> std::io::Result<TcpStream> {
    let stream = TcpStream::connect(at).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

fn opening(cause: Cause) -> Failure {
    Failure { step: Step::Opening, cause }
}

fn tls_of(server: &Server) -> Result<Option<TlsParameters>, MailerError> {
    if server.tls == Tls::None {
        return Ok(None);
    }
    let mut builder = TlsParameters::builder(server.host.clone());
    if let Some(file) = &server.ca_file {
        let pem = std::fs::read(file)
            .map_err(|e| MailerError(format!("CONVENOR_SMTP_URL: ca={}: {e}", file.display())))?;
        let certificate = Certificate::from_pem(&pem)
            .map_err(|e| MailerError(format!("CONVENOR_SMTP_URL: ca={}: {e}", file.display())))?;
        builder = builder.add_root_certificate(certificate);
    }
    let parameters = builder.build_rustls().map_err(|e| MailerError(format!("CONVENOR_SMTP_URL: {e}")))?;
    Ok(Some(parameters))
}

fn envelope(step: Step, address: &Address) -> Result<lettre::Address, Failure> {
    super::mime::address(address).map_err(|e| Failure { step, cause: Cause::Unfit(e.to_string()) })
}

async fn bounded<T>(
    step: Step,
    patience: Duration,
    work: impl Future<Output = Result<T, lettre::transport::smtp::Error>>,
) -> Result<T, Failure> {
    match timeout(patience, work).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => Err(Failure { step, cause: cause_of(&error) }),
        Err(_elapsed) => Err(Failure { step, cause: Cause::Silence }),
    }
}

fn cause_of(error: &lettre::transport::smtp::Error) -> Cause {
    let source = std::error::Error::source(error).map(ToString::to_string);
    match error.status() {
        Some(code) => Cause::Answer {
            code: code.to_string().parse().unwrap_or_default(),
            text: source.unwrap_or_default(),
        },
        None if error.is_client() => Cause::Unfit(source.unwrap_or_else(|| error.to_string())),
        // A greeting in plain words, read as TLS.
        None if error.to_string().contains("InvalidContentType") => Cause::Unfit(NO_TLS.to_owned()),
        None => Cause::Broken(said_once(&error.to_string())),
    }
}

/// The library wraps its own errors: "Connection error: Connection error: …".
fn said_once(words: &str) -> String {
    let mut parts: Vec<&str> = words.split(": ").collect();
    parts.dedup();
    parts.join(": ")
}

fn words_of(response: &Response) -> String {
    let words: Vec<&str> = response.message().collect();
    format!("{} {}", response.code(), words.join(" "))
}
