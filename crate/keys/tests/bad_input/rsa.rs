//! RSA damaged anywhere. Checking a key is slow, so most are only read.

use nokkelsmie_keys::generate::{KeyKind, generate};
use nokkelsmie_keys::write::PrivateFormat;
use nokkelsmie_keys::{PrivateKey, read, write};

#[test]
fn rsa_truncated_and_changed() {
    let key = generate(KeyKind::Rsa2048, KeyKind::Rsa2048.default_algorithm(), None).unwrap();
    let formats = [PrivateFormat::Jwk, PrivateFormat::Pkcs8Pem, PrivateFormat::Base64Pem];
    for format in formats {
        let text = write::private(&key, format).unwrap();
        // The last newline of a PEM may be missing, also inside base64.
        for length in 0..text.trim_end().len() - 8 {
            assert!(read::read(&text.as_bytes()[..length]).is_err(), "{format:?} {length}");
        }
    }
    for format in [PrivateFormat::Pkcs8Pem, PrivateFormat::Pkcs1Pem] {
        let der = write::private_der(&key, format).unwrap();
        for at in 0..der.len() {
            assert!(read::read(&der[..at]).is_err(), "{format:?} {at}");
            let mut changed = der.to_vec();
            changed[at] ^= 0x10;
            let material = read::read(&changed);
            if at % 97 == 0 {
                let key = material.map(|list| PrivateKey::try_from(&list[0]).is_err());
                assert!(key.unwrap_or(true), "{format:?} {at}: a changed key is none");
            }
        }
    }
}
