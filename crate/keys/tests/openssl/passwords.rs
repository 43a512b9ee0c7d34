//! What a password protects: OpenSSL's files open here with every scheme that it
//! writes, and what is written here opens in OpenSSL.

use crate::{WORD, openssl};
use nokkelsmie_jose::Algorithm;
use nokkelsmie_keys::generate::{KeyKind, generate};
use nokkelsmie_keys::read::{ReadErrorCode, read, read_with_password};
use nokkelsmie_keys::write::{PrivateFormat, ProtectedFormat};
use nokkelsmie_keys::{Format, Password, PrivateKey, WriteError, write};
use zeroize::Zeroizing;

/// Schemes of encrypted PKCS#8, as `openssl pkcs8 -topk8` makes them.
const PKCS8_SCHEMES: [&[&str]; 16] = [
    &["-v2", "aes-128-cbc"],
    &["-v2", "aes-192-cbc"],
    &["-v2", "aes-256-cbc"],
    &["-v2", "des3"],
    &["-v2", "des", "-provider", "legacy", "-provider", "default"],
    &["-v2", "rc2", "-provider", "legacy", "-provider", "default"],
    &["-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA1"],
    &["-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA224"],
    &["-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA384"],
    &["-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA512", "-iter", "100000"],
    &["-scrypt"],
    &["-v1", "PBE-SHA1-3DES"],
    &["-v1", "PBE-SHA1-2DES"],
    &["-v1", "PBE-SHA1-RC2-128", "-provider", "legacy", "-provider", "default"],
    &["-v1", "PBE-MD5-DES", "-provider", "legacy", "-provider", "default"],
    &["-v1", "PBE-SHA1-DES", "-provider", "legacy", "-provider", "default"],
];

/// Ciphers of older PEM, as `openssl pkey -traditional` makes them.
const OLDER_CIPHERS: [&str; 4] = ["-aes128", "-aes192", "-aes256", "-des3"];

/// Schemes of PKCS#12, as `openssl pkcs12 -export` makes them.
const PKCS12_SCHEMES: [&[&str]; 8] = [
    &[],
    &["-legacy"],
    &["-nomac"],
    &["-macalg", "sha512", "-iter", "5000"],
    &["-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES", "-macalg", "sha1"],
    &["-keypbe", "AES-128-CBC", "-certpbe", "NONE", "-macalg", "sha384"],
    &["-keypbe", "NONE", "-certpbe", "NONE", "-macalg", "sha224"],
    &["-legacy", "-noiter", "-nomaciter"],
];

fn password(text: &str) -> Password {
    Password::new(Zeroizing::new(text.to_owned()))
}

/// A key for each kind that can be made at once; RSA is made once.
fn keys() -> Vec<PrivateKey> {
    [
        (KeyKind::Rsa2048, Algorithm::RS256),
        (KeyKind::P256, Algorithm::ES256),
        (KeyKind::P521, Algorithm::ES512),
        (KeyKind::Ed25519, Algorithm::EdDSA),
    ]
    .map(|(kind, algorithm)| generate(kind, algorithm, "min-nokkel".parse().ok()).unwrap())
    .into()
}

fn pem(key: &PrivateKey) -> Zeroizing<String> {
    write::private(key, PrivateFormat::Pkcs8Pem).unwrap()
}

/// It opens with its word, asks for one without, and says that another is wrong.
fn opens(input: &[u8], key: &PrivateKey, format: Format, what: &str) {
    let materials =
        read_with_password(input, &password(WORD)).unwrap_or_else(|e| panic!("{what}: {e}"));
    assert_eq!(materials[0].format, format, "{what}");
    let read_key = PrivateKey::try_from(&materials[0]).unwrap();
    assert_eq!(pem(&read_key), pem(key), "{what}");
    assert_eq!(read(input).unwrap_err().code, ReadErrorCode::PasswordNeeded, "{what}");
    let wrong = read_with_password(input, &password("tyttebær"));
    assert_eq!(wrong.unwrap_err().code, ReadErrorCode::PasswordWrong, "{what}");
}

#[test]
fn pkcs8_of_openssl_opens() {
    let keys = keys();
    for key in &keys {
        for scheme in PKCS8_SCHEMES {
            for form in ["PEM", "DER"] {
                let fixed = ["pkcs8", "-topk8", "-outform", form, "-passout", "env:WORD"];
                let arguments = [&fixed[..], scheme].concat();
                let octets = openssl(&arguments, pem(key).as_bytes());
                opens(&octets, key, Format::Pkcs8, &format!("{arguments:?}"));
            }
        }
    }
}

