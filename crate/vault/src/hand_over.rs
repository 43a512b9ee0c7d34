//! The one place where what a receiver wants meets the key: the file that is saved, and
//! what was stored of it.

use crate::entry::Entry;
use crate::failure::{Failure, OwnCode};
use nokkelsmie_keys::stored::{FormFault, Setting, form_fault, setting};
use nokkelsmie_keys::write::{self, PrivateFormat, ProtectedFormat};
use nokkelsmie_keys::{Format, Material, Password, PrivateKey, PublicKey, Secret, read};
use nokkelsmie_maskinporten::{HandOverOrder, Piece, SecretForm};
use serde::Serialize;
use tsify::Tsify;
use zeroize::Zeroizing;

/// What became of a key that was stored.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
#[tsify(missing_as_null)]
pub struct StoredCheck {
    pub code: StoredCode,
    /// The other kid or client_id that stands there, or the setting that is wanted.
    pub name: Option<String>,
}

/// What to say of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Tsify)]
#[serde(untagged)]
pub enum StoredCode {
    Found(Found),
    Form(FormFault),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Tsify)]
#[serde(rename_all = "kebab-case")]
pub enum Found {
    /// The same key, in the form that the receiver reads.
    Right,
    /// The same key, without its private part.
    PublicOnly,
    /// The same key's public numbers, and private ones that do not belong to them.
    Damaged,
    AnotherKey,
    KidMissing,
    OtherKid,
    /// The client_id beside it is another.
    OtherClient,
    /// The setting is not there.
    WrongName,
    /// No keystore.
    NotKeystore,
}

/// The order, of the key's own kid.
pub fn of_key(mut order: HandOverOrder, key: &PrivateKey) -> HandOverOrder {
    order.kid = key.key_id().map(str::to_owned);
    order
}

/// The file with the key in it.
pub fn file(
    entry: &Entry,
    order: &HandOverOrder,
    password: Option<&Password>,
) -> Result<Secret, Failure> {
    let key = entry.private_key()?;
    let parts = order
        .pieces()
        .map_err(|_| OwnCode::HandOverProblems)?
        .into_iter()
        .map(|piece| match piece {
            Piece::Text(text) => Ok(Zeroizing::new(text.into_bytes())),
            Piece::Secret(SecretForm::Pkcs12) => {
                entry.protected(ProtectedFormat::Pkcs12, password.ok_or(OwnCode::WrongArguments)?)
            }
            Piece::Secret(SecretForm::Jwk) => octets(write::private_line(key)),
            Piece::Secret(form) => octets(write::private(key, format_of(form))),
        })
        .collect::<Result<Vec<Secret>, Failure>>()?;
    // With room for all of it, so that no copy is left behind.
    let mut whole =
        Zeroizing::new(Vec::with_capacity(parts.iter().map(|part| part.len()).sum::<usize>()));
    for part in &parts {
        whole.extend_from_slice(part);
    }
    Ok(whole)
}

fn octets(text: Result<Zeroizing<String>, nokkelsmie_keys::WriteError>) -> Result<Secret, Failure> {
    Ok(Zeroizing::new(text?.as_bytes().to_vec()))
}

const fn format_of(form: SecretForm) -> PrivateFormat {
    match form {
        SecretForm::Jwk => PrivateFormat::Jwk,
        SecretForm::Base64Jwk => PrivateFormat::Base64Jwk,
        SecretForm::Pem | SecretForm::Pkcs12 => PrivateFormat::Pkcs8Pem,
    }
}

/// Whether what was stored is the key, and what its reader takes.
pub fn check_stored(
    key: &PrivateKey,
    order: &HandOverOrder,
    stored: &[u8],
    password: Option<&Password>,
) -> Result<StoredCheck, Failure> {
    let materials = match named_key(order, stored) {
        Some(materials) => materials,
        None => read_all(stored, password)?,
    };
    Ok(match right_key(key, order, &materials) {
        Err(wrong) => wrong,
        Ok(material) => form(order, material, stored),
    })
}

/// What the setting holds that the receiver reads: whatever else is in the file is not
/// the key to it. `None` where that is no key.
fn named_key(order: &HandOverOrder, stored: &[u8]) -> Option<Vec<Material>> {
    let text = core::str::from_utf8(stored).ok()?;
    match setting(text, order.receiver.setting()?, None)? {
        Setting::Text(value) => read_all(value.as_bytes(), None).ok(),
        Setting::Object => None,
    }
}

fn read_all(text: &[u8], password: Option<&Password>) -> Result<Vec<Material>, Failure> {
    let mut materials = match password {
        None => read::read(text)?,
        Some(password) => read::read_with_password(text, password)?,
    };
    read::hide_private_texts(&mut materials);
    Ok(materials)
}

fn say(code: Found, name: Option<&str>) -> StoredCheck {
    StoredCheck { code: StoredCode::Found(code), name: name.map(str::to_owned) }
}

