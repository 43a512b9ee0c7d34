use crate::{Certificate, HiddenSecret, Material, RawKey};
use nokkelsmie_jose::{base64url, private_material};
use zeroize::Zeroizing;

/// Longer ones are no `kid` of anybody, and only take time to search.
const MAXIMUM_LEN: usize = 4096;
/// A piece of a number that tells it: octets, or characters of its writing.
const PIECE: usize = 16;

/// Takes away each `kid`, name and certificate that holds a private key, or a number of
/// one that was read with it. They go on as they were read: the page shows them,
/// and keeps and sends the `kid`.
pub fn hide_private_texts(materials: &mut [Material]) {
    let pieces = Pieces::of(materials.iter().flat_map(secrets));
    // Keys share their authorities: each certificate is searched once.
    let mut judged: Vec<(Certificate, bool)> = Vec::new();
    for material in materials {
        material.certificates.retain(|certificate| {
            let known = judged.iter().find(|(known, _)| known == certificate);
            let holds = known.map_or_else(|| pieces.are_in_certificate(certificate), |it| it.1);
            if known.is_none() {
                judged.push((certificate.clone(), holds));
            }
            !holds
        });
        for text in [&mut material.metadata.kid, &mut material.name] {
            if text.as_deref().is_some_and(|text| pieces.are_in_text(text)) {
                *text = None;
            }
        }
    }
}

/// All numbers as octets, in base64url and in hexadecimal, cut up so that a part is
/// found too; in order, so that it is found at once.
struct Pieces(Zeroizing<Vec<[u8; PIECE]>>);

impl Pieces {
    fn of<'a>(numbers: impl Iterator<Item = &'a HiddenSecret> + Clone) -> Self {
        // A buffer that grew would leave copies: 1 + 3·4/3 + 2 octets for each.
        let most = numbers.clone().map(|number| 7 * number.0.len() / PIECE + 1).sum();
        let mut pieces = Zeroizing::new(Vec::with_capacity(most));
        for HiddenSecret(number) in numbers {
            // Where other octets stand before it, base64 begins anew at one of three.
            for offset in 0..3.min(number.len()) {
                let base64url = Zeroizing::new(base64url::encode(&number[offset..]));
                pieces.extend_from_slice(base64url.as_bytes().as_chunks::<PIECE>().0);
            }
            for writing in [number.as_slice(), &hexadecimal(number)] {
                pieces.extend_from_slice(writing.as_chunks::<PIECE>().0);
            }
        }
        pieces.sort_unstable();
        Self(pieces)
    }

    fn are_in_certificate(&self, certificate: &Certificate) -> bool {
        let names = [&certificate.subject, &certificate.issuer];
        let der = certificate.der();
        names.into_iter().any(|name| self.are_in_text(name))
            || self.are_in(der)
            || private_material::find(&String::from_utf8_lossy(der)).is_some()
    }

    fn are_in_text(&self, text: &str) -> bool {
        let (len, octets) = (text.len(), text.as_bytes());
        len > MAXIMUM_LEN || private_material::find(text).is_some() || self.are_in(octets)
    }

    /// Octets, or text in either alphabet of base64 or in hexadecimal of either case.
    fn are_in(&self, octets: &[u8]) -> bool {
        let base64url = octets.iter().map(|octet| match octet {
            b'+' => b'-',
            b'/' => b'_',
            octet => *octet,
        });
        let hexadecimal = octets.to_ascii_lowercase();
        let is_piece =
            |window: &[u8]| self.0.binary_search_by(|piece| piece.as_slice().cmp(window)).is_ok();
        [octets, &base64url.collect::<Vec<_>>(), &hexadecimal]
            .into_iter()
            .any(|writing| writing.windows(PIECE).any(is_piece))
    }
}

/// In lower case.
fn hexadecimal(octets: &[u8]) -> Zeroizing<Vec<u8>> {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |half: u8| DIGITS[usize::from(half)];
    let mut text = Zeroizing::new(Vec::with_capacity(2 * octets.len()));
    text.extend(octets.iter().flat_map(|octet| [digit(octet >> 4), digit(octet & 15)]));
    text
}

