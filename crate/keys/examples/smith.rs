//! The keys crate on the command line, for the interop tests only: it is not
//! shipped, and it leaves private keys in files.
//!
//! ```text
//! smith generate KIND ALG KID OUTDIR   every form of a new key, one file each
//! smith convert FILE FORMAT            the first key of a file in another form
//! smith inspect-thumbprint FILE        RFC 7638 thumbprint, one line a key
//! smith sign FILE                      signs standard input as a JWS payload
//! smith verify FILE                    verifies a JWS on standard input
//! ```
//! KIND and FORMAT are the names that the page uses, as in `rsa-2048` and
//! `pkcs8-pem`; `public-` before a FORMAT takes the public part.

use nokkelsmie_jose::base64url;
use nokkelsmie_keys::generate::{KeyKind, generate};
use nokkelsmie_keys::write::{PrivateFormat, PublicFormat};
use nokkelsmie_keys::{Material, PrivateKey, PublicKey, jws, read, write};
use serde::de::DeserializeOwned;
use std::error::Error;
use std::io::Read;
use std::path::Path;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["generate", kind, alg, kid, directory] => all_forms(kind, alg, kid, directory.as_ref()),
        ["convert", file, format] => convert(file, format),
        ["inspect-thumbprint", file] => thumbprints(file),
        ["sign", file] => sign(file),
        ["verify", file] => verify(file),
        _ => Err("smith generate | convert | inspect-thumbprint | sign | verify".into()),
    }
}

fn all_forms(kind: &str, alg: &str, kid: &str, directory: &Path) -> Outcome<()> {
    let algorithm = alg.parse().map_err(|_| "unknown algorithm")?;
    let key = generate(named::<KeyKind>(kind)?, algorithm, Some(kid.parse()?))?;
    std::fs::create_dir_all(directory)?;
    for format in write::private_formats(&key) {
        let file = directory.join(format!("private.{}", name(&format)?));
        std::fs::write(file, write::private_file(&key, format)?)?;
        if let Ok(der) = write::private_der(&key, format) {
            std::fs::write(directory.join(format!("private.{}.der", name(&format)?)), der)?;
        }
    }
    let public = key.public_key();
    for format in write::public_formats(&public) {
        let file = directory.join(format!("public.{}", name(&format)?));
        std::fs::write(file, write::public(&public, format)?)?;
        if let Ok(der) = write::public_der(&public, format) {
            std::fs::write(directory.join(format!("public.{}.der", name(&format)?)), der)?;
        }
    }
    Ok(())
}

fn convert(file: &str, format: &str) -> Outcome<()> {
    let material = first(file)?;
    if let Some(format) = format.strip_prefix("public-") {
        let key = PublicKey::try_from(&material)?;
        print!("{}", write::public(&key, named::<PublicFormat>(format)?)?);
    } else {
        let key = PrivateKey::try_from(&material)?;
        print!("{}", *write::private(&key, named::<PrivateFormat>(format)?)?);
    }
    Ok(())
}

fn thumbprints(file: &str) -> Outcome<()> {
    for material in read::read(&std::fs::read(file)?)? {
        println!("{}", PublicKey::try_from(&material)?.jwk().thumbprint());
    }
    Ok(())
}

fn sign(file: &str) -> Outcome<()> {
    let key = PrivateKey::try_from(&first(file)?)?;
    let header = format!(r#"{{"alg":"{}"}}"#, key.algorithm());
    println!("{}", jws::sign_compact(&key, &header, &standard_input()?)?);
    Ok(())
}

fn verify(file: &str) -> Outcome<()> {
    let key = PublicKey::try_from(&first(file)?)?;
    let text = standard_input()?;
    let (input, signature) = text.trim().rsplit_once('.').ok_or("no JWS")?;
    match key.verify(input.as_bytes(), &base64url::decode(signature)?) {
        true => Ok(()),
        false => Err("the signature is not this key's".into()),
    }
}

fn first(file: &str) -> Outcome<Material> {
    Ok(read::read(&std::fs::read(file)?)?.swap_remove(0))
}

fn standard_input() -> Outcome<String> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    Ok(text)
}

fn named<T: DeserializeOwned>(name: &str) -> Outcome<T> {
    Ok(serde_json::from_value(name.into())?)
}

fn name<T: serde::Serialize>(format: &T) -> Outcome<String> {
    Ok(serde_json::from_value(serde_json::to_value(format)?)?)
}
