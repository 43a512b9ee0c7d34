use super::client::ClientBody;
use crate::{GrantProblemCode, IdentifierError, OrganisationNumber, ScopeError, Scopes};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// What a person fills in to make a Maskinporten client. Outer spaces count for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct ClientDraft {
    /// `client_name`, shown in the portal.
    pub name: String,
    /// `description`, may be empty.
    pub description: String,
    /// `scopes`; none is allowed, they can be added later.
    pub scopes: Vec<String>,
    /// `client_orgno`: the customer that a supplier makes the client for
    /// (`idporten:dcr.supplier`); null for one's own client, also where the customer
    /// delegates in Altinn.
    pub client_orgno: Option<String>,
}

/// Something to mend before the client can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub struct DraftProblem {
    /// Where.
    pub field: DraftField,
    /// What.
    pub code: GrantProblemCode,
}

/// A field of the [`ClientDraft`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
#[allow(missing_docs)] // as in `ClientDraft`
pub enum DraftField {
    Name,
    Scopes,
    ClientOrgno,
}

impl ClientDraft {
    /// Everything there is to mend; empty when the client can be made.
    pub fn check(&self) -> Vec<DraftProblem> {
        let name = match self.name.trim() {
            "" => Some(GrantProblemCode::Missing),
            _ => None,
        };
        let scopes = match self.scopes.join(" ").parse::<Scopes>() {
            Err(ScopeError::Character) => Some(GrantProblemCode::ScopeCharacter),
            Ok(_) | Err(ScopeError::Empty) => None,
        };
        let orgno = self.client_orgno.as_deref().and_then(|orgno| {
            match orgno.parse::<OrganisationNumber>() {
                Ok(_) => None,
                Err(_) if orgno.trim().is_empty() => Some(GrantProblemCode::Missing),
                Err(IdentifierError::Malformed) => Some(GrantProblemCode::OrgnoMalformed),
                Err(IdentifierError::ControlDigit) => Some(GrantProblemCode::OrgnoControlDigit),
            }
        });
        let found = [
            (DraftField::Name, name),
            (DraftField::Scopes, scopes),
            (DraftField::ClientOrgno, orgno),
        ];
        let problem = |(field, code): (_, Option<_>)| Some(DraftProblem { field, code: code? });
        found.into_iter().filter_map(problem).collect()
    }

    /// As it is sent (docs.digdir.no, "Selvbetjening API", `POST /clients`).
    pub(crate) fn body(&self) -> ClientBody {
        let scopes = self.scopes.join(" ").parse::<Scopes>();
        let scopes: Vec<String> =
            scopes.map_or(vec![], |scopes| scopes.iter().map(str::to_owned).collect());
        let members = json!({
            "client_name": self.name.trim(),
            "description": self.description.trim(),
            "scopes": scopes,
            "integration_type": "maskinporten",
            "application_type": "web",
            "token_endpoint_auth_method": "private_key_jwt",
            "grant_types": ["urn:ietf:params:oauth:grant-type:jwt-bearer"],
            "access_token_lifetime": 120,
        });
        let mut members = members.as_object().cloned().unwrap_or_default();
        if let Some(Ok(orgno)) = self.client_orgno.as_deref().map(str::parse::<OrganisationNumber>)
        {
            members.insert("client_orgno".into(), orgno.to_string().into());
        }
        ClientBody(members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_every_problem() {
        let draft = ClientDraft {
            name: " ".into(),
            scopes: vec!["a:å".into()],
            client_orgno: Some("974760674".into()),
            ..ClientDraft::default()
        };
        let codes: Vec<_> = draft.check().into_iter().map(|problem| problem.code).collect();
        use GrantProblemCode::{Missing, OrgnoControlDigit, ScopeCharacter};
        assert_eq!(codes, [Missing, ScopeCharacter, OrgnoControlDigit]);
    }

    #[test]
    fn the_client_of_the_documentation() {
        let draft = ClientDraft {
            name: " Fakturaklient ".into(),
            scopes: vec!["altinn:broker.read".into()],
            client_orgno: Some("974 760 673".into()),
            ..ClientDraft::default()
        };
        assert_eq!(draft.check(), []);
        let body = serde_json::to_value(draft.body()).unwrap();
        assert_eq!(body["client_name"], "Fakturaklient");
        assert_eq!(body["integration_type"], "maskinporten");
        assert_eq!(body["client_orgno"], "974760673");
        let own = ClientDraft { client_orgno: None, ..draft };
        assert!(serde_json::to_value(own.body()).unwrap().get("client_orgno").is_none());
    }
}