fn secrets(material: &Material) -> Vec<&HiddenSecret> {
    let numbers = match &material.key {
        RawKey::Rsa(key) => vec![&key.d, &key.p, &key.q, &key.dp, &key.dq, &key.qi],
        RawKey::Ec { d, .. } | RawKey::Okp { d, .. } => vec![d],
    };
    numbers.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::{KeyKind, generate};
    use crate::write::{PrivateFormat, PublicFormat};
    use crate::{PrivateKey, Secret, der, read, write};
    use nokkelsmie_jose::Algorithm;

    /// RFC 8037 §A.1
    const X: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
    const D: &str = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";

    fn left_of(kid: &str, private: bool) -> Option<String> {
        let d = if private { format!(r#","d":"{D}""#) } else { String::new() };
        let kid = serde_json::Value::from(kid);
        let jwk = format!(r#"{{"kty":"OKP","crv":"Ed25519","kid":{kid},"x":"{X}"{d}}}"#);
        let mut materials = read::read(jwk.as_bytes()).unwrap();
        hide_private_texts(&mut materials);
        materials.pop().unwrap().metadata.kid
    }

    #[test]
    fn a_kid_with_a_private_number_or_key_is_none() {
        let hexadecimal = "9D61B19DEFFD5A60BA844AF492EC2CC44449C5697B326919703BAC031CAE7F60";
        let shifted = nokkelsmie_jose::base64url::encode(
            [b"x", &*nokkelsmie_jose::base64url::decode(D).unwrap()].concat(),
        );
        for kid in [D, &format!("min-{D}"), &D[..40], hexadecimal, &D.replace('_', "/"), &shifted] {
            assert_eq!(left_of(kid, true), None, "{kid}");
        }
        for private in [true, false] {
            let jwk = format!(r#"{{"kty":"OKP","d":"{D}"}}"#);
            assert_eq!(left_of(&jwk, private), None);
        }
    }

    #[test]
    fn a_certificate_with_a_private_number_goes() {
        let key = generate(KeyKind::P256, Algorithm::ES256, None).unwrap();
        let mut materials =
            read::read(write::private(&key, PrivateFormat::Jwk).unwrap().as_bytes()).unwrap();
        let number = secrets(&materials[0])[0].0.clone();
        let text = nokkelsmie_jose::base64url::encode(&number);
        let pem = write::private(&key, PrivateFormat::Pkcs8Pem).unwrap();
        let other = generate(KeyKind::P256, Algorithm::ES256, None).unwrap();
        let other = write::private(&other, PrivateFormat::Pkcs8Pem).unwrap();
        let serials = [
            &b"nothing of it"[..],
            &number,
            &number[16..],
            text.as_bytes(),
            pem.as_bytes(),
            // Of a key that was not read with it
            other.as_bytes(),
        ];
        let certificates = serials.map(|serial| {
            let der = certificate_with(serial, &key);
            Certificate::from_der(&der).unwrap()
        });
        materials[0].certificates = certificates.to_vec();
        hide_private_texts(&mut materials);
        assert_eq!(materials[0].certificates, certificates[..1]);
    }

    /// As much as one text can hold of both.
    #[test]
    fn many_keys_with_many_certificates_are_searched_soon() {
        let key = generate(KeyKind::P256, Algorithm::ES256, None).unwrap();
        let jwk = write::private(&key, PrivateFormat::Jwk).unwrap();
        let jwks = format!("[{}]", [jwk.as_str(); 50].join(","));
        let mut materials = read::read(jwks.as_bytes()).unwrap();
        let certificates: Vec<_> = (0..50)
            .map(|serial| {
                let der = certificate_with(&[&[serial][..], &[7; 20_000]].concat(), &key);
                Certificate::from_der(&der).unwrap()
            })
            .collect();
        materials.iter_mut().for_each(|material| material.certificates = certificates.clone());
        let start = std::time::Instant::now();
        hide_private_texts(&mut materials);
        assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
        assert!(materials.iter().all(|material| material.certificates.len() == 50));
    }

    #[test]
    fn a_certificate_of_any_length_is_none() {
        let key = generate(KeyKind::P256, Algorithm::ES256, None).unwrap();
        let of = |length| Certificate::from_der(&certificate_with(&vec![1; length], &key));
        assert!(of(60_000).is_ok());
        assert_eq!(of(66_000).unwrap_err(), read::ReadErrorCode::CertificateMalformed);
    }

    /// As little as a certificate can be; nobody signed it.
    fn certificate_with(serial: &[u8], key: &PrivateKey) -> Secret {
        let algorithm = der::oid::algorithm(der::oid::ED25519, &[]);
        let time = der::value(der::tag::UTC_TIME, &[b"260101000000Z"]);
        let name = der::sequence(&[]);
        let spki = write::public_der(&key.public_key(), PublicFormat::SpkiPem).unwrap();
        let serial = der::integer(serial);
        let validity = der::sequence(&[&time, &time]);
        let tbs = der::sequence(&[&serial, &algorithm, &name, &validity, &name, &spki]);
        der::sequence(&[&tbs, &algorithm, &der::bit_string(&[])])
    }

    #[test]
    fn any_other_kid_stays() {
        for kid in
            ["", "min-klient-2026", X, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k", "a b\n"]
        {
            assert_eq!(left_of(kid, true).as_deref(), Some(kid));
        }
    }
}
