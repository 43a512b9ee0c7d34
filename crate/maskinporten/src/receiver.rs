//! Where a private key goes when its client is put to use: for each receiver the
//! file that it reads and the commands that bring it there.
//!
//! Nothing here is secret. A file is a list of [`Piece`]s; whoever holds the key
//! writes it where a piece says so. No command has the key among its arguments,
//! which others on the machine can see: it goes by a file or by standard input.

mod commands;
mod content;
mod fields;
mod order;
mod quoted;

pub use content::Piece;
pub use fields::{HandOverField, HandOverProblem, HandOverProblemCode};
pub use order::{FieldValue, HandOver, HandOverOrder, HandOverPlan, PublicText};

use serde::{Deserialize, Serialize};

/// Who or what takes the private key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub enum Receiver {
    /// An app of Altinn Studio, version 8, or any version on a developer's machine: the
    /// section `MaskinportenSettings`. Version 9 gets a client and a key of its own.
    AltinnApp,
    /// The .NET library Altinn.ApiClients.Maskinporten.
    AltinnApiClient,
    /// A secret in Azure Key Vault.
    KeyVault,
    /// A Secret of Kubernetes, as on nais.
    Kubernetes,
    /// A PKCS#12 keystore: KS Fiks and other Java.
    Keystore,
    /// An environment in a file.
    Env,
    /// A secret of a GitHub repository.
    GithubActions,
    /// A secret variable of an Azure DevOps pipeline.
    AzureDevops,
    /// A file and nothing else.
    File,
}

/// What of the key the receiver reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub enum SecretForm {
    /// The private JWK on one line.
    Jwk,
    /// Standard base64 with padding, on one line, of that JWK in UTF-8.
    Base64Jwk,
    /// PEM `PRIVATE KEY` (PKCS#8).
    Pem,
    /// A PKCS#12 file under a password.
    Pkcs12,
}

/// What is to be known of a receiver before something is ordered for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub struct ReceiverFacts {
    /// Which.
    pub receiver: Receiver,
    /// The forms that it can take, the usual one first.
    pub forms: Vec<SecretForm>,
    /// What is asked for.
    pub fields: Vec<FieldFacts>,
    /// Whether `clientId` and `scopes` stand in what is made.
    pub names_client: bool,
    /// The setting that the key stands under; `None` where a field says it, or the file
    /// is the key alone.
    pub setting: Option<&'static str>,
}

/// A field of a receiver.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub struct FieldFacts {
    /// Which.
    pub field: HandOverField,
    /// What it is when nobody says otherwise; empty where nobody can guess it.
    pub usual: String,
    /// What it may look like, where there is nothing usual; otherwise empty.
    pub example: String,
}

/// What is known of a field before a person writes there.
#[derive(Clone, Copy)]
enum Known {
    Usual(&'static str),
    /// No name that is right: an example of one.
    Example(&'static str),
}

impl Known {
    const fn usual(self) -> &'static str {
        match self {
            Self::Usual(value) => value,
            Self::Example(_) => "",
        }
    }

    const fn example(self) -> &'static str {
        match self {
            Self::Usual(_) => "",
            Self::Example(value) => value,
        }
    }
}

struct Row {
    receiver: Receiver,
    forms: &'static [SecretForm],
    fields: &'static [(HandOverField, Known)],
    names_client: bool,
}

/// Sources of the names: docs.altinn.studio, "Maskinporten integration" (apps) and
/// "Altinn.ApiClients.Maskinporten" (README); docs.nais.io, "Maskinporten"; Microsoft's
/// `az keyvault secret set` and `az pipelines variable create`; GitHub's `gh secret set`.
const ROWS: [Row; 9] = {
    use HandOverField::{
        Folder, Namespace, Organization, Pipeline, Project, ProjectFolder, Repository, Secret,
        SecretObject, Variable, Vault,
    };
    use Known::{Example, Usual};
    use Receiver::{
        AltinnApiClient, AltinnApp, AzureDevops, Env, File, GithubActions, KeyVault, Keystore,
        Kubernetes,
    };
    use SecretForm::{Base64Jwk, Jwk, Pem, Pkcs12};
    const fn row(
        receiver: Receiver,
        forms: &'static [SecretForm],
        fields: &'static [(HandOverField, Known)],
        names_client: bool,
    ) -> Row {
        Row { receiver, forms, fields, names_client }
    }
    [
        row(AltinnApp, &[Base64Jwk], &[(ProjectFolder, Usual("App"))], true),
        row(AltinnApiClient, &[Base64Jwk], &[(ProjectFolder, Usual("."))], true),
        row(
            KeyVault,
            &[Base64Jwk, Jwk, Pem],
            &[(Vault, Example("kv-faktura")), (Secret, Usual("MaskinportenSettings--JwkBase64"))],
            true,
        ),
        row(
            Kubernetes,
            &[Jwk],
            &[(Namespace, Usual("default")), (SecretObject, Usual("maskinporten"))],
            true,
        ),
        row(Keystore, &[Pkcs12], &[(Folder, Usual("."))], false),
        row(Env, &[Jwk], &[(Folder, Usual("."))], true),
        row(
            GithubActions,
            &[Base64Jwk, Jwk, Pem],
            &[(Repository, Example("org/repo")), (Variable, Usual("MASKINPORTEN_JWK_BASE64"))],
            false,
        ),
        row(
            AzureDevops,
            &[Base64Jwk, Jwk],
            &[
                (Organization, Example("org")),
                (Project, Example("Faktura")),
                (Pipeline, Example("faktura-ci")),
                (Variable, Usual("MASKINPORTEN_JWK_BASE64")),
            ],
            false,
        ),
        row(File, &[Jwk, Base64Jwk, Pem], &[(Folder, Usual("."))], false),
    ]
};

impl Receiver {
    fn row(self) -> &'static Row {
        // Every receiver has a row: `every_receiver_has_a_row_of_its_own` holds that.
        ROWS.iter().find(|row| row.receiver == self).unwrap_or(&ROWS[0])
    }

    /// The setting that the key stands under in a file with others; `None` where the
    /// file is the key alone.
    pub const fn setting(self) -> Option<&'static str> {
        match self {
            Self::AltinnApp => Some("JwkBase64"),
            Self::AltinnApiClient => Some("EncodedJwk"),
            Self::Kubernetes | Self::Env => Some("MASKINPORTEN_CLIENT_JWK"),
            _ => None,
        }
    }

    /// The setting that the client_id stands under in such a file.
    pub const fn client_setting(self) -> Option<&'static str> {
        match self {
            Self::AltinnApp | Self::AltinnApiClient => Some("ClientId"),
            Self::Kubernetes | Self::Env => Some("MASKINPORTEN_CLIENT_ID"),
            _ => None,
        }
    }
}

/// All receivers, those that people ask for first.
pub fn receivers() -> Vec<ReceiverFacts> {
    let facts = |&(field, known): &(HandOverField, Known)| FieldFacts {
        field,
        usual: known.usual().into(),
        example: known.example().into(),
    };
    ROWS.iter()
        .map(|row| ReceiverFacts {
            receiver: row.receiver,
            forms: row.forms.to_vec(),
            fields: row.fields.iter().map(facts).collect(),
            names_client: row.names_client,
            setting: row.receiver.setting(),
        })
        .collect()
}
