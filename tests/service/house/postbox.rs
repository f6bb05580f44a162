//! A mail server on loopback: it takes letters over real SMTP, keeps them, and misbehaves when told to.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use super::certificate::own_certificate;
pub(crate) use super::letter::Letter;
use super::smtp_talk;

/// How long a test waits for something that ought to happen at once.
const BOUND: Duration = Duration::from_secs(20);

/// How a client reaches the postbox.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encryption {
    None,
    StartTls,
    Implicit,
}

/// Where in a conversation something goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    Greeting,
    Auth,
    Mail,
    Rcpt,
    Data,
    /// While the letter is being sent, before the final dot.
    Body,
    /// At the final dot.
    Dot,
}

/// What goes wrong there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    /// This answer, a whole line.
    Answer(&'static str),
    /// Nothing is said, for as long as the client waits.
    Silence,
    /// The connection is dropped.
    Drop,
    /// The client waits until the test lets it go; then comes what else was asked for here, or the usual.
    Hold,
    /// At the final dot: the letter is kept, and then nothing is said.
    KeepAndSilence,
    /// At the final dot: the letter is kept, and the connection dropped before the answer.
    KeepAndDrop,
}

#[derive(Clone, Debug)]
struct Fault {
    stage: Stage,
    act: Act,
    to: Option<String>,
    left: usize,
}

/// What conversations share.
pub(super) struct State {
    pub(super) login: Option<(String, String)>,
    pub(super) acceptor: Option<TlsAcceptor>,
    pub(super) encryption: Encryption,
    pub(super) mechanisms: Mutex<&'static str>,
    letters: watch::Sender<Vec<Letter>>,
    faults: Mutex<Vec<Fault>>,
    connections: watch::Sender<Connections>,
    gate: watch::Sender<Gate>,
}

/// How many clients were ever held, and how many of them were let go.
#[derive(Clone, Copy, Debug, Default)]
struct Gate {
    held: usize,
    let_go: usize,
}

/// How many came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Connections {
    pub(crate) now: usize,
    pub(crate) most_at_once: usize,
    pub(crate) ever: usize,
}

/// The mail server. It ends when it is dropped.
pub(crate) struct Postbox {
    address: SocketAddr,
    state: Arc<State>,
    certificate: Option<tempfile::NamedTempFile>,
    _conversations: JoinSet<()>,
}

impl Postbox {
    /// Without encryption or sign-in.
    pub(crate) async fn start() -> Self {
        Self::start_with(Encryption::None, None).await
    }

    /// With encryption, sign-in, or both.
    pub(crate) async fn start_with(encryption: Encryption, login: Option<(&str, &str)>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port on loopback");
        let address = listener.local_addr().expect("the port has an address");
        let (acceptor, certificate) = match encryption {
            Encryption::None => (None, None),
            Encryption::StartTls | Encryption::Implicit => {
                let (acceptor, certificate) = own_certificate();
                (Some(acceptor), Some(certificate))
            }
        };
        let state = Arc::new(State {
            login: login.map(|(user, password)| (user.to_owned(), password.to_owned())),
            acceptor,
            encryption,
            mechanisms: Mutex::new("PLAIN LOGIN"),
            letters: watch::Sender::new(Vec::new()),
            faults: Mutex::new(Vec::new()),
            connections: watch::Sender::new(Connections::default()),
            gate: watch::Sender::new(Gate::default()),
        });
        let mut conversations = JoinSet::new();
        conversations.spawn(accept(listener, Arc::clone(&state)));
        Self { address, state, certificate, _conversations: conversations }
    }

    /// The setting that leads here.
    pub(crate) fn url(&self) -> String {
        let login = match &self.state.login {
            Some((user, password)) => format!("{user}:{password}@"),
            None => String::new(),
        };
        let ca = self.certificate.as_ref().map(|file| file.path().display().to_string()).unwrap_or_default();
        let at = self.address;
        match self.state.encryption {
            Encryption::None => format!("smtp://{login}{at}?tls=none"),
            Encryption::StartTls => format!("smtp://{login}{at}?tls=required&ca={ca}"),
            Encryption::Implicit => format!("smtps://{login}{at}?ca={ca}"),
        }
    }

    /// From now on `act` happens at `stage`, every time.
    pub(crate) fn always(&self, stage: Stage, act: Act) {
        self.fault(Fault { stage, act, to: None, left: usize::MAX });
    }

    /// `act` happens at `stage` the next `times` times.
    pub(crate) fn next(&self, times: usize, stage: Stage, act: Act) {
        self.fault(Fault { stage, act, to: None, left: times });
    }

