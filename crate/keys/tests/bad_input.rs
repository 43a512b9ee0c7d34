//! Bad input: each kind of failure has its code, and nothing panics.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // a test may

use nokkelsmie_jose::base64url;
use nokkelsmie_keys::generate::{KeyKind, generate};
use nokkelsmie_keys::read::{self, MAXIMUM_KEYS, MAXIMUM_LEN, Place, ReadErrorCode as Code};
use nokkelsmie_keys::write::{PrivateFormat, PublicFormat};
use nokkelsmie_keys::{Password, PrivateKey, PublicKey, write};
use std::time::{Duration, Instant};

const JWK: &str = r#"{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;

fn code(input: impl AsRef<[u8]>) -> Code {
    match read::read(input.as_ref()) {
        Ok(materials) => panic!("{} keys read", materials.len()),
        Err(error) => error.code,
    }
}

fn base64(text: &str) -> String {
    // base64url without padding is one of the spellings that are read
    base64url::encode(text)
}

#[test]
fn texts_that_are_no_key() {
    let cases: &[(&[u8], Code)] = &[
        (b"", Code::Empty),
        (b" \r\n\t", Code::Empty),
        (b"\xef\xbb\xbf", Code::Empty),
        (b"\"\"", Code::Empty),
        (b"[]", Code::Empty),
        (b"{\"keys\":[]}", Code::Empty),
        (b"hei", Code::Unrecognised),
        (b"en lang tekst uten noen n\xc3\xb8kkel i", Code::Unrecognised),
        (b"enlangtekstutennoenting", Code::Unrecognised),
        (b"\xff\xff\xff\xff", Code::NotText),
        (b"{\"kty\":\"\xe6\"}", Code::NotText),
        (b"a\0b", Code::NotText),
        (b"\xff\xfe\x00\xd8\x00", Code::NotText),
        (b"\xfe\xed\xfe\xed\x00\x00\x00\x02", Code::Jks),
        (b"{", Code::JsonIncomplete),
        (b"{\"kty\":\"RSA\"", Code::JsonIncomplete),
        (b"{\"kty\":\"RSA\",}", Code::JsonSyntax),
        (b"{'kty':'RSA'}", Code::JsonSyntax),
        (b"{} {}", Code::JsonSyntax),
        (b"{}", Code::NoKeyType),
        (b"[1]", Code::NoKeyType),
        (b"[[]]", Code::NoKeyType),
        (b"{\"kty\":1}", Code::NoKeyType),
        (b"{\"__proto__\":{\"kty\":\"RSA\"}}", Code::NoKeyType),
        (b"{\"keys\":{}}", Code::KeysNoList),
        (b"{\"keys\":\"\"}", Code::KeysNoList),
        (b"{\"kty\":\"rsa\"}", Code::KeyTypeUnknown),
        (b"{\"kty\":\"oct\",\"k\":\"AAAA\"}", Code::SymmetricKey),
        (b"{\"kty\":\"EC\"}", Code::CurveUnknown),
        (b"{\"kty\":\"EC\",\"crv\":\"secp256k1\"}", Code::CurveUnknown),
        (b"{\"kty\":\"EC\",\"crv\":\"Ed25519\"}", Code::CurveUnknown),
        (b"{\"kty\":\"OKP\",\"crv\":\"X25519\"}", Code::CurveUnknown),
        (b"{\"kty\":\"OKP\",\"crv\":\"P-256\"}", Code::CurveUnknown),
        (b"-----BEGIN ", Code::PemIncomplete),
        (b"-----BEGIN PRIVATE KEY-----", Code::PemIncomplete),
        (b"-----BEGIN PRIVATE KEY-----\nMC4C\n", Code::PemIncomplete),
        (b"-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----", Code::PemIncomplete),
        (b"-----BEGIN A-----\n-----BEGIN B-----\nMC4C\n-----END B-----", Code::PemIncomplete),
        (b"-----BEGIN PRIVATE KEY-----\nMC4C\n-----END PUBLIC KEY-----", Code::PemLabels),
        (b"-----BEGIN PRIVATE KEY-----\nMC4\n-----END PRIVATE KEY-----", Code::PemBase64),
        (b"-----BEGIN PRIVATE KEY-----\nM!4C\n-----END PRIVATE KEY-----", Code::PemBase64),
        (b"-----BEGIN PRIVATE KEY-----\nMC4C\n-----END PRIVATE KEY-----", Code::Der),
        (b"-----BEGIN PUBLIC KEY-----\nMC4C\n-----END PUBLIC KEY-----", Code::Der),
        (b"-----BEGIN RSA PRIVATE KEY-----\nMC4C\n-----END RSA PRIVATE KEY-----", Code::Der),
        (b"-----BEGIN RSA PUBLIC KEY-----\nMC4C\n-----END RSA PUBLIC KEY-----", Code::Der),
        (b"-----BEGIN EC PRIVATE KEY-----\nMC4C\n-----END EC PRIVATE KEY-----", Code::Der),
        (
            b"-----BEGIN DH PARAMETERS-----\nMC4C\n-----END DH PARAMETERS-----",
            Code::PemLabelUnknown,
        ),
        (b"\x30\x03\x02\x01\x05", Code::Der),
    ];
    for (input, expected) in cases {
        assert_eq!(code(input), *expected, "{}", String::from_utf8_lossy(input));
    }
}