#[test]
fn older_pem_of_openssl_opens() {
    for key in &keys()[..3] {
        for cipher in OLDER_CIPHERS {
            let arguments = ["pkey", "-traditional", cipher, "-passout", "env:WORD"];
            let octets = openssl(&arguments, pem(key).as_bytes());
            assert!(String::from_utf8_lossy(&octets).contains("Proc-Type: 4,ENCRYPTED"));
            let format = if key.curve().is_some() { Format::Sec1 } else { Format::Pkcs1 };
            opens(&octets, key, format, &format!("{arguments:?}"));
        }
    }
}

#[test]
fn pkcs12_of_openssl_opens() {
    for key in &keys()[..2] {
        let subject = ["req", "-x509", "-key", "/dev/stdin", "-subj", "/CN=Test", "-days", "30"];
        let certificate = openssl(&subject, pem(key).as_bytes());
        let both = [pem(key).as_bytes(), &certificate].concat();
        for scheme in PKCS12_SCHEMES {
            let arguments = [&["pkcs12", "-export", "-passout", "env:WORD"][..], scheme].concat();
            let octets = openssl(&arguments, &both);
            opens(&octets, key, Format::Pkcs12, &format!("{arguments:?}"));
            let materials = read_with_password(&octets, &password(WORD)).unwrap();
            assert_eq!(materials[0].certificates[0].common_name.as_deref(), Some("Test"));
        }
    }
}

#[test]
fn what_is_written_opens_in_openssl_and_here() {
    for key in &keys()[..2] {
        let word = password(WORD);
        let encrypted = write::protected(key, &[], ProtectedFormat::EncryptedPem, &word).unwrap();
        let theirs = openssl(&["pkey", "-passin", "env:WORD"], &encrypted);
        assert_eq!(String::from_utf8_lossy(&theirs), *pem(key));
        opens(&encrypted, key, Format::Pkcs8, "encrypted PEM");

        let pkcs12 = write::protected(key, &[], ProtectedFormat::Pkcs12, &word).unwrap();
        let theirs = openssl(&["pkcs12", "-nodes", "-nocerts", "-passin", "env:WORD"], &pkcs12);
        let theirs = openssl(&["pkey"], &theirs);
        assert_eq!(String::from_utf8_lossy(&theirs), *pem(key));
        opens(&pkcs12, key, Format::Pkcs12, "PKCS#12");
    }
}

#[test]
fn certificates_go_with_the_key_into_pkcs12() {
    let mut key = generate(KeyKind::P256, Algorithm::ES256, None).unwrap();
    key.set_key_id("min-klient-1".parse().ok());
    let subject = ["req", "-x509", "-key", "/dev/stdin", "-subj", "/CN=Test", "-days", "30"];
    let certificate = openssl(&subject, pem(&key).as_bytes());
    let both = [pem(&key).as_bytes(), &certificate].concat();
    let certificates = &read(&both).unwrap()[0].certificates;
    let word = password(WORD);
    let pkcs12 = write::protected(&key, certificates, ProtectedFormat::Pkcs12, &word).unwrap();
    let theirs = openssl(&["pkcs12", "-nokeys", "-passin", "env:WORD"], &pkcs12);
    let theirs = openssl(&["x509"], &theirs);
    assert_eq!(String::from_utf8_lossy(&theirs), String::from_utf8_lossy(&certificate));
    let said = openssl(&["pkcs12", "-info", "-noout", "-passin", "env:WORD"], &pkcs12);
    assert!(said.is_empty());
    let again = &read_with_password(&pkcs12, &word).unwrap()[0];
    assert_eq!(again.certificates, *certificates);
    assert_eq!(again.name.as_deref(), Some("min-klient-1"));
}

#[test]
fn a_password_of_nothing_protects_nothing() {
    let key = generate(KeyKind::P256, Algorithm::ES256, None).unwrap();
    for format in ProtectedFormat::ALL {
        let written = write::protected(&key, &[], format, &password(""));
        assert_eq!(written.unwrap_err(), WriteError::PasswordEmpty);
    }
}

/// A renewed certificate of one's own has the name of the one before.
#[test]
fn two_certificates_of_one_name_are_two_keys() {
    let certificate = |key: &PrivateKey| {
        let subject = ["req", "-x509", "-key", "/dev/stdin", "-subj", "/CN=Test", "-days", "30"];
        openssl(&subject, pem(key).as_bytes())
    };
    let keys = [0, 1]
        .map(|_| generate(KeyKind::P256, Algorithm::ES256, None).unwrap())
        .map(|key| certificate(&key));
    assert_eq!(read(&keys.concat()).unwrap().len(), 2);
}
