use crate::grant_request::{ParsedRequest, ParsedSystemUser};
use crate::{Environment, GrantProblem, GrantRequest, JwtId};
use nokkelsmie_jose::{Algorithm, Public, base64url};
use serde::Serialize;

/// How long a grant lives: "exp − iat ≤ 120" (docs.digdir.no, "JWT-grants").
pub const GRANT_LIFETIME_SECONDS: u64 = 120;

/// The JOSE header of a grant (RFC 7515 §4): `kid` when the key is registered on
/// the client, "otherwise x5c" (docs.digdir.no, "JWT-grants"), never both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub struct GrantHeader {
    /// `alg`
    pub alg: Algorithm,
    /// `kid`, as it stands in the portal
    #[cfg_attr(feature = "ts", tsify(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kid: Option<String>,
    /// `x5c`: the chain of the business certificate in standard base64 of DER, its
    /// own first (RFC 7515 §4.1.6).
    #[cfg_attr(feature = "ts", tsify(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub x5c: Option<Vec<String>>,
}

/// The claims of a JWT grant (RFC 7523 §3; docs.digdir.no, "JWT-grants").
/// There are no others: Maskinporten refuses claims that it does not know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub struct GrantClaims {
    /// The environment's issuer, exactly one.
    pub aud: String,
    /// The `client_id`.
    pub iss: String,
    /// Scopes with one space between.
    pub scope: String,
    /// When it was made, Unix seconds; within 10 seconds of the server's clock.
    pub iat: u64,
    /// When it ends, Unix seconds.
    pub exp: u64,
    /// Its own name, used once.
    #[cfg_attr(feature = "ts", tsify(type = "string"))]
    pub jti: JwtId,
    /// Who the token is for (RFC 8707).
    #[cfg_attr(feature = "ts", tsify(optional))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub resource: Vec<String>,
    /// The person the token is about.
    #[cfg_attr(feature = "ts", tsify(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pid: Option<String>,
    /// The organisation that delegated to the client's.
    #[cfg_attr(feature = "ts", tsify(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consumer_org: Option<String>,
    /// Whom the client stands for.
    #[cfg_attr(feature = "ts", tsify(optional))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iss_onbehalfof: Option<String>,
    /// A system user (RFC 9396).
    #[cfg_attr(feature = "ts", tsify(optional))]
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authorization_details: Vec<AuthorizationDetail>,
}

/// One of `authorization_details` (RFC 9396 §2), of the only type that
/// Maskinporten announces: `urn:altinn:systemuser`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub struct AuthorizationDetail {
    #[serde(rename = "type")]
    kind: &'static str,
    /// The customer that has the system user.
    pub systemuser_org: SystemUserOrganisation,
    /// The supplier's own name for it.
    #[serde(rename = "externalRef", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", tsify(optional))]
    pub external_ref: Option<String>,
}

/// An organisation in ISO 6523: `0192` is the Norwegian register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub struct SystemUserOrganisation {
    authority: &'static str,
    /// `0192:` and nine digits
    #[serde(rename = "ID")]
    pub id: String,
}

impl GrantClaims {
    /// The claims of one attempt. Every attempt takes a new `jti` and the time
    /// it is made at (Unix seconds): a grant that was sent may be spent even
    /// when no answer was seen.
    ///
    /// # Errors
    /// All that [`GrantRequest::check`] finds.
    pub fn new(
        request: &GrantRequest,
        environment: &Environment,
        now: u64,
        jti: JwtId,
    ) -> Result<Self, Vec<GrantProblem>> {
        let ParsedRequest {
            client_id,
            scopes,
            resource,
            pid,
            consumer_org,
            on_behalf_of,
            system_user,
            ..
        } = request.parse()?;
        Ok(Self {
            aud: environment.issuer.clone(),
            iss: client_id,
            scope: scopes.to_string(),
            iat: now,
            exp: now.saturating_add(GRANT_LIFETIME_SECONDS),
            jti,
            resource,
            pid: pid.map(|number| number.to_string()),
            consumer_org: consumer_org.map(|number| number.to_string()),
            iss_onbehalfof: on_behalf_of,
            authorization_details: system_user.map(AuthorizationDetail::from).into_iter().collect(),
        })
    }
}