/// Forms that are recognised and not read (yet) are named, never "malformed".
#[test]
fn forms_of_other_tools_have_names() {
    let pem = |label: &str| {
        format!("-----BEGIN {label}-----\nMC4CAQAwBQYDK2VwBCIEINTu\n-----END {label}-----\n")
    };
    let cases = [
        (pem("CERTIFICATE REQUEST"), Code::CertificateRequest),
        (pem("PGP PRIVATE KEY BLOCK"), Code::Pgp),
        ("PuTTY-User-Key-File-3: ssh-rsa\n".to_owned(), Code::Putty),
        ("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI a@b".to_owned(), Code::SshPublicKey),
        ("---- BEGIN SSH2 PUBLIC KEY ----\n".to_owned(), Code::SshPublicKey),
        ("eyJhbGciOiJSUzI1NiJ9.e30.AAAA".to_owned(), Code::Jwt),
    ];
    for (input, expected) in cases {
        assert_eq!(code(&input), expected, "{input}");
        assert!(expected.is_unsupported_form());
        assert_eq!(code(base64(&input)), expected, "in base64: {input}");
    }
}

/// What is labelled as something that is read, and is not, says so.
#[test]
fn damaged_forms_have_names() {
    let pem = |label: &str| {
        format!("-----BEGIN {label}-----\nMC4CAQAwBQYDK2VwBCIEINTu\n-----END {label}-----\n")
    };
    let legacy = |info: &str| {
        format!(
            "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n{info}\n\nMC4C\n-----END RSA PRIVATE KEY-----"
        )
    };
    let with_password = |input: &str| {
        let password = Password::new("passord".to_owned().into());
        read::read_with_password(input.as_bytes(), &password).unwrap_err().code
    };
    for (input, expected) in [
        (pem("ENCRYPTED PRIVATE KEY"), Code::Der),
        (pem("CERTIFICATE"), Code::CertificateMalformed),
        (pem("OPENSSH PRIVATE KEY"), Code::OpensshMalformed),
        (legacy("DEK-Info: AES-128-CBC,00"), Code::PasswordNeeded),
    ] {
        assert_eq!(code(&input), expected, "{input}");
        assert_eq!(code(input.replace('\n', "\r\n")), expected, "{input}");
    }
    for (info, expected) in [
        ("DEK-Info: AES-128-CBC,00", Code::PemHeader),
        ("DEK-Info: AES-128-CBC", Code::PemHeader),
        ("X: Y", Code::PemHeader),
        ("DEK-Info: CAMELLIA-128-CBC,00112233445566778899AABBCCDDEEFF", Code::EncryptionUnknown),
        ("DEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF", Code::PasswordWrong),
    ] {
        assert_eq!(with_password(&legacy(info)), expected, "{info}");
    }
    let p12 = [&[0x30, 0x82, 0x01, 0x00, 0x02, 0x01, 0x03][..], &[0; 253]].concat();
    assert_eq!(code(&p12), Code::Der);
    let request = [&[0x30, 0x40, 0x30, 0x20, 0x02, 0x01, 0x00, 0x30][..], &[0; 58]].concat();
    assert_eq!(code(&request), Code::CertificateRequest);
}

