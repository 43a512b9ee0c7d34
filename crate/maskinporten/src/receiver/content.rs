use super::{HandOverField, HandOverOrder, PublicText, Receiver, SecretForm};

/// A part of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// As it is.
    Text(String),
    /// The private key in this form. With the kid that Maskinporten takes it holds no
    /// apostrophe, no backslash and no line break (PEM apart), so that it stands between
    /// quotes as it is.
    Secret(SecretForm),
}

/// The secrets of Key Vault that a library reads by their names.
pub(super) const APP_SECRET: &str = "MaskinportenSettings--JwkBase64";
pub(super) const API_CLIENT_SECRET: &str = "MaskinportenSettings--EncodedJwk";

/// The same for people to look at.
pub(super) fn preview(order: &HandOverOrder) -> String {
    let shown = pieces(order).into_iter().map(|piece| match piece {
        Piece::Text(text) => text,
        Piece::Secret(_) => "…".to_owned(),
    });
    shown.collect()
}

/// Every value in them was checked: none needs another escape in JSON, YAML or a shell
/// than the quotes around it.
pub(super) fn pieces(order: &HandOverOrder) -> Vec<Piece> {
    match order.receiver {
        Receiver::AltinnApp | Receiver::AltinnApiClient => settings(order),
        Receiver::Kubernetes => kubernetes(order),
        Receiver::Env => env(order),
        _ => vec![Piece::Secret(order.form())],
    }
}

fn settings(order: &HandOverOrder) -> Vec<Piece> {
    let setting = order.receiver.setting().unwrap_or_default();
    let members: String = public_settings(order, order.receiver)
        .into_iter()
        .map(|(name, value)| format!("    \"{name}\": {value},\n"))
        .collect();
    around(
        format!("{{\n  \"MaskinportenSettings\": {{\n{members}    \"{setting}\": \""),
        order.form(),
        "\"\n  }\n}\n".to_owned(),
    )
}

/// A name, and a value as JSON has it.
type Setting = (&'static str, String);

fn quoted(value: &str) -> String {
    format!("\"{value}\"")
}

fn public_settings(order: &HandOverOrder, library: Receiver) -> Vec<Setting> {
    if library == Receiver::AltinnApp {
        return vec![
            ("Authority", quoted(&order.environment.issuer)),
            ("ClientId", quoted(&order.client_id)),
        ];
    }
    let is_production = order.is_production();
    let mut settings = vec![
        ("Environment", quoted(if is_production { "prod" } else { "test" })),
        ("ClientId", quoted(&order.client_id)),
        ("Scope", quoted(&order.scope_list())),
    ];
    if order.exchange {
        // Spelt so in the library.
        settings.push(("ExhangeToAltinnToken", "true".to_owned()));
        let exchange = if is_production { "prod" } else { "tt02" };
        settings.push(("TokenExchangeEnvironment", quoted(exchange)));
    }
    settings
}

fn kubernetes(order: &HandOverOrder) -> Vec<Piece> {
    let (name, namespace) =
        (order.value(HandOverField::SecretObject), order.value(HandOverField::Namespace));
    let public: String = environment_settings(order)
        .into_iter()
        .map(|(name, value)| format!("  {name}: \"{value}\"\n"))
        .collect();
    around(
        format!(
            "apiVersion: v1\nkind: Secret\nmetadata:\n  name: \"{name}\"\n  namespace: \"{namespace}\"\n\
             type: Opaque\nstringData:\n{public}  MASKINPORTEN_CLIENT_JWK: '"
        ),
        order.form(),
        "'\n".to_owned(),
    )
}

fn env(order: &HandOverOrder) -> Vec<Piece> {
    let public: String = environment_settings(order)
        .into_iter()
        .map(|(name, value)| format!("{name}='{value}'\n"))
        .collect();
    around(format!("{public}MASKINPORTEN_CLIENT_JWK='"), order.form(), "'\n".to_owned())
}

fn environment_settings(order: &HandOverOrder) -> [(&'static str, String); 3] {
    [
        ("MASKINPORTEN_CLIENT_ID", order.client_id.clone()),
        ("MASKINPORTEN_SCOPES", order.scope_list()),
        ("MASKINPORTEN_WELL_KNOWN_URL", order.environment.metadata.clone()),
    ]
}

fn around(before: String, form: SecretForm, after: String) -> Vec<Piece> {
    vec![Piece::Text(before), Piece::Secret(form), Piece::Text(after)]
}

/// What stands beside a secret, and is none.
pub(super) fn beside(order: &HandOverOrder) -> Option<PublicText> {
    match order.receiver {
        Receiver::Kubernetes => {
            let name = order.value(HandOverField::SecretObject);
            let text = format!("envFrom:\n  - secretRef:\n      name: \"{name}\"\n");
            Some(PublicText { file: "deployment.yaml", text })
        }
        Receiver::KeyVault if order.value(HandOverField::Secret) == API_CLIENT_SECRET => {
            let members = public_settings(order, Receiver::AltinnApiClient).into_iter();
            let lines: Vec<_> = members
                .filter(|(name, _)| *name != "ClientId")
                .map(|(name, value)| format!("    \"{name}\": {value}"))
                .collect();
            let lines = lines.join(",\n");
            let text = format!("{{\n  \"MaskinportenSettings\": {{\n{lines}\n  }}\n}}\n");
            Some(PublicText { file: "appsettings.json", text })
        }
        _ => None,
    }
}

/// Secrets of Key Vault that a library reads beside the key. Their values are public.
pub(super) fn secrets_beside(order: &HandOverOrder) -> Vec<(&'static str, String)> {
    let client_id = ("MaskinportenSettings--ClientId", order.client_id.clone());
    match order.value(HandOverField::Secret) {
        APP_SECRET => {
            vec![("MaskinportenSettings--Authority", order.environment.issuer.clone()), client_id]
        }
        API_CLIENT_SECRET => vec![client_id],
        _ => Vec::new(),
    }
}