impl From<ParsedSystemUser> for AuthorizationDetail {
    fn from(user: ParsedSystemUser) -> Self {
        Self {
            kind: "urn:altinn:systemuser",
            systemuser_org: SystemUserOrganisation {
                authority: "iso6523-actorid-upis",
                id: format!("0192:{}", user.organisation),
            },
            external_ref: user.external_ref,
        }
    }
}

impl GrantHeader {
    /// The header for a key, with the `kid` that the request asks for, or else
    /// the key's own.
    pub fn new(alg: Algorithm, request: &GrantRequest, own: Option<&str>) -> Self {
        let asked = request.parse().ok().and_then(|parsed| parsed.kid);
        let kid = asked.map(String::from).or_else(|| own.map(str::to_owned));
        Self { alg, kid, x5c: None }
    }

    /// The header for a key that its business certificate tells who has.
    pub fn certified(alg: Algorithm, x5c: Vec<String>) -> Self {
        Self { alg, kid: None, x5c: Some(x5c) }
    }
}

/// A grant that waits for its signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnsignedGrant {
    header: GrantHeader,
    claims: GrantClaims,
    signing_input: String,
}

impl UnsignedGrant {
    /// Lays out what is to be signed.
    pub fn new(header: GrantHeader, claims: GrantClaims) -> Self {
        let signing_input = format!("{}.{}", part(&header), part(&claims));
        Self { header, claims, signing_input }
    }

    /// "ASCII(BASE64URL(UTF8(JWS Protected Header)) || '.' || BASE64URL(JWS
    /// Payload))" (RFC 7515 §5.1 step 5).
    pub fn signing_input(&self) -> &str {
        &self.signing_input
    }

    /// The algorithm that the signature must be of.
    pub fn algorithm(&self) -> Algorithm {
        self.header.alg
    }

    /// With the signature as RFC 7518 §3 forms it: of ECDSA the octets of r and
    /// s, not DER.
    pub fn signed(self, signature: &[u8]) -> SignedGrant {
        SignedGrant {
            assertion: format!("{}.{}", self.signing_input, base64url::encode(signature)),
            expires_at: self.claims.exp,
            header: self.header,
            claims: self.claims,
        }
    }
}

/// Base64url of JSON. These types always have a JSON form.
fn part(value: &impl Serialize) -> String {
    base64url::encode(serde_json::to_vec(value).unwrap_or_default())
}

/// A signed grant: good once, until it expires.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub struct SignedGrant {
    /// The JWT: JWS compact serialization (RFC 7515 §3.1).
    pub assertion: String,
    /// Its header.
    pub header: GrantHeader,
    /// Its claims.
    pub claims: GrantClaims,
    /// `exp`, Unix seconds.
    pub expires_at: u64,
}

impl Public for SignedGrant {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{EnvironmentName, SystemUser};

    const NOW: u64 = 1_795_411_859;

    fn claims(request: &GrantRequest) -> GrantClaims {
        let environment = Environment::named(EnvironmentName::Test).unwrap();
        GrantClaims::new(request, &environment, NOW, JwtId::from_random([0xab; 16])).unwrap()
    }

    fn least() -> GrantRequest {
        GrantRequest {
            client_id: "b590f149-d0ba-4fca-b367-bccd9e444a00".into(),
            scope: "altinn:serviceowner  altinn:broker.read".into(),
            ..GrantRequest::default()
        }
    }

