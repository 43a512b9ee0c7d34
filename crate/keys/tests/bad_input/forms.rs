//! One key in every form, as `forms/make.sh` made it.

use nokkelsmie_keys::read::{ReadError, read, read_with_password};
use nokkelsmie_keys::{Material, Password, PublicKey};
use std::fmt;

/// The word that opens every form that needs one.
pub const PASSWORD: &str = "kun-for-test";

/// A form that holds octets, which may stand in PEM.
#[derive(Clone, Copy)]
pub struct Form {
    pub name: &'static str,
    pub octets: &'static [u8],
    /// The label of its PEM. OpenSSH's form is nothing else than PEM.
    pub label: Option<&'static str>,
}

macro_rules! form {
    ($name:literal, $label:expr) => {
        Form { name: $name, octets: include_bytes!(concat!("forms/", $name)), label: $label }
    };
}

pub const SEC1: Form = form!("sec1.der", Some("EC PRIVATE KEY"));
pub const PKCS8: Form = form!("pkcs8.der", Some("PRIVATE KEY"));
pub const ED25519_PKCS8: Form = form!("ed25519.pkcs8.der", Some("PRIVATE KEY"));
pub const RSA_PKCS1: Form = form!("rsa.pkcs1.der", Some("RSA PRIVATE KEY"));
pub const SPKI: Form = form!("spki.der", Some("PUBLIC KEY"));
pub const ED25519_SPKI: Form = form!("ed25519.spki.der", Some("PUBLIC KEY"));
pub const RSA_PUBLIC_PKCS1: Form = form!("rsa.public.pkcs1.der", Some("RSA PUBLIC KEY"));
pub const CERTIFICATE: Form = form!("certificate.der", Some("CERTIFICATE"));
pub const PBES2: Form = form!("pbes2.der", Some("ENCRYPTED PRIVATE KEY"));
pub const SCRYPT: Form = form!("scrypt.der", Some("ENCRYPTED PRIVATE KEY"));
pub const PBES1: Form = form!("pbes1.der", Some("ENCRYPTED PRIVATE KEY"));
pub const PBES2_PKCS12: Form = form!("pbes2.p12", None);
pub const TRIPLE_DES_PKCS12: Form = form!("3des.p12", None);

/// Those of the key on P-256: the public part stands in each of them, so that a
/// change shows.
pub const P256: [Form; 9] =
    [SEC1, PKCS8, SPKI, CERTIFICATE, PBES2, SCRYPT, PBES1, PBES2_PKCS12, TRIPLE_DES_PKCS12];

pub const SEC1_PEM: &str = include_str!("forms/sec1.pem");
pub const PKCS8_PEM: &str = include_str!("forms/pkcs8.pem");
pub const SPKI_PEM: &str = include_str!("forms/spki.pem");
pub const OLDER_PEM: &str = include_str!("forms/older.pem");
pub const OPENSSH_PEM: &str = include_str!("forms/openssh.pem");
pub const OPENSSH_ENCRYPTED_PEM: &str = include_str!("forms/openssh-encrypted.pem");
/// What authenticates it stands after it.
pub const OPENSSH_GCM_PEM: &str = include_str!("forms/openssh-gcm.pem");

/// The key on P-256.
pub fn p256() -> PublicKey {
    PublicKey::try_from(&read(SPKI.octets).unwrap()[0]).unwrap()
}

/// Reads with the password of the forms.
pub fn open(input: &[u8]) -> Result<Vec<Material>, ReadError> {
    read_with_password(input, &Password::new(PASSWORD.to_owned().into()))
}

/// PEM around octets, with other labels than its own if need be.
pub fn pem(label: &str, octets: &[u8]) -> String {
    use base64ct::{Base64, Encoding};
    let body = Base64::encode_string(octets);
    let lines: Vec<_> =
        body.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}

/// The octets inside a PEM that was not touched.
pub fn inside(pem: &str) -> Vec<u8> {
    use base64ct::{Base64, Encoding};
    let body: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    Base64::decode_vec(&body).unwrap()
}

impl Form {
    pub fn pem(&self) -> String {
        pem(self.label.unwrap(), self.octets)
    }
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}
