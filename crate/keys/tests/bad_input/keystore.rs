//! PKCS#12 files without a password (RFC 7292 §4), of whatever bags; and what stands
//! beside a key in one.

use crate::code;
use crate::der::{integer, sequence, value};
use crate::forms::{CERTIFICATE, PKCS8, p256};
use nokkelsmie_keys::read::{ReadErrorCode as Code, read};
use nokkelsmie_keys::{IrregularityKind, PublicKey};

const DATA: [u8; 11] = [6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 1];
const X509: [u8; 12] = [6, 10, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 0x16, 1];

/// A file of these bags, one after the other.
pub fn of(bags: &[u8]) -> Vec<u8> {
    with_mac(bags, &[])
}

fn with_mac(bags: &[u8], mac: &[u8]) -> Vec<u8> {
    let info = |content: &[u8]| sequence(&[&DATA, &value(0xa0, &value(4, content))]);
    let safe = sequence(&[&info(&sequence(&[bags]))]);
    sequence(&[&integer(3), &info(&safe), mac])
}

/// A key in PKCS#8.
pub fn key(octets: &[u8]) -> Vec<u8> {
    bag(1, octets)
}

pub fn certificate(octets: &[u8]) -> Vec<u8> {
    bag(3, &sequence(&[&X509, &value(0xa0, &value(4, octets))]))
}

fn bag(kind: u8, content: &[u8]) -> Vec<u8> {
    let oid = [6, 11, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 0x0c, 0x0a, 1, kind];
    sequence(&[&oid, &value(0xa0, content)])
}

/// One is enough for the others to be of use.
#[test]
fn what_is_not_read_beside_a_key_is_passed_over() {
    // X25519
    let foreign = sequence(&[
        &integer(0),
        &sequence(&[&[6, 3, 0x2b, 0x65, 0x6e]]),
        &value(4, &value(4, &[7; 32])),
    ]);
    let cut_off = &CERTIFICATE.octets[..CERTIFICATE.octets.len() - 1];
    for (other, alone) in [
        (key(&foreign), Code::KeyTypeUnknown),
        (certificate(cut_off), Code::CertificateMalformed),
        (certificate(&foreign), Code::CertificateMalformed),
    ] {
        assert_eq!(code(of(&other)), alone);
        for bags in [[key(PKCS8.octets), other.clone()], [other, key(PKCS8.octets)]] {
            let materials = read(&of(&bags.concat())).unwrap();
            assert_eq!(materials.len(), 1);
            assert_eq!(PublicKey::try_from(&materials[0]).unwrap(), p256());
            let notes: Vec<_> = materials[0].irregularities.iter().map(|it| it.kind).collect();
            assert_eq!(notes, [IrregularityKind::PassedOver], "{alone}");
        }
    }
    assert_eq!(read(&of(&key(PKCS8.octets))).unwrap()[0].irregularities, []);
}

/// A MAC with SHA3-256 (RFC 9688), which is not checked: with it anybody's key would
/// open with any password.
#[test]
fn a_plain_key_under_a_mac_that_is_not_checked_is_refused() {
    let sha3 = sequence(&[&[6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 8]]);
    let mac =
        sequence(&[&sequence(&[&sha3, &value(4, &[0; 32])]), &value(4, &[1; 8]), &integer(1)]);
    let keystore = with_mac(&key(PKCS8.octets), &mac);
    assert_eq!(code(&keystore), Code::EncryptionUnknown);
    assert_eq!(crate::code_with_password(&keystore), Code::EncryptionUnknown);
}
