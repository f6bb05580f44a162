//! The key that signs letters (RFC 6376), read from the file an operator made.

use data_encoding::BASE64;
use lettre::message::dkim::{
    DkimCanonicalization, DkimCanonicalizationType, DkimConfig, DkimSigningAlgorithm, DkimSigningKey,
};
use lettre::message::header::HeaderName;

use super::MailerError;
use crate::config::Dkim;

/// Signed are the headers that say who, whom, what and when, and the two that RFC 8058 §4 demands.
///
/// A name listed that a letter does not have is signed as absent, so nobody can add it on the way. `Content-Type` must
/// not be listed: lettre keeps it with the body and would sign it as absent, and then no letter of ours verifies.
const SIGNED: [&str; 10] = [
    "From",
    "Reply-To",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "MIME-Version",
    "Auto-Submitted",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
];

/// What stands before the seed in an Ed25519 key as PKCS#8 (RFC 8410 §7).
const ED25519_PREFIX: [u8; 16] =
    [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
/// Version and algorithm of an RSA key as PKCS#8 (RFC 5958 §2), behind which an octet string holds the PKCS#1 key.
const RSA_ALGORITHM: [u8; 18] = [
    0x02, 0x01, 0x00, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05,
    0x00,
];

/// Reads the key that receivers look up as `selector._domainkey.domain`.
///
/// Takes what `openssl genrsa` and `openssl genpkey` write (PKCS#1, PKCS#8; RSA or Ed25519), and an Ed25519 seed alone
/// in base64.
pub(super) fn read(dkim: &Dkim) -> Result<DkimConfig, MailerError> {
    let file = &dkim.key_file;
    let text = std::fs::read_to_string(file)
        .map_err(|e| MailerError(format!("CONVENOR_DKIM_KEY_FILE {}: {e}", file.display())))?;
    let key = key_of(&text).ok_or_else(|| {
        MailerError(format!(
            "CONVENOR_DKIM_KEY_FILE {} holds no private key that signs letters: make one with \
             `openssl genrsa 2048` or `openssl genpkey -algorithm ed25519`",
            file.display()
        ))
    })?;
    let headers = SIGNED.into_iter().map(HeaderName::new_from_ascii_str).collect();
    let relaxed = DkimCanonicalization {
        header: DkimCanonicalizationType::Relaxed,
        body: DkimCanonicalizationType::Relaxed,
    };
    Ok(DkimConfig::new(dkim.selector.clone(), dkim.domain.clone(), key, headers, relaxed))
}

fn key_of(pem: &str) -> Option<DkimSigningKey> {
    if pem.contains("-----BEGIN RSA PRIVATE KEY-----") {
        return DkimSigningKey::new(pem.trim(), DkimSigningAlgorithm::Rsa).ok();
    }
    if !pem.contains("-----BEGIN") {
        return DkimSigningKey::new(pem.trim(), DkimSigningAlgorithm::Ed25519).ok();
    }
    let body = pem.split_once("-----BEGIN PRIVATE KEY-----")?.1.split_once("-----END PRIVATE KEY-----")?.0;
    let der = BASE64.decode(body.split_whitespace().collect::<String>().as_bytes()).ok()?;
    if let Some(seed) = der.strip_prefix(&ED25519_PREFIX) {
        return DkimSigningKey::new(&BASE64.encode(seed), DkimSigningAlgorithm::Ed25519).ok();
    }
    let pkcs1 = rsa_inside(&der)?;
    let wrapped = format!(
        "-----BEGIN RSA PRIVATE KEY-----\n{}\n-----END RSA PRIVATE KEY-----\n",
        in_lines(&BASE64.encode(pkcs1))
    );
    DkimSigningKey::new(wrapped.trim(), DkimSigningAlgorithm::Rsa).ok()
}

/// The PKCS#1 key inside a PKCS#8 one. Keys worth using are longer than 255 bytes, so both lengths have two bytes.
fn rsa_inside(der: &[u8]) -> Option<&[u8]> {
    let inside = der.strip_prefix(&[0x30, 0x82])?.get(2..)?;
    inside.strip_prefix(&RSA_ALGORITHM)?.strip_prefix(&[0x04, 0x82])?.get(2..)
}

fn in_lines(base64: &str) -> String {
    let characters: Vec<char> = base64.chars().collect();
    characters.chunks(64).map(|line| line.iter().collect::<String>()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use sha2::Digest;

    use super::*;
    use crate::outbox::delivery::mime::{bytes_of, example};

    /// The keys were made for these tests; they sign for nobody.
    fn dkim(key: &str) -> Dkim {
        let keys = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/outbox/delivery/test-keys");
        Dkim { domain: "example.org".into(), selector: "letters".into(), key_file: keys.join(key) }
    }

    #[test]
    fn keys_are_read_in_every_form_that_openssl_writes() {
        for (name, algorithm) in
            [("ed25519.pem", "ed25519"), ("rsa-pkcs8.pem", "rsa"), ("rsa-pkcs1.pem", "rsa")]
        {
            let config = read(&dkim(name)).unwrap();
            let signed = String::from_utf8(bytes_of(example::letter(), Some(&config)).unwrap()).unwrap();
            let (_, rest) = signed.split_once("DKIM-Signature:").expect(name);
            let header: String =
                rest.split("\r\n").take_while(|l| l.starts_with(' ') || l.contains("v=1")).collect();
            assert!(
                header
                    .contains(&format!("a={algorithm}-sha256; d=example.org; s=letters; c=relaxed/relaxed")),
                "{header}"
            );
            assert!(header.contains(":list-unsubscribe:list-unsubscribe-post"), "{header}");
        }
    }

    #[test]
    fn a_receiver_can_verify_the_signature() {
        let config = read(&dkim("ed25519.pem")).unwrap();
        let plain = bytes_of(example::letter(), Some(&config)).unwrap();
        let mut news = example::letter();
        news.list_unsubscribe = Some(format!("https://example.org/u/{}", "abc".repeat(40)));
        news.subject = "your reply, Café ☂  ".repeat(20);
        let news = bytes_of(news, Some(&config)).unwrap();
        let mut invitation = example::letter();
        invitation.calendar = Some(example::entry());
        let invitation = bytes_of(invitation, Some(&config)).unwrap();
        for letter in [plain, news, invitation] {
            let letter = String::from_utf8(letter).unwrap();
            assert!(verifies(&letter));
            assert!(!verifies(&letter.replacen("Subject: ", "Subject: Re: ", 1)));
            assert!(!verifies(&format!("List-Unsubscribe: <https://eve.example/>\r\n{letter}")));
        }
    }

    /// RFC 6376 §3.4.2 and §6.1.3, for a header list without repetitions. That the body's hash is right is lettre's
    /// own test; which headers it is over is ours.
    fn verifies(letter: &str) -> bool {
        let (head, _body) = letter.split_once("\r\n\r\n").unwrap();
        let unfolded = head.replace("\r\n ", " ");
        let relaxed = |line: &str| {
            let (name, value) = line.split_once(':').unwrap();
            let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
            (name.to_lowercase(), format!("{}:{value}", name.to_lowercase()))
        };
        let headers: Vec<_> = unfolded.split("\r\n").map(relaxed).collect();
        let signature = &headers.iter().find(|(name, _)| name == "dkim-signature").unwrap().1;
        let tag = |name: &str| signature.split("; ").find_map(|t| t.strip_prefix(name)).unwrap();
        let mut signed = String::new();
        for name in tag("h=").split(':') {
            if let Some((_, line)) = headers.iter().find(|(n, _)| n == name) {
                signed.push_str(&format!("{line}\r\n"));
            }
        }
        signed.push_str(signature.strip_suffix(tag("b=")).unwrap());
        let hash = sha2::Sha256::digest(signed.as_bytes());
        // The public half of `test-keys/ed25519.pem`.
        let public = BASE64.decode(b"dQopKZCVY+ImOyH3sKjbAGCQ6Dd5rGw5ui2SSkAgn/Q=").unwrap();
        let key = ring::signature::UnparsedPublicKey::new(&ring::signature::ED25519, public);
        key.verify(&hash, &BASE64.decode(tag("b=").as_bytes()).unwrap()).is_ok()
    }

    #[test]
    fn what_is_no_key_is_said_at_the_start() {
        let missing = read(&dkim("none.pem")).unwrap_err().to_string();
        assert!(missing.starts_with("CONVENOR_DKIM_KEY_FILE"), "{missing}");
        assert!(key_of("nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=\n").is_some());
        for text in [
            "",
            "-----BEGIN PRIVATE KEY-----\n!!\n-----END PRIVATE KEY-----",
            "-----BEGIN RSA PRIVATE KEY-----",
        ] {
            assert!(key_of(text).is_none());
        }
    }
}
