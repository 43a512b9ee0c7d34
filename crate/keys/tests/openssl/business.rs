//! Keystores of businesses: several keys in one file, each for its own purpose,
//! with the authorities above. `tests/vectors/business/README.md` says what is
//! in them.

use crate::openssl;
use nokkelsmie_keys::read::{ReadErrorCode as Code, read, read_with_password};
use nokkelsmie_keys::{Format, Material, Password, PrivateKey, PublicKey, SignError};
use std::path::Path;

fn path(file: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/business");
    folder.join(file).to_str().unwrap().to_owned()
}

fn password(text: &str) -> Password {
    Password::new(text.to_owned().into())
}

fn keys(file: &str) -> Vec<Material> {
    read_with_password(&std::fs::read(path(file)).unwrap(), &password("kun-for-test")).unwrap()
}

/// The common names of a chain, the key's own first.
fn chain(key: &Material) -> Vec<&str> {
    key.certificates.iter().map(|it| it.common_name.as_deref().unwrap()).collect()
}

/// Each key can sign and stands with the certificate that is about it.
fn are_whole(keys: &[Material]) {
    for key in keys {
        assert_eq!(key.format, Format::Pkcs12);
        let own = PrivateKey::try_from(key).unwrap();
        let pem =
            openssl(&["x509", "-inform", "DER", "-noout", "-pubkey"], key.certificates[0].der());
        let certified = PublicKey::try_from(&read(&pem).unwrap()[0]).unwrap();
        assert!(own.matches(&certified), "{:?}", chain(key));
        for certificate in &key.certificates {
            let is_own = *certificate == key.certificates[0];
            assert_eq!(certificate.is_authority, !is_own);
            let number = is_own.then_some("312770016");
            assert_eq!(certificate.organisation_number.as_deref(), number);
        }
        for pair in key.certificates.windows(2) {
            assert_eq!(pair[0].issuer, pair[1].subject);
        }
    }
}

#[test]
fn of_two_keys_the_one_for_digital_signatures_comes_first() {
    let keys = keys("two-keys.p12");
    are_whole(&keys);
    let above = ["Testutsteder En Class 3 CA", "Testutsteder En Root CA"];
    let own = ["TESTBEDRIFT AS autentisering-kryptering", "TESTBEDRIFT AS signering"];
    let expected = own.map(|own| [&[own][..], &above].concat());
    assert_eq!(keys.iter().map(chain).collect::<Vec<_>>(), expected);
    let signs: Vec<_> = keys.iter().map(|key| key.certificates[0].signs).collect();
    assert_eq!(signs, [true, false]);
    let names: Vec<_> = keys.iter().map(|key| key.name.as_deref()).collect();
    assert_eq!(names, ["autentisering-kryptering", "signering"].map(Some));
}

#[test]
fn only_its_own_certificate_for_signing_goes_with_what_a_key_signs() {
    let keys = keys("two-keys.p12");
    let [for_signing, for_documents] = &keys[..] else { panic!("{} keys", keys.len()) };
    let key = PrivateKey::try_from(for_signing).unwrap();
    let x5c = key.x5c(&for_signing.certificates).unwrap();
    assert_eq!(x5c.len(), 3);
    for (text, certificate) in x5c.iter().zip(&for_signing.certificates) {
        assert_eq!(openssl(&["base64", "-d", "-A"], text.as_bytes()), certificate.der());
    }
    let other = PrivateKey::try_from(for_documents).unwrap();
    let refused = |key: &PrivateKey, chain| key.x5c(chain).unwrap_err();
    assert_eq!(refused(&other, &for_documents.certificates), SignError::CertificateNotForSigning);
    assert_eq!(refused(&key, &for_documents.certificates), SignError::CertificateOfAnother);
    assert_eq!(refused(&other, &for_signing.certificates), SignError::CertificateOfAnother);
    // The key's own must come first: the issuer's tells of another key.
    assert_eq!(refused(&key, &for_signing.certificates[1..]), SignError::CertificateOfAnother);
    assert_eq!(refused(&key, &[]), SignError::NoCertificate);
}

/// The others stay in the order of the file.
#[test]
fn of_three_keys_the_one_for_digital_signatures_comes_first() {
    let keys = keys("three-keys.p12");
    are_whole(&keys);
    let above = ["Testutsteder To Class 3 CA", "Testutsteder To Root CA"];
    let own = ["autentisering", "kryptering", "segl"].map(|name| format!("TESTBEDRIFT AS {name}"));
    let expected = own.each_ref().map(|own| [&[own.as_str()][..], &above].concat());
    assert_eq!(keys.iter().map(chain).collect::<Vec<_>>(), expected);
    let signs: Vec<_> = keys.iter().map(|key| key.certificates[0].signs).collect();
    assert_eq!(signs, [true, false, false]);
}

/// The certificates are encrypted too, so that nothing is read without it.
#[test]
fn without_the_password_nothing_is_read() {
    for file in ["two-keys.p12", "three-keys.p12"] {
        let octets = std::fs::read(path(file)).unwrap();
        assert_eq!(read(&octets).unwrap_err().code, Code::PasswordNeeded, "{file}");
        let wrong = read_with_password(&octets, &password("kun-for-prod"));
        assert_eq!(wrong.unwrap_err().code, Code::PasswordWrong, "{file}");
    }
}

/// Opened with OpenSSL, as many do before they look for a key in it: the same
/// keys in the same order, each with its own chain.
#[test]
fn the_same_keys_come_out_of_what_openssl_makes_of_them() {
    for file in ["two-keys.p12", "three-keys.p12"] {
        let arguments = ["pkcs12", "-nodes", "-passin", "pass:kun-for-test", "-in", &path(file)];
        let pem = openssl(&arguments, &[]);
        let from_pem = read(&pem).unwrap();
        let from_file = keys(file);
        assert_eq!(from_pem.len(), from_file.len(), "{file}");
        for (pem, file) in from_pem.iter().zip(&from_file) {
            assert_eq!(pem.certificates, file.certificates);
            assert!(
                PrivateKey::try_from(pem).unwrap().matches(&PublicKey::try_from(file).unwrap())
            );
        }
    }
}
