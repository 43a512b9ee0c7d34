use super::fields::{HandOverProblem, problems};
use super::{HandOverField, Piece, Receiver, SecretForm, commands, content};
use crate::{Environment, EnvironmentName};
use nokkelsmie_jose::KeyId;
use serde::{Deserialize, Serialize};

/// A hand-over as it is asked for; all of it is public.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub struct HandOverOrder {
    /// Who gets it.
    pub receiver: Receiver,
    /// In which form, where the receiver leaves a choice.
    pub form: SecretForm,
    /// Where the client is.
    pub environment: Environment,
    /// The client's id.
    pub client_id: String,
    /// Its scopes, with white space between.
    pub scopes: String,
    /// The kid of the key; `None` when it has none.
    #[cfg_attr(feature = "ts", tsify(optional))]
    pub kid: Option<String>,
    /// Whether the library is to exchange the token for one of Altinn's.
    pub exchange: bool,
    /// What the receiver asks for; what is left out is the usual one, if there is one.
    pub values: Vec<FieldValue>,
}

/// What stands in a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub struct FieldValue {
    /// Which.
    pub field: HandOverField,
    /// What stands there.
    pub value: String,
}

/// How a key is handed over, but for the key itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct HandOver {
    /// The form that the key has in the file.
    pub form: SecretForm,
    /// The file that is saved with the key in it.
    pub file_name: String,
    /// What stands in it, with `…` for the key.
    pub preview: String,
    /// For bash and the like.
    pub bash: String,
    /// For Windows PowerShell 5.1 and PowerShell 7.
    pub powershell: String,
    /// Whether the commands leave the file where it is read; otherwise they take it away.
    pub stays: bool,
    /// Settings beside it that are no secret.
    pub beside: Option<PublicText>,
}

/// A hand-over, or all there is to mend before it can be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct HandOverPlan {
    /// Empty when there is nothing.
    pub problems: Vec<HandOverProblem>,
    /// How it is done.
    pub hand_over: Option<HandOver>,
}

impl From<Result<HandOver, Vec<HandOverProblem>>> for HandOverPlan {
    fn from(made: Result<HandOver, Vec<HandOverProblem>>) -> Self {
        match made {
            Ok(hand_over) => Self { problems: Vec::new(), hand_over: Some(hand_over) },
            Err(problems) => Self { problems, hand_over: None },
        }
    }
}

/// A text with its file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub struct PublicText {
    /// The file that it belongs in.
    pub file: &'static str,
    /// What is to stand there.
    pub text: String,
}

impl HandOverOrder {
    /// All there is to mend; empty when there is nothing.
    pub fn check(&self) -> Vec<HandOverProblem> {
        problems(self)
    }

    /// File and commands.
    ///
    /// # Errors
    /// What [`check`](Self::check) finds.
    pub fn hand_over(&self) -> Result<HandOver, Vec<HandOverProblem>> {
        let problems = self.check();
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(HandOver {
            form: self.form(),
            file_name: self.file_name(),
            preview: content::preview(self),
            bash: commands::bash(self),
            powershell: commands::powershell(self),
            stays: self.stays(),
            beside: content::beside(self),
        })
    }

    /// What the file holds.
    ///
    /// # Errors
    /// What [`check`](Self::check) finds.
    pub fn pieces(&self) -> Result<Vec<Piece>, Vec<HandOverProblem>> {
        let problems = self.check();
        if problems.is_empty() { Ok(content::pieces(self)) } else { Err(problems) }
    }

    /// The form that was asked for, or the receiver's usual one; a library that reads a
    /// secret by its name reads that form only.
    pub fn form(&self) -> SecretForm {
        let forms = self.receiver.row().forms;
        let is_read_by_name =
            self.receiver == Receiver::KeyVault && !content::secrets_beside(self).is_empty();
        if forms.contains(&self.form) && !is_read_by_name { self.form } else { forms[0] }
    }

    /// `fakturaklient-test-2026.private.env`
    pub fn file_name(&self) -> String {
        let mut name = self.key_id().map_or_else(|| "nokkel".to_owned(), |kid| kid.to_string());
        name.truncate(LONGEST_NAME);
        let ending = match (self.receiver, self.form()) {
            (Receiver::AltinnApp | Receiver::AltinnApiClient, _) => "appsettings.json",
            (Receiver::Kubernetes, _) => "secret.yaml",
            (Receiver::Env, _) => "env",
            (_, SecretForm::Jwk) => "jwk.json",
            (_, SecretForm::Base64Jwk) => "jwk.base64.txt",
            (_, SecretForm::Pem) => "pem",
            (_, SecretForm::Pkcs12) => "p12",
        };
        format!("{name}.private.{ending}")
    }

    /// Whether what is made leaves the file where it is read.
    pub(super) fn stays(&self) -> bool {
        matches!(self.receiver, Receiver::Keystore | Receiver::Env | Receiver::File)
    }

    pub(super) fn value(&self, field: HandOverField) -> &str {
        let given = self.values.iter().find(|one| one.field == field);
        let usual = || self.receiver.row().fields.iter().find(|(one, _)| *one == field);
        given
            .map(|one| one.value.trim())
            .or_else(|| usual().map(|(_, known)| known.usual()))
            .unwrap_or_default()
    }

    pub(super) fn key_id(&self) -> Option<KeyId> {
        self.kid.as_deref()?.parse().ok()
    }

    /// Whether the receiver reads a JWK, which has its kid in it.
    pub fn has_jwk(&self) -> bool {
        matches!(self.form(), SecretForm::Jwk | SecretForm::Base64Jwk)
    }

    /// Key Vault has the client's settings as secrets of their own, where a library reads them.
    pub(super) fn names_client(&self) -> bool {
        match self.receiver {
            Receiver::KeyVault => !content::secrets_beside(self).is_empty(),
            receiver => receiver.row().names_client,
        }
    }

    pub(super) fn names_scopes(&self) -> bool {
        match self.receiver {
            Receiver::KeyVault => self.value(HandOverField::Secret) == content::API_CLIENT_SECRET,
            receiver => receiver != Receiver::AltinnApp,
        }
    }

    pub(super) fn scope_list(&self) -> String {
        self.scopes.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    pub(super) fn is_production(&self) -> bool {
        self.environment.name == EnvironmentName::Production
    }
}

/// Of what comes before the ending: file systems take 255 octets for all of it.
const LONGEST_NAME: usize = 200;
