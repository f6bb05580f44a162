//! A certificate for a server on loopback.

use std::sync::Arc;

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::{ServerConfig, crypto, pki_types::PrivateKeyDer};

/// A certificate for loopback, and the file by which a client trusts it.
pub(super) fn own_certificate() -> (TlsAcceptor, tempfile::NamedTempFile) {
    let names = ["127.0.0.1".to_owned(), "localhost".to_owned()];
    let own = rcgen::generate_simple_self_signed(names).expect("a certificate can be made");
    let file = tempfile::NamedTempFile::new().expect("a temporary file");
    std::fs::write(file.path(), own.cert.pem()).expect("the file can be written");
    let key = PrivateKeyDer::try_from(own.signing_key.serialize_der()).expect("a key");
    let config = ServerConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("ring knows the usual versions")
        .with_no_client_auth()
        .with_single_cert(vec![own.cert.der().clone()], key)
        .expect("the certificate fits its key");
    (TlsAcceptor::from(Arc::new(config)), file)
}
