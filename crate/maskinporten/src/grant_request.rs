use crate::listed::listed;
use crate::{
    AuthorizationDetail, IdentifierError, OrganisationNumber, PersonNumber, ScopeError, Scopes,
};
use nokkelsmie_jose::{KeyId, KeyIdError};
use serde::{Deserialize, Serialize};

/// What a person fills in to ask for a token. Outer spaces count for nothing,
/// and an optional field that is empty is not there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct GrantRequest {
    /// `client_id` of the client, as the portal shows it: `iss` of the grant.
    pub client_id: String,
    /// `kid` of the key as it stands in the portal; null for the key's own.
    pub kid: Option<String>,
    /// Scopes with spaces between.
    pub scope: String,
    /// `resource`: who the token is for, as absolute URIs (RFC 8707 §2).
    #[cfg_attr(feature = "ts", tsify(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource: Option<Vec<String>>,
    /// `pid`: the person the token is about, 11 digits.
    #[cfg_attr(feature = "ts", tsify(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pid: Option<String>,
    /// `consumer_org`: the organisation that delegated to this one in Altinn.
    #[cfg_attr(feature = "ts", tsify(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consumer_org: Option<String>,
    /// `iss_onbehalfof`: whom the client stands for; excludes `consumer_org`.
    #[cfg_attr(feature = "ts", tsify(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<String>,
    /// `authorization_details` of a system user (systembruker).
    #[cfg_attr(feature = "ts", tsify(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authorization_details: Option<SystemUser>,
    /// Whether to sign with the business certificate that came with the key: the
    /// grant then says `x5c` in place of `kid`, which counts for nothing here.
    #[cfg_attr(feature = "ts", tsify(optional))]
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub certificate: bool,
}

/// A system user (systembruker) in Altinn.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub struct SystemUser {
    /// The customer that has the system user, 9 digits.
    pub orgno: String,
    /// The supplier's own name for it, when the customer has several.
    #[cfg_attr(feature = "ts", tsify(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_ref: Option<String>,
}

/// Something to mend before a grant can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub struct GrantProblem {
    /// Where.
    pub field: GrantField,
    /// What.
    pub code: GrantProblemCode,
}

/// A field of the [`GrantRequest`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
#[allow(missing_docs)] // as in `GrantRequest`
pub enum GrantField {
    ClientId,
    Kid,
    Scope,
    Resource,
    Pid,
    ConsumerOrg,
    OnBehalfOf,
    AuthorizationDetails,
}

listed! {
    /// What is wrong with a field; the texts are `problem.<code>` in `www/locales/page`.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    #[cfg_attr(feature = "ts", derive(tsify::Tsify))]
    pub enum GrantProblemCode {
        /// Must be filled in.
        Missing,
        /// White space within.
        Whitespace,
        /// A `kid` has letters, digits and `._-` only.
        KidCharacter,
        /// A `kid` this long was never seen.
        KidTooLong,
        /// A character that no scope has (RFC 6749 §3.3).
        ScopeCharacter,
        /// Not an absolute URI without fragment (RFC 8707 §2).
        ResourceNotUri,
        /// Not 11 digits.
        PidMalformed,
        /// The last two digits do not fit the others.
        PidControlDigit,
        /// Not 9 digits.
        OrgnoMalformed,
        /// The last digit does not fit the others.
        OrgnoControlDigit,
        /// `iss_onbehalfof` and `consumer_org` exclude each other.
        ExcludesConsumerOrg,
    }
}

impl GrantRequest {
    /// Everything there is to mend; empty when a grant can be made of it.
    pub fn check(&self) -> Vec<GrantProblem> {
        self.parse().err().unwrap_or_default()
    }

    /// The system user as it will stand in `authorization_details`; `None` when none is
    /// named, or not rightly.
    pub fn system_user(&self) -> Option<AuthorizationDetail> {
        let user = self.authorization_details.as_ref()?;
        system_user(user).ok().map(AuthorizationDetail::from)
    }

    /// Reads every field, or names every problem.
    pub(crate) fn parse(&self) -> Result<ParsedRequest, Vec<GrantProblem>> {
        use GrantField as Field;
        let mut desk = Desk::default();
        let client_id = desk.take(Field::ClientId, required(&self.client_id));
        let kid = desk.optional(Field::Kid, &self.kid, key_id);
        let scopes = desk.take(Field::Scope, self.scope.parse().map_err(GrantProblemCode::from));
        let resource = desk.take(Field::Resource, resources(self.resource.as_deref()));
        let pid = desk.optional(Field::Pid, &self.pid, person);
        let consumer_org = desk.optional(Field::ConsumerOrg, &self.consumer_org, organisation);
        let on_behalf_of = desk.optional(Field::OnBehalfOf, &self.on_behalf_of, required);
        let system_user = match &self.authorization_details {
            Some(user) => desk.take(Field::AuthorizationDetails, system_user(user)),
            None => None,
        };
        if consumer_org.is_some() && on_behalf_of.is_some() {
            desk.problem(Field::OnBehalfOf, GrantProblemCode::ExcludesConsumerOrg);
        }
        match (desk.problems.is_empty(), client_id, scopes, resource) {
            (true, Some(client_id), Some(scopes), Some(resource)) => Ok(ParsedRequest {
                client_id,
                kid,
                scopes,
                resource,
                pid,
                consumer_org,
                on_behalf_of,
                system_user,
            }),
            _ => Err(desk.problems),
        }
    }
}