/// The one among them that is the key, private and with its kid.
fn right_key<'a>(
    key: &PrivateKey,
    order: &HandOverOrder,
    materials: &'a [Material],
) -> Result<&'a Material, StoredCheck> {
    let is_same = |material: &&Material| {
        PublicKey::try_from(*material).is_ok_and(|public| key.matches(&public))
    };
    let same: Vec<_> = materials.iter().filter(is_same).collect();
    if same.is_empty() {
        let kid = materials.iter().find_map(|material| material.metadata.kid.as_deref());
        return Err(say(Found::AnotherKey, kid));
    }
    let Some(private) = same.into_iter().find(|material| material.is_private()) else {
        return Err(say(Found::PublicOnly, None));
    };
    if PrivateKey::try_from(private).is_err() {
        return Err(say(Found::Damaged, None));
    }
    match private.metadata.kid.as_deref() {
        None if order.has_jwk() && private.format == Format::Jwk => {
            Err(say(Found::KidMissing, None))
        }
        Some(kid) if Some(kid) != key.key_id() => Err(say(Found::OtherKid, Some(kid))),
        _ => Ok(private),
    }
}

fn form(order: &HandOverOrder, material: &Material, stored: &[u8]) -> StoredCheck {
    if order.form() == SecretForm::Pkcs12 {
        let is_one = material.format == Format::Pkcs12;
        return say(if is_one { Found::Right } else { Found::NotKeystore }, None);
    }
    let wanted = format_of(order.form());
    let of_fault = |fault: Option<FormFault>| match fault {
        Some(fault) => StoredCheck { code: StoredCode::Form(fault), name: None },
        None => say(Found::Right, None),
    };
    let Some(name) = order.receiver.setting() else { return of_fault(form_fault(stored, wanted)) };
    let text = core::str::from_utf8(stored).unwrap_or_default();
    match setting(text, name, None) {
        Some(Setting::Object) => of_fault(Some(FormFault::IsObject)),
        Some(Setting::Text(value)) => match form_fault(value.as_bytes(), wanted) {
            None => other_client(order, text).unwrap_or_else(|| say(Found::Right, None)),
            fault => of_fault(fault),
        },
        // The value alone, as it is copied out of a list of secrets.
        None => match form_fault(stored, wanted) {
            Some(FormFault::OtherForm) => say(Found::WrongName, Some(name)),
            fault => of_fault(fault),
        },
    }
}

fn other_client(order: &HandOverOrder, text: &str) -> Option<StoredCheck> {
    let receiver = order.receiver;
    match setting(text, receiver.client_setting()?, receiver.setting())? {
        Setting::Text(value) if *value != order.client_id => {
            let is_short = value.len() <= LONGEST_CLIENT_ID;
            Some(say(Found::OtherClient, is_short.then_some(value.as_str())))
        }
        _ => None,
    }
}

