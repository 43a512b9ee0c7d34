//! PEM with another label than what is in it.

use crate::forms::{
    CERTIFICATE, ED25519_PKCS8, ED25519_SPKI, Form, OPENSSH_PEM, PBES2, PKCS8, RSA_PKCS1,
    RSA_PUBLIC_PKCS1, SEC1, SPKI, inside, open, pem,
};
use nokkelsmie_keys::read::ReadErrorCode as Code;

const FORMS: [Form; 10] = [
    SEC1,
    PKCS8,
    ED25519_PKCS8,
    RSA_PKCS1,
    SPKI,
    ED25519_SPKI,
    RSA_PUBLIC_PKCS1,
    CERTIFICATE,
    PBES2,
    // A PKCS#12 file has no PEM of its own.
    crate::forms::PBES2_PKCS12,
];

/// Each label, and why nothing but its own content is read.
const LABELS: [(&str, Code); 10] = [
    ("EC PRIVATE KEY", Code::Der),
    ("PRIVATE KEY", Code::Der),
    ("RSA PRIVATE KEY", Code::Der),
    ("PUBLIC KEY", Code::Der),
    ("RSA PUBLIC KEY", Code::Der),
    ("ENCRYPTED PRIVATE KEY", Code::Der),
    ("CERTIFICATE", Code::CertificateMalformed),
    ("X509 CERTIFICATE", Code::CertificateMalformed),
    ("OPENSSH PRIVATE KEY", Code::OpensshMalformed),
    ("ED25519 PRIVATE KEY", Code::PemLabelUnknown),
];

#[test]
fn only_what_the_label_says_is_read() {
    let (mut read, mut refused) = (0, 0);
    let openssh = inside(OPENSSH_PEM);
    let contents = FORMS.into_iter().map(|form| (form.name, form.label, form.octets));
    let contents = contents.chain([("openssh", Some("OPENSSH PRIVATE KEY"), &openssh[..])]);
    for (name, own, octets) in contents {
        for (label, expected) in LABELS {
            let is_own =
                own == Some(label) || (label, own) == ("X509 CERTIFICATE", Some("CERTIFICATE"));
            match open(pem(label, octets).as_bytes()) {
                Ok(_) if is_own => read += 1,
                Ok(_) => panic!("{name} as {label} is read"),
                Err(error) => {
                    assert!(!is_own && error.code == expected, "{name} as {label}: {error}");
                    refused += 1;
                }
            }
        }
    }
    assert_eq!((read, refused), (11, 99));
}

#[test]
fn labels_at_beginning_and_end_must_be_the_same() {
    for (begin, _) in LABELS {
        for (end, _) in LABELS {
            let text =
                pem(begin, SPKI.octets).replace(&format!("END {begin}"), &format!("END {end}"));
            let code = open(text.as_bytes()).err().map(|error| error.code);
            assert_eq!(code == Some(Code::PemLabels), begin != end, "{begin}, {end}: {code:?}");
        }
    }
}

/// A label is written in capitals, with one space (RFC 7468 §3).
#[test]
fn labels_are_taken_as_they_stand() {
    for label in ["private key", "Private Key", "PRIVATE  KEY", " PRIVATE KEY", "PRIVATE KEY "] {
        let code = open(pem(label, PKCS8.octets).as_bytes()).unwrap_err().code;
        assert_eq!(code, Code::PemLabelUnknown, "{label:?}");
    }
}
