//! The bytes of a calendar as text, whatever program wrote them.
//!
//! A mark at the beginning decides; then what is UTF-8 is UTF-8, also where a server says something else by habit; then what the server says; and
//! what is left is what Windows writes in western Europe. Nothing is refused: what makes no sense as text is no calendar either.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// The text of `bytes`; `charset` is what came with them.
pub(super) fn decoded(bytes: &[u8], charset: Option<&str>) -> String {
    let said = charset.and_then(|name| Encoding::for_label(name.trim().trim_matches('"').as_bytes()));
    if Encoding::for_bom(bytes).is_none() {
        let several_bytes = said.is_some_and(|encoding| encoding != UTF_8 && !encoding.is_single_byte());
        if let (Ok(text), false) = (str::from_utf8(bytes), several_bytes) {
            return text.to_owned();
        }
    }
    // A mark at the beginning is seen here too.
    let by_name = said.filter(|encoding| *encoding != UTF_8).unwrap_or(WINDOWS_1252);
    by_name.decode(bytes).0.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_programs_write_is_read() {
        let utf_16: Vec<u8> = "\u{FEFF}Café".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big_endian: Vec<u8> = "\u{FEFF}Café".encode_utf16().flat_map(u16::to_be_bytes).collect();
        for (bytes, charset) in [
            ("Café".as_bytes(), None),
            ("Café".as_bytes(), Some("utf-8")),
            ("Café".as_bytes(), Some("ISO-8859-1")),
            ("\u{FEFF}Café".as_bytes(), Some("ISO-8859-1")),
            (b"Caf\xe9", None),
            (b"Caf\xe9", Some("utf-8")),
            (b"Caf\xe9", Some("\"iso-8859-1\"")),
            (b"Caf\xe9", Some("nonsense")),
            (b"Caf\x8e", Some("macintosh")),
            (&utf_16, None),
            (&big_endian, Some("utf-16")),
        ] {
            assert_eq!(decoded(bytes, charset), "Café", "{bytes:?} {charset:?}");
        }
        assert_eq!(decoded(b"\x80 \x93a\x94", None), "€ “a”");
    }
}
