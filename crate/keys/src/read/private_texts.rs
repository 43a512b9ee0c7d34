use crate::{Certificate, HiddenSecret, Material, RawKey, Secret};
use nokkelsmie_jose::{base64url, private_material};
use zeroize::Zeroizing;

/// Longer ones are no `kid` of anybody, and only take time to search.
const MAXIMUM_LEN: usize = 4096;
/// A piece of a number that tells it, in characters.
const PIECE: usize = 16;

/// Takes away each `kid` and certificate that holds a private key, or a number of
/// one that was read with it. They go on as they were read: the page shows them,
/// and keeps and sends the `kid`.
pub fn hide_private_texts(materials: &mut [Material]) {
    let numbers: Vec<_> =
        materials.iter().flat_map(secrets).map(|number| number.0.clone()).collect();
    let pieces: Vec<_> = numbers.iter().flat_map(|number| pieces(number)).collect();
    for material in materials {
        material.certificates.retain(|certificate| !holds_private(certificate, &numbers, &pieces));
        let kid = &mut material.metadata.kid;
        if kid.as_deref().is_some_and(|kid| is_private(kid, &pieces)) {
            *kid = None;
        }
    }
}

fn holds_private(
    certificate: &Certificate,
    numbers: &[Secret],
    pieces: &[Zeroizing<String>],
) -> bool {
    let names = [&certificate.subject, &certificate.issuer];
    let der = certificate.der();
    let is_in = |part: &[u8]| der.windows(part.len()).any(|window| window == part);
    names.into_iter().any(|name| is_private(name, pieces))
        || numbers.iter().any(|number| number.chunks_exact(PIECE).any(is_in))
        || pieces.iter().any(|piece| is_in(piece.as_bytes()))
}

fn is_private(kid: &str, pieces: &[Zeroizing<String>]) -> bool {
    if kid.len() > MAXIMUM_LEN || private_material::find(kid).is_some() {
        return true;
    }
    let base64url = kid.replace('+', "-").replace('/', "_");
    let hexadecimal = kid.to_ascii_lowercase();
    pieces.iter().any(|piece| [&base64url, &hexadecimal].iter().any(|kid| kid.contains(&**piece)))
}

/// The number's base64url and hexadecimal, cut up, so that a part of it is found too.
fn pieces(octets: &[u8]) -> Vec<Zeroizing<String>> {
    let base64url = Zeroizing::new(base64url::encode(octets));
    let hexadecimal = Zeroizing::new(
        octets.iter().fold(String::new(), |text, octet| text + &format!("{octet:02x}")),
    );
    let cut = |text: &str| -> Vec<_> {
        let whole = text.as_bytes().chunks_exact(PIECE);
        whole.map(|piece| Zeroizing::new(piece.iter().copied().map(char::from).collect())).collect()
    };
    [cut(&base64url), cut(&hexadecimal)].concat()
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
    use crate::{PrivateKey, der, read, write};
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
        for kid in [D, &format!("min-{D}"), &D[..40], hexadecimal, &D.replace('_', "/")] {
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
        let certificates =
            [&b"nothing of it"[..], &number, &number[16..], text.as_bytes()].map(|serial| {
                let der = certificate_with(serial, &key);
                Certificate::from_der(&der).unwrap()
            });
        materials[0].certificates = certificates.to_vec();
        hide_private_texts(&mut materials);
        assert_eq!(materials[0].certificates, certificates[..1]);
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