#[test]
fn limits() {
    assert_eq!(code(vec![b' '; MAXIMUM_LEN + 1]), Code::TooLong);
    assert_eq!(code(vec![b' '; MAXIMUM_LEN]), Code::Empty);
    assert_eq!(code("[".repeat(200)), Code::JsonTooDeep);
    assert_eq!(code("[".repeat(MAXIMUM_LEN)), Code::JsonTooDeep);
    assert_eq!(code("{\"a\":".repeat(100_000)), Code::JsonTooDeep);
    let keys = |count: usize| format!("[{}]", vec![JWK; count].join(","));
    assert_eq!(read::read(keys(MAXIMUM_KEYS).as_bytes()).unwrap().len(), MAXIMUM_KEYS);
    assert_eq!(code(keys(MAXIMUM_KEYS + 1)), Code::TooManyKeys);
    let pem = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n";
    assert_eq!(code(pem.repeat(MAXIMUM_KEYS + 1)), Code::TooManyKeys);
    let short = "-----BEGIN A-----AAAA-----END A-----";
    assert_eq!(code(short.repeat(MAXIMUM_LEN / short.len())), Code::TooManyKeys);
    assert_eq!(code("'".repeat(MAXIMUM_LEN)), Code::Unrecognised);
    assert_eq!(code("\"".repeat(MAXIMUM_LEN)), Code::Unrecognised);
    let twice = base64(&base64(JWK));
    assert_eq!(read::read(twice.as_bytes()).unwrap().len(), 1);
    assert_eq!(code(base64(&twice)), Code::Base64TooDeep);
}

#[test]
fn places() {
    let place = |input: &str| read::read(input.as_bytes()).unwrap_err().place;
    let at = |line, column| Some(Place { line, column });
    assert_eq!(place("{\n  \"kty\": \"RSA\",\n}"), at(3, 1));
    assert_eq!(place("\n\n  {\"kty\" \"RSA\"}"), at(3, 10));
    assert_eq!(place("const key = {\"kty\" \"RSA\"};"), at(1, 20));
    assert_eq!(place("tekst\n-----BEGIN X-----\nAAAA"), at(2, 1));
}

/// Every fixture cut off at every octet, and every octet changed: an error or
/// material, never a panic, never slow. What is then taken as a key is one.
#[test]
fn truncated_and_changed_anywhere() {
    let mut fixtures = Vec::new();
    for kind in [KeyKind::P256, KeyKind::Ed25519] {
        let key = generate(kind, kind.default_algorithm(), None).unwrap();
        for format in write::private_formats(&key) {
            fixtures.push(write::private_file(&key, format).unwrap().to_vec());
            fixtures.extend(write::private_der(&key, format).map(|der| der.to_vec()));
        }
        let public = key.public_key();
        for format in write::public_formats(&public) {
            fixtures.push(write::public(&public, format).unwrap().into_bytes());
            fixtures.extend(write::public_der(&public, format));
        }
    }
    for fixture in fixtures {
        for length in 0..fixture.len() {
            let _ = use_it(&fixture[..length]);
            let mut changed = fixture.clone();
            for octet in [b'"', changed[length] ^ 0x01, changed[length] ^ 0x80] {
                changed[length] = octet;
                let _ = use_it(&changed);
            }
        }
    }
}

/// The same with RSA, where checking a key is slow: reading only, and some.
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

fn use_it(input: &[u8]) -> Option<()> {
    let start = Instant::now();
    let materials = read::read(input).ok()?;
    for material in &materials {
        if let Ok(key) = PrivateKey::try_from(material) {
            let signature = key.sign(b"m").ok()?;
            assert!(key.public_key().verify(b"m", &signature));
        }
        let _ = PublicKey::try_from(material).map(|key| write::public(&key, PublicFormat::Jwk));
    }
    assert!(start.elapsed() < Duration::from_secs(5));
    Some(())
}

/// An error says where, never what: no part of the input is in it.
#[test]
fn errors_do_not_echo() {
    let secret = "hemmelighet-som-ikke-skal-vises";
    for input in [
        format!("{{\"kty\":\"{secret}\"}}"),
        format!("{{\"d\":\"{secret}\" \"n\"}}"),
        format!("-----BEGIN {secret}-----\n{secret}\n-----END {secret}-----"),
        format!("{secret}!"),
    ] {
        let error = read::read(input.as_bytes()).unwrap_err();
        let said = format!("{error} {error:?} {}", serde_json::to_string(&error).unwrap());
        assert!(!said.contains("hemmelighet"), "{said}");
    }
    let material = read::read(JWK.as_bytes()).unwrap();
    assert!(!format!("{material:?}").contains("nWGx"), "{material:?}");
    assert!(format!("{material:?}").contains("d: Some([secret])"), "{material:?}");
    let octets = format!("{:?}", [0x9d, 0x61, 0xb1, 0x9d]);
    assert!(!format!("{material:?}").contains(octets.trim_matches(['[', ']'])));
}