    #[test]
    fn the_least_grant() {
        assert_eq!(
            serde_json::to_string(&claims(&least())).unwrap(),
            concat!(
                r#"{"aud":"https://test.maskinporten.no/","iss":"b590f149-d0ba-4fca-b367-bccd9e444a00","#,
                r#""scope":"altinn:serviceowner altinn:broker.read","iat":1795411859,"exp":1795411979,"#,
                r#""jti":"abababab-abab-4bab-abab-abababababab"}"#,
            )
        );
    }

    #[test]
    fn with_every_optional_claim() {
        let request = GrantRequest {
            resource: Some(vec!["https://api.example.no".into(), "urn:b".into()]),
            pid: Some("218836 10110".into()),
            consumer_org: Some("974 760 673".into()),
            authorization_details: Some(SystemUser {
                orgno: "991825827".into(),
                external_ref: Some("avdeling-1".into()),
            }),
            ..least()
        };
        let json = serde_json::to_string(&claims(&request)).unwrap();
        let (_, optional) = json.split_once(r#"abababababab","#).unwrap();
        assert_eq!(
            optional,
            concat!(
                r#""resource":["https://api.example.no","urn:b"],"pid":"21883610110","#,
                r#""consumer_org":"974760673","authorization_details":[{"type":"urn:altinn:systemuser","#,
                r#""systemuser_org":{"authority":"iso6523-actorid-upis","ID":"0192:991825827"},"#,
                r#""externalRef":"avdeling-1"}]}"#,
            )
        );
        let request = GrantRequest { on_behalf_of: Some("kunde-1".into()), ..least() };
        let json = serde_json::to_string(&claims(&request)).unwrap();
        assert!(json.ends_with(r#","iss_onbehalfof":"kunde-1"}"#), "{json}");
    }

    #[test]
    fn lives_no_longer_than_it_may() {
        let claims = claims(&least());
        assert!(claims.exp - claims.iat <= 120);
    }

    #[test]
    fn no_claims_of_a_request_to_mend() {
        let environment = Environment::named(EnvironmentName::Test).unwrap();
        let jti = JwtId::from_random([0; 16]);
        let problems = GrantClaims::new(&GrantRequest::default(), &environment, NOW, jti);
        assert_eq!(problems.unwrap_err().len(), 2);
    }

    #[test]
    fn header_takes_the_kid_that_was_asked_for_or_the_keys_own() {
        let kid = |asked: Option<&str>| {
            let request = GrantRequest { kid: asked.map(str::to_owned), ..least() };
            GrantHeader::new(Algorithm::RS256, &request, Some("own")).kid
        };
        assert_eq!(kid(Some("from-portal")).as_deref(), Some("from-portal"));
        assert_eq!(kid(Some(" ")).as_deref(), Some("own"));
        assert_eq!(kid(None).as_deref(), Some("own"));
    }

    #[test]
    fn header_with_a_certificate_has_no_kid() {
        let header = GrantHeader::certified(Algorithm::RS256, vec!["MII+".into(), "MIJ/".into()]);
        let json = serde_json::to_string(&header).unwrap();
        assert_eq!(json, r#"{"alg":"RS256","x5c":["MII+","MIJ/"]}"#);
    }

    #[test]
    fn is_a_jws_in_compact_serialization() {
        let header = GrantHeader::new(Algorithm::RS512, &GrantRequest::default(), Some("k1"));
        let unsigned = UnsignedGrant::new(header, claims(&least()));
        let input = unsigned.signing_input().to_owned();
        let grant = unsigned.signed(&[0xfb, 0xff]);
        assert_eq!(grant.assertion, format!("{input}.-_8"));
        assert_eq!(grant.expires_at, NOW + 120);
        let (header, payload) = input.split_once('.').unwrap();
        let json = |part| String::from_utf8(base64url::decode(part).unwrap()).unwrap();
        assert_eq!(json(header), r#"{"alg":"RS512","kid":"k1"}"#);
        assert_eq!(json(payload), serde_json::to_string(&grant.claims).unwrap());
    }
}
