use super::HandOverOrder;
use crate::Scopes;
use serde::{Deserialize, Serialize};

/// What a person fills in for a receiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub enum HandOverField {
    /// The client's id.
    ClientId,
    /// Its scopes.
    Scopes,
    /// Of the key: it is not filled in here, but a JWK must have one.
    Kid,
    /// An Azure Key Vault.
    Vault,
    /// A secret in it.
    Secret,
    /// Of Kubernetes.
    Namespace,
    /// A Secret of Kubernetes.
    SecretObject,
    /// On GitHub, `owner/name`.
    Repository,
    /// A secret of GitHub Actions or a variable of Azure DevOps.
    Variable,
    /// Of Azure DevOps: its name, as in `https://dev.azure.com/NAME`.
    Organization,
    /// Of Azure DevOps.
    Project,
    /// Of Azure DevOps.
    Pipeline,
    /// The folder of the .NET project.
    ProjectFolder,
    /// The folder that the file is to stay in.
    Folder,
}

/// Something to mend before a hand-over can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub struct HandOverProblem {
    /// Where.
    pub field: HandOverField,
    /// What.
    pub code: HandOverProblemCode,
}

/// What can be wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub enum HandOverProblemCode {
    /// Nothing is there.
    Missing,
    /// The receiver takes no such name.
    NotAllowed,
}

/// All there is to mend; empty when there is nothing.
pub(super) fn problems(order: &HandOverOrder) -> Vec<HandOverProblem> {
    use HandOverField::{ClientId, Kid, Scopes as ScopesField};
    let row = order.receiver.row();
    let mut problems = Vec::new();
    let mut note = |field, value: &str, is_allowed: bool| {
        let code = match (value.is_empty(), is_allowed) {
            (true, _) => HandOverProblemCode::Missing,
            (_, false) => HandOverProblemCode::NotAllowed,
            _ => return,
        };
        problems.push(HandOverProblem { field, code });
    };
    if order.has_jwk() {
        note(Kid, order.kid.as_deref().unwrap_or_default(), order.key_id().is_some());
    }
    if order.names_client() {
        let is_allowed = is_plain(&order.client_id) && !is_file_for_az(&order.client_id);
        note(ClientId, &order.client_id, is_allowed);
        if order.names_scopes() {
            let is_allowed = order.scopes.parse::<Scopes>().is_ok() && is_plain_list(&order.scopes);
            note(ScopesField, order.scopes.trim(), is_allowed);
        }
    }
    for (field, _) in row.fields {
        let value = order.value(*field);
        note(*field, value, is_allowed(*field, value));
    }
    problems
}

/// What stands between quotes in every file and command as it is.
fn is_plain(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_graphic() && !"'\"\\`$".contains(c))
}

fn is_plain_list(text: &str) -> bool {
    text.split_whitespace().all(is_plain)
}

/// "Use @{file} to load from a file": az does so with every argument, and with what stands
/// after its `=`.
fn is_file_for_az(text: &str) -> bool {
    text.starts_with('@') || text.contains("=@")
}

/// The receivers' own rules for names; what has none is quoted, and may hold all but
/// control characters. A leading hyphen would be an option.
fn is_allowed(field: HandOverField, value: &str) -> bool {
    let alphanumeric = |c: char| c.is_ascii_alphanumeric();
    let made_of = |more: &str| value.chars().all(|c| alphanumeric(c) || more.contains(c));
    let begins = |first: fn(char) -> bool| value.starts_with(first);
    match field {
        HandOverField::Vault => {
            (3..=24).contains(&value.len()) && made_of("-") && begins(|c| c.is_ascii_alphabetic())
        }
        HandOverField::Secret => value.len() <= 127 && made_of("-") && begins(|c| c != '-'),
        HandOverField::Namespace => value.len() <= 63 && is_dns_label(value),
        HandOverField::SecretObject => value.len() <= 253 && value.split('.').all(is_dns_label),
        HandOverField::Repository => {
            made_of("-_./")
                && begins(alphanumeric)
                && value.split('/').filter(|p| !p.is_empty()).count() == 2
                && value.matches('/').count() == 1
        }
        HandOverField::Variable => {
            made_of("_")
                && begins(|c| c.is_ascii_alphabetic() || c == '_')
                && !value.to_ascii_uppercase().starts_with("GITHUB_")
        }
        HandOverField::Organization => made_of("-") && begins(alphanumeric),
        // Azure DevOps takes no quotation mark in a name; on Windows az would lose it.
        HandOverField::Project | HandOverField::Pipeline => {
            is_text(value) && !value.contains('"') && !is_file_for_az(value)
        }
        _ => is_text(value),
    }
}

fn is_text(value: &str) -> bool {
    !value.chars().any(char::is_control) && !value.starts_with('-')
}

/// RFC 1123, as Kubernetes wants it
fn is_dns_label(text: &str) -> bool {
    let is_end = |c: Option<char>| c.is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        && is_end(text.chars().next())
        && is_end(text.chars().last())
}
