//! Texts that hold no key, or a damaged one.

use crate::{JWK, base64, code, code_with_password};
use nokkelsmie_keys::read::{self, Place, ReadErrorCode as Code};

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
    for (input, expected) in [
        (pem("ENCRYPTED PRIVATE KEY"), Code::Der),
        (pem("CERTIFICATE"), Code::CertificateMalformed),
        (pem("OPENSSH PRIVATE KEY"), Code::OpensshMalformed),
        // Nobody is asked for a password that would be of no use.
        (legacy("DEK-Info: AES-128-CBC,00"), Code::PemHeader),
        (
            legacy("DEK-Info: CAMELLIA-128-CBC,00112233445566778899AABBCCDDEEFF"),
            Code::EncryptionUnknown,
        ),
        (legacy("DEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF"), Code::PasswordNeeded),
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
        assert_eq!(code_with_password(legacy(info).as_bytes()), expected, "{info}");
    }
    let p12 = [&[0x30, 0x82, 0x01, 0x00, 0x02, 0x01, 0x03][..], &[0; 253]].concat();
    assert_eq!(code(&p12), Code::Der);
    let request = [&[0x30, 0x40, 0x30, 0x20, 0x02, 0x01, 0x00, 0x30][..], &[0; 58]].concat();
    assert_eq!(code(&request), Code::CertificateRequest);
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