/// A request with nothing to mend.
pub(crate) struct ParsedRequest {
    pub client_id: String,
    pub kid: Option<KeyId>,
    pub scopes: Scopes,
    pub resource: Vec<String>,
    pub pid: Option<PersonNumber>,
    pub consumer_org: Option<OrganisationNumber>,
    pub on_behalf_of: Option<String>,
    pub system_user: Option<ParsedSystemUser>,
}

pub(crate) struct ParsedSystemUser {
    pub organisation: OrganisationNumber,
    pub external_ref: Option<String>,
}

/// Collects what is wrong while the fields are read.
#[derive(Default)]
struct Desk {
    problems: Vec<GrantProblem>,
}

impl Desk {
    fn problem(&mut self, field: GrantField, code: GrantProblemCode) {
        self.problems.push(GrantProblem { field, code });
    }

    fn take<T>(&mut self, field: GrantField, read: Result<T, GrantProblemCode>) -> Option<T> {
        read.map_err(|code| self.problem(field, code)).ok()
    }

    fn optional<T>(
        &mut self,
        field: GrantField,
        text: &Option<String>,
        read: fn(&str) -> Result<T, GrantProblemCode>,
    ) -> Option<T> {
        let text = text.as_deref().map(str::trim).filter(|text| !text.is_empty())?;
        self.take(field, read(text))
    }
}

fn required(text: &str) -> Result<String, GrantProblemCode> {
    match text.trim() {
        "" => Err(GrantProblemCode::Missing),
        text if text.contains(char::is_whitespace) => Err(GrantProblemCode::Whitespace),
        text => Ok(text.to_owned()),
    }
}

fn key_id(text: &str) -> Result<KeyId, GrantProblemCode> {
    text.parse().map_err(|error| match error {
        KeyIdError::Empty => GrantProblemCode::Missing,
        KeyIdError::Character => GrantProblemCode::KidCharacter,
        KeyIdError::TooLong => GrantProblemCode::KidTooLong,
    })
}

fn person(text: &str) -> Result<PersonNumber, GrantProblemCode> {
    text.parse().map_err(|error| match error {
        IdentifierError::Malformed => GrantProblemCode::PidMalformed,
        IdentifierError::ControlDigit => GrantProblemCode::PidControlDigit,
    })
}

fn organisation(text: &str) -> Result<OrganisationNumber, GrantProblemCode> {
    text.parse().map_err(|error| match error {
        IdentifierError::Malformed => GrantProblemCode::OrgnoMalformed,
        IdentifierError::ControlDigit => GrantProblemCode::OrgnoControlDigit,
    })
}

fn system_user(user: &SystemUser) -> Result<ParsedSystemUser, GrantProblemCode> {
    required(&user.orgno.replace(char::is_whitespace, ""))?;
    let external_ref = user.external_ref.as_deref().map(str::trim).filter(|text| !text.is_empty());
    Ok(ParsedSystemUser {
        organisation: organisation(&user.orgno)?,
        external_ref: external_ref.map(str::to_owned),
    })
}

fn resources(list: Option<&[String]>) -> Result<Vec<String>, GrantProblemCode> {
    let filled = list.unwrap_or_default().iter().map(|uri| uri.trim()).filter(|u| !u.is_empty());
    filled.map(resource).collect()
}

/// "The value MUST be an absolute URI, as specified by Section 4.3 of RFC 3986
/// … It MUST NOT include a fragment component" (RFC 8707 §2).
fn resource(uri: &str) -> Result<String, GrantProblemCode> {
    let (scheme, rest) = uri.split_once(':').ok_or(GrantProblemCode::ResourceNotUri)?;
    let letters = scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
    let is_scheme = letters && scheme.starts_with(|c: char| c.is_ascii_alphabetic());
    let is_part = |b: u8| b.is_ascii_graphic() && !br##""#<>\^`{|}"##.contains(&b);
    if is_scheme && !rest.is_empty() && rest.bytes().all(is_part) {
        Ok(uri.to_owned())
    } else {
        Err(GrantProblemCode::ResourceNotUri)
    }
}