/// A longer one is none: it may be a key in the wrong place.
const LONGEST_CLIENT_ID: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::Made;
    use nokkelsmie_jose::Algorithm;
    use nokkelsmie_keys::generate::{KeyKind, generate};
    use nokkelsmie_keys::write::PublicFormat;
    use nokkelsmie_maskinporten::{
        Environment, EnvironmentName, FieldValue, HandOverField, Receiver, profile, receivers,
    };

    fn key(kid: &str) -> PrivateKey {
        generate(KeyKind::P256, Algorithm::ES256, Some(kid.parse().unwrap())).unwrap()
    }

    fn entry(key: PrivateKey) -> Entry {
        let made = Made::new(key).ok().unwrap();
        Entry::of_generated(1, made, &profile(EnvironmentName::Test), 0)
    }

    fn order(receiver: Receiver) -> HandOverOrder {
        HandOverOrder {
            receiver,
            form: SecretForm::Base64Jwk,
            environment: Environment::named(EnvironmentName::Test).unwrap(),
            client_id: "b590f149-d0ba-4fca-b367-bccd9e444a00".into(),
            scopes: "altinn:serviceowner altinn:broker.read".into(),
            kid: Some("en".into()),
            exchange: true,
            values: examples(receiver),
        }
    }

    fn examples(receiver: Receiver) -> Vec<FieldValue> {
        let facts = receivers().into_iter().find(|facts| facts.receiver == receiver).unwrap();
        let fields = facts.fields.into_iter().filter(|facts| !facts.example.is_empty());
        fields.map(|facts| FieldValue { field: facts.field, value: facts.example }).collect()
    }

    fn password() -> Password {
        Password::new(Zeroizing::new("fakturaklient 2026".to_owned()))
    }

    /// The code as the page of texts knows it.
    fn code(entry: &Entry, order: &HandOverOrder, stored: &[u8]) -> String {
        let key = entry.private_key().ok().unwrap();
        let check = check_stored(key, order, stored, Some(&password())).ok().unwrap();
        match check.code {
            StoredCode::Found(found) => format!("{found:?}"),
            StoredCode::Form(fault) => fault.to_string(),
        }
    }

    fn written(entry: &Entry, order: &HandOverOrder) -> Secret {
        file(entry, order, Some(&password())).ok().unwrap()
    }

    #[test]
    fn what_is_saved_is_right_for_every_receiver_in_every_form() {
        let entry = entry(key("en"));
        for facts in receivers() {
            for form in facts.forms {
                let own = FieldValue { field: HandOverField::Secret, value: "min-egen".into() };
                let mut values = vec![own];
                values.extend(examples(facts.receiver));
                let order = HandOverOrder { form, values, ..order(facts.receiver) };
                let file = written(&entry, &order);
                assert_eq!(code(&entry, &order, &file), "Right", "{:?} {form:?}", facts.receiver);
                let shown = order.hand_over().unwrap();
                assert!(shown.preview.contains('…') && shown.form == form);
            }
        }
    }

    #[test]
    fn what_is_stored_wrong_is_named() {
        let right = entry(key("en"));
        let order = order(Receiver::KeyVault);
        let base64 = String::from_utf8(written(&right, &order).to_vec()).unwrap();
        let same = |text: &str| code(&right, &order, text.as_bytes());
        assert_eq!(same(&format!("{base64}\n")), "trailing-newline");
        let public = right.private_key().ok().unwrap().public_key();
        assert_eq!(same(&write::public(&public, PublicFormat::Base64Jwk).unwrap()), "PublicOnly");
        let jwk = write::private_line(right.private_key().ok().unwrap()).unwrap();
        assert_eq!(same(&jwk), "is-jwk");
        assert_eq!(same(&jwk.replace("\"kid\":\"en\"", "\"kid\":\"to\"")), "OtherKid");
        assert_eq!(same(&jwk.replace("\"kid\":\"en\",", "")), "KidMissing");
        let other = entry(key("en"));
        assert_eq!(code(&right, &order, &written(&other, &order)), "AnotherKey");
        let d = |entry: &Entry| {
            let jwk = write::private_line(entry.private_key().ok().unwrap()).unwrap();
            let (_, rest) = jwk.split_once("\"d\":\"").unwrap();
            rest.split_once('"').unwrap().0.to_owned()
        };
        assert_eq!(same(&jwk.replace(&d(&right), &d(&other))), "Damaged");
    }

    #[test]
    fn settings_are_read_as_the_receiver_reads_them() {
        let right = entry(key("en"));
        let app = order(Receiver::AltinnApp);
        let file = String::from_utf8(written(&right, &app).to_vec()).unwrap();
        let of = |order: &HandOverOrder, text: &str| code(&right, order, text.as_bytes());
        assert_eq!(of(&order(Receiver::AltinnApiClient), &file), "WrongName");
        assert_eq!(of(&app, &file.replace("b590f149", "c590f149")), "OtherClient");
        let others = file.replacen('{', r#"{"AzureAd":{"ClientId":"other"},"#, 1);
        assert_eq!(of(&app, &others), "Right", "another section has a client of its own");
        let value = written(&right, &order(Receiver::KeyVault));
        assert_eq!(code(&right, &app, &value), "Right", "the value alone");
        let jwk = write::private_line(right.private_key().ok().unwrap()).unwrap();
        let as_object = format!("{{\"MaskinportenSettings\":{{\"JwkBase64\":{}}}}}", *jwk);
        assert_eq!(of(&app, &as_object), "is-object");
        assert_eq!(of(&order(Receiver::Keystore), &file), "NotKeystore");
    }

    #[test]
    fn it_is_the_setting_that_counts_and_not_what_else_is_in_the_file() {
        let (right, old) = (entry(key("en")), entry(key("gammel")));
        let env = order(Receiver::Env);
        let text = |entry: &Entry| String::from_utf8(written(entry, &env).to_vec()).unwrap();
        let (new, before) = (text(&right), text(&old));
        let of = |text: &str| code(&right, &env, text.as_bytes());
        assert_eq!(of(&format!("{before}{new}")), "Right", "the last counts");
        assert_eq!(of(&format!("{new}{before}")), "AnotherKey");
        let aside = new.replace("MASKINPORTEN_CLIENT_JWK", "NEW_KEY");
        assert_eq!(of(&format!("{aside}{before}")), "AnotherKey");
        assert_eq!(of(&aside), "WrongName");
    }

    #[test]
    fn what_cannot_be_ordered_is_not_written() {
        let entry = entry(key("en"));
        let bad = FieldValue { field: HandOverField::Vault, value: "$(id)".into() };
        let order = HandOverOrder { values: vec![bad], ..order(Receiver::KeyVault) };
        assert!(file(&entry, &order, None).is_err());
        assert!(file(&entry, &super::tests::order(Receiver::Keystore), None).is_err());
    }
}