    /// `act` happens at `stage` for letters to this address only (from `RCPT` on, where it is known).
    pub(crate) fn always_for(&self, to: &str, stage: Stage, act: Act) {
        self.fault(Fault { stage, act, to: Some(to.to_owned()), left: usize::MAX });
    }

    /// From now on these are the ways to sign in.
    pub(crate) fn offer(&self, mechanisms: &'static str) {
        *self.state.mechanisms.lock().unwrap() = mechanisms;
    }

    /// From now on all goes well.
    pub(crate) fn behave(&self) {
        self.state.faults.lock().unwrap().clear();
    }

    fn fault(&self, fault: Fault) {
        self.state.faults.lock().unwrap().push(fault);
    }

    /// Waits until a client is held.
    pub(crate) async fn wait_until_held(&self) {
        let mut gate = self.state.gate.subscribe();
        let waited = timeout(BOUND, gate.wait_for(|gate| gate.held > gate.let_go)).await;
        assert!(waited.is_ok(), "nobody is held");
    }

    /// Lets all go that are held.
    pub(crate) fn let_go(&self) {
        self.state.gate.send_modify(|gate| gate.let_go = gate.held);
    }

    /// The letters kept so far, oldest first.
    pub(crate) fn letters(&self) -> Vec<Letter> {
        self.state.letters.borrow().clone()
    }

    /// The letters kept so far for one address.
    pub(crate) fn letters_to(&self, address: &str) -> Vec<Letter> {
        self.letters().into_iter().filter(|letter| letter.to == address).collect()
    }

    /// How many clients came.
    pub(crate) fn connections(&self) -> Connections {
        *self.state.connections.borrow()
    }

    /// Waits until `count` letters are here, and gives them all.
    pub(crate) async fn wait_for(&self, count: usize) -> Vec<Letter> {
        let mut letters = self.state.letters.subscribe();
        let waited = timeout(BOUND, letters.wait_for(|letters| letters.len() >= count)).await;
        assert!(
            waited.is_ok(),
            "{} letters came instead of {count}: {:#?}",
            self.letters().len(),
            self.subjects()
        );
        self.letters()
    }

    /// Waits until nobody talks to the postbox.
    pub(crate) async fn wait_until_quiet(&self) {
        let mut connections = self.state.connections.subscribe();
        let waited = timeout(BOUND, connections.wait_for(|c| c.now == 0)).await;
        assert!(waited.is_ok(), "a client stays connected: {:?}", self.connections());
    }

    /// Waits until a client is talking.
    pub(crate) async fn wait_for_connection(&self, ever: usize) {
        let mut connections = self.state.connections.subscribe();
        let waited = timeout(BOUND, connections.wait_for(|c| c.ever >= ever)).await;
        assert!(waited.is_ok(), "{:?}", self.connections());
    }

    /// Who was written to, and with which subject: for messages of failed tests.
    pub(crate) fn subjects(&self) -> Vec<(String, String)> {
        self.letters().into_iter().map(|letter| (letter.to, letter.subject)).collect()
    }
}

impl State {
    /// What goes wrong at `stage` of a conversation about `to`, if anything does.
    pub(super) fn fault_at(&self, stage: Stage, to: &str) -> Option<Act> {
        let mut faults = self.faults.lock().unwrap();
        let due = |f: &&mut Fault| f.stage == stage && f.left > 0 && f.to.as_deref().is_none_or(|t| t == to);
        let fault = faults.iter_mut().find(due)?;
        fault.left = fault.left.saturating_sub(1);
        Some(fault.act.clone())
    }

    pub(super) async fn hold(&self) {
        let mut gate = self.gate.subscribe();
        let mut place = 0;
        self.gate.send_modify(|gate| {
            gate.held += 1;
            place = gate.held;
        });
        // The gate goes with the postbox, and then nobody is left to hold.
        drop(gate.wait_for(|gate| gate.let_go >= place).await);
    }

    pub(super) fn keep(&self, letter: Letter) {
        self.letters.send_modify(|letters| letters.push(letter));
    }

    fn arrived(&self) {
        self.connections.send_modify(|c| {
            c.now += 1;
            c.ever += 1;
            c.most_at_once = c.most_at_once.max(c.now);
        });
    }

    fn left(&self) {
        self.connections.send_modify(|c| c.now -= 1);
    }
}

async fn accept(listener: TcpListener, state: Arc<State>) {
    let mut conversations = JoinSet::new();
    loop {
        let Ok((stream, _peer)) = listener.accept().await else { return };
        stream.set_nodelay(true).expect("a socket takes nodelay");
        state.arrived();
        let state = Arc::clone(&state);
        conversations.spawn(async move {
            // A client that leaves in the middle is nobody's failure here.
            drop(smtp_talk::talk(&state, stream).await);
            state.left();
        });
        while conversations.try_join_next().is_some() {}
    }
}