impl From<ScopeError> for GrantProblemCode {
    fn from(error: ScopeError) -> Self {
        match error {
            ScopeError::Empty => Self::Missing,
            ScopeError::Character => Self::ScopeCharacter,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use GrantProblemCode as Code;

    fn good() -> GrantRequest {
        GrantRequest {
            client_id: " b590f149-d0ba-4fca-b367-bccd9e444a00\n".into(),
            scope: "altinn:serviceowner".into(),
            ..GrantRequest::default()
        }
    }

    /// The request with one thing changed has just this to mend.
    #[track_caller]
    fn only(change: impl FnOnce(&mut GrantRequest), field: GrantField, code: Code) {
        let mut request = good();
        change(&mut request);
        assert_eq!(request.check(), [GrantProblem { field, code }]);
    }

    #[test]
    fn each_field_has_its_rule() {
        use GrantField as Field;
        assert_eq!(good().check(), []);
        only(|r| r.client_id = " ".into(), Field::ClientId, Code::Missing);
        only(|r| r.client_id = "a b".into(), Field::ClientId, Code::Whitespace);
        only(|r| r.kid = Some("nøkkel".into()), Field::Kid, Code::KidCharacter);
        only(|r| r.kid = Some("k".repeat(300)), Field::Kid, Code::KidTooLong);
        only(|r| r.scope = String::new(), Field::Scope, Code::Missing);
        only(|r| r.scope = "a:\"b\"".into(), Field::Scope, Code::ScopeCharacter);
        only(|r| r.pid = Some("123".into()), Field::Pid, Code::PidMalformed);
        only(|r| r.pid = Some("21883610111".into()), Field::Pid, Code::PidControlDigit);
        let orgno = |text: &str| Some(text.to_owned());
        only(|r| r.consumer_org = orgno("12"), Field::ConsumerOrg, Code::OrgnoMalformed);
        only(|r| r.consumer_org = orgno("974760674"), Field::ConsumerOrg, Code::OrgnoControlDigit);
        only(|r| r.on_behalf_of = Some("a b".into()), Field::OnBehalfOf, Code::Whitespace);
        let both = |r: &mut GrantRequest| {
            r.consumer_org = orgno("974760673");
            r.on_behalf_of = Some("kunde".into());
        };
        only(both, Field::OnBehalfOf, Code::ExcludesConsumerOrg);
        let user = |orgno: &str| Some(SystemUser { orgno: orgno.into(), external_ref: None });
        let details = Field::AuthorizationDetails;
        only(|r| r.authorization_details = user(" "), details, Code::Missing);
        only(|r| r.authorization_details = user("1"), details, Code::OrgnoMalformed);
        only(|r| r.authorization_details = user("974760674"), details, Code::OrgnoControlDigit);
    }

    #[test]
    fn resources_are_absolute_uris_without_fragment() {
        for uri in ["https://api.example.no/v1?x=1", "urn:example:api", "did:web:example.no"] {
            let request = GrantRequest { resource: Some(vec![uri.into()]), ..good() };
            assert_eq!(request.check(), [], "{uri}");
        }
        for uri in ["api.example.no", "https://a b", "https://a#b", "https:", "1a:b", "http://ø"] {
            let request = GrantRequest { resource: Some(vec![uri.into()]), ..good() };
            let problem = GrantProblem { field: GrantField::Resource, code: Code::ResourceNotUri };
            assert_eq!(request.check(), [problem], "{uri}");
        }
    }

    #[test]
    fn what_is_left_empty_is_not_there() {
        let request = GrantRequest {
            kid: Some(String::new()),
            resource: Some(vec![" ".into()]),
            pid: Some(String::new()),
            consumer_org: Some(" ".into()),
            on_behalf_of: Some(String::new()),
            ..good()
        };
        assert_eq!(request.check(), []);
    }

    #[test]
    fn names_all_problems_at_once() {
        let request = GrantRequest { pid: Some("1".into()), ..GrantRequest::default() };
        let fields: Vec<_> = request.check().into_iter().map(|problem| problem.field).collect();
        assert_eq!(fields, [GrantField::ClientId, GrantField::Scope, GrantField::Pid]);
    }

    #[test]
    fn the_certificate_is_asked_for_by_word() {
        let read = |json: &str| serde_json::from_str::<GrantRequest>(json).unwrap();
        let plain = read(r#"{"clientId":"a","kid":null,"scope":"b"}"#);
        assert!(!plain.certificate);
        assert!(!serde_json::to_string(&plain).unwrap().contains("certificate"));
        let asked = read(r#"{"clientId":"a","kid":null,"scope":"b","certificate":true}"#);
        assert!(asked.certificate);
        assert!(serde_json::to_string(&asked).unwrap().ends_with(r#","certificate":true}"#));
    }
}
