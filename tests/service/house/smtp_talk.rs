//! The postbox's side of an SMTP conversation (RFC 5321).

use std::io;

use data_encoding::BASE64;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

use super::letter::Letter;
use super::postbox::{Act, Encryption, Stage, State};

/// Anything that bytes go both ways through.
trait Wire: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Wire for T {}

/// How a part of the conversation ended.
enum Next {
    Goodbye,
    Encrypt,
}

pub(super) async fn talk(state: &State, stream: TcpStream) -> io::Result<()> {
    match (&state.acceptor, state.encryption) {
        (Some(acceptor), Encryption::Implicit) => {
            let mut talk = Talk::over(state, Box::new(acceptor.accept(stream).await?), true);
            talk.greet().await?;
            talk.run().await.map(|_next| ())
        }
        (Some(acceptor), _) => {
            let mut stream = stream;
            let mut talk = Talk::over(state, Box::new(&mut stream), false);
            talk.greet().await?;
            match talk.run().await? {
                Next::Goodbye => Ok(()),
                Next::Encrypt => {
                    drop(talk);
                    let mut talk = Talk::over(state, Box::new(acceptor.accept(stream).await?), true);
                    talk.run().await.map(|_next| ())
                }
            }
        }
        (None, _) => {
            let mut talk = Talk::over(state, Box::new(stream), false);
            talk.greet().await?;
            talk.run().await.map(|_next| ())
        }
    }
}

struct Talk<'a> {
    state: &'a State,
    wire: BufReader<Box<dyn Wire + 'a>>,
    encrypted: bool,
    signed_in: bool,
    from: Option<String>,
    to: String,
}

impl<'a> Talk<'a> {
    fn over(state: &'a State, wire: Box<dyn Wire + 'a>, encrypted: bool) -> Self {
        let signed_in = state.login.is_none();
        Self { state, wire: BufReader::new(wire), encrypted, signed_in, from: None, to: String::new() }
    }

    async fn greet(&mut self) -> io::Result<()> {
        self.answer_at(Stage::Greeting, "220 postbox.test ESMTP").await
    }

    async fn run(&mut self) -> io::Result<Next> {
        loop {
            let line = self.line().await?;
            let verb = line.get(..4).unwrap_or(&line).to_ascii_uppercase();
            match verb.as_str() {
                "EHLO" | "HELO" => self.hello().await?,
                "STAR" if !self.encrypted && self.state.acceptor.is_some() => {
                    self.say("220 go ahead").await?;
                    return Ok(Next::Encrypt);
                }
                "AUTH" => self.sign_in(&line).await?,
                "MAIL" => self.take_sender(&line).await?,
                "RCPT" => self.take_recipient(&line).await?,
                "DATA" if self.to.is_empty() => self.say("503 5.5.1 RCPT first").await?,
                "DATA" => self.take_letter().await?,
                "RSET" | "NOOP" => self.say("250 2.0.0 ok").await?,
                "QUIT" => {
                    self.say("221 2.0.0 goodbye").await?;
                    return Ok(Next::Goodbye);
                }
                _ => self.say("500 5.5.2 what?").await?,
            }
        }
    }

    async fn hello(&mut self) -> io::Result<()> {
        let sign_in = format!("AUTH {}", self.state.mechanisms.lock().unwrap());
        let mut lines = vec!["postbox.test", "8BITMIME", "SIZE 10485760", "ENHANCEDSTATUSCODES"];
        if self.state.acceptor.is_some() && !self.encrypted {
            lines.push("STARTTLS");
        }
        if self.state.login.is_some() {
            lines.push(&sign_in);
        }
        let last = lines.len() - 1;
        for (i, line) in lines.iter().enumerate() {
            let mark = if i == last { ' ' } else { '-' };
            self.say(&format!("250{mark}{line}")).await?;
        }
        Ok(())
    }

    /// RFC 4954; LOGIN as Outlook's servers have it.
    async fn sign_in(&mut self, line: &str) -> io::Result<()> {
        let given = match line.split_whitespace().collect::<Vec<_>>()[..] {
            [_, "PLAIN", response] => {
                let plain = decoded(response);
                let mut parts = plain.split('\0').skip(1).map(str::to_owned);
                parts.next().zip(parts.next())
            }
            [_, "LOGIN"] => {
                self.say("334 VXNlcm5hbWU6").await?;
                let user = decoded(&self.line().await?);
                self.say("334 UGFzc3dvcmQ6").await?;
                Some((user, decoded(&self.line().await?)))
            }
            _ => None,
        };
        self.signed_in = given.is_some() && given == self.state.login;
        let usual = if self.signed_in { "235 2.7.0 welcome" } else { "535 5.7.8 wrong name or password" };
        self.answer_at(Stage::Auth, usual).await
    }

    async fn take_sender(&mut self, line: &str) -> io::Result<()> {
        if !self.signed_in {
            return self.say("530 5.7.0 sign in first").await;
        }
        self.from = Some(path_of(line));
        self.to.clear();
        self.answer_at(Stage::Mail, "250 2.1.0 ok").await
    }

    async fn take_recipient(&mut self, line: &str) -> io::Result<()> {
        if self.from.is_none() {
            return self.say("503 5.5.1 MAIL first").await;
        }
        self.to = path_of(line);
        self.answer_at(Stage::Rcpt, "250 2.1.5 ok").await
    }

    async fn take_letter(&mut self) -> io::Result<()> {
        match self.fault_at(Stage::Data).await {
            Some(Act::Answer(line)) => return self.say(line).await,
            Some(act) => return self.misbehave(&act).await,
            None => self.say("354 go on").await?,
        }
        if let Some(act) = self.fault_at(Stage::Body).await {
            return self.misbehave(&act).await;
        }
        let raw = self.body().await?;
        let letter = Letter::read(self.from.take().unwrap_or_default(), self.to.clone(), &raw);
        match self.fault_at(Stage::Dot).await {
            Some(Act::Answer(line)) => return self.say(line).await,
            Some(act @ (Act::Silence | Act::Drop | Act::Hold)) => return self.misbehave(&act).await,
            Some(Act::KeepAndSilence) => {
                self.state.keep(letter);
                return self.misbehave(&Act::Silence).await;
            }
            Some(Act::KeepAndDrop) => {
                self.state.keep(letter);
                return self.misbehave(&Act::Drop).await;
            }
            None => self.state.keep(letter),
        }
        self.say("250 2.0.0 taken").await
    }

    /// Up to the final dot, dots unstuffed (RFC 5321 §4.5.2).
    async fn body(&mut self) -> io::Result<Vec<u8>> {
        let mut raw = Vec::new();
        loop {
            let mut line = Vec::new();
            if self.wire.read_until(b'\n', &mut line).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            if line == b".\r\n" {
                return Ok(raw);
            }
            raw.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
        }
    }

    /// What goes wrong here, after the client was held for as long as the test wants.
    async fn fault_at(&mut self, stage: Stage) -> Option<Act> {
        loop {
            match self.state.fault_at(stage, &self.to) {
                Some(Act::Hold) => self.state.hold().await,
                fault => return fault,
            }
        }
    }

    async fn answer_at(&mut self, stage: Stage, usual: &str) -> io::Result<()> {
        match self.fault_at(stage).await {
            None => self.say(usual).await,
            Some(Act::Answer(line)) => self.say(line).await,
            Some(act) => self.misbehave(&act).await,
        }
    }

    /// Either way the conversation is over: at once, or when the client has lost patience.
    async fn misbehave(&mut self, act: &Act) -> io::Result<()> {
        if *act == Act::Silence {
            let mut ignored = Vec::new();
            self.wire.read_to_end(&mut ignored).await?;
        }
        Err(io::ErrorKind::ConnectionAborted.into())
    }

    async fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        if self.wire.read_line(&mut line).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(line.trim_end().to_owned())
    }

    async fn say(&mut self, line: &str) -> io::Result<()> {
        self.wire.write_all(format!("{line}\r\n").as_bytes()).await?;
        self.wire.flush().await
    }
}

/// What stands between the angle brackets of `MAIL` and `RCPT`.
fn path_of(line: &str) -> String {
    let inside = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inside.map(|(path, _)| path.to_owned()).unwrap_or_default()
}

fn decoded(base64: &str) -> String {
    BASE64.decode(base64.as_bytes()).ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}
