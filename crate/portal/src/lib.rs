//! The room with the network: what the page gets of `nokkelsmie-maskinporten`.
//!
//! Bindings only. This crate knows no private key: its dependency tree holds no
//! type for one, what is sent must be [`nokkelsmie_jose::Public`], and every request is searched
//! for private material before it goes.

mod error;
mod fetch;
mod found_secret;
mod self_service;

pub use error::PortalError;
pub use found_secret::{FoundSecret, SecretKind};

use core::time::Duration;
use fetch::Fetch;
use nokkelsmie_jose::{KeyId, KeyIdError, private_material};
use nokkelsmie_maskinporten::{
    AnnouncedAlgorithms, Assertion, AuthorizationDetail, CommonScope, Environment, EnvironmentName,
    ExchangeOutcome, GrantProblem, GrantRequest, Metadata, Request, Response, RetryPolicy,
    TokenCode, TokenCodeValues, TokenLanguage, TokenOutcome, TokenRequest, Transport,
    TransportError, exchange_request,
};
use self_service::{by_text, read};
use serde::Serialize;
use tsify::{Ts, Tsify};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

type Result<T, E = PortalError> = core::result::Result<T, E>;

/// Wipes whatever is freed: text that was searched for private keys, and refused
/// because it held one, must not stay in this memory.
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);

/// Sends a request: the one way out of here. Its body was made of what may leave the
/// page; a private key is no such value, and making a request of it does not compile.
/// `relay`: the origin whose server relays it.
///
/// # Errors
/// [`TransportError`]
pub async fn send(request: Request, relay: Option<&str>) -> Result<Response, TransportError> {
    let request = match relay {
        Some(origin) => request.relayed(origin),
        None => request,
    };
    Fetch.send(request).await
}

/// The environments to choose from. `origin` is the practice portal's address
/// when the page came from it, as in `http://127.0.0.1:8080`.
#[wasm_bindgen]
pub fn environments(origin: Option<String>) -> Result<Vec<Ts<Environment>>> {
    each(Environment::all(origin.as_deref()))
}

/// Where an environment's self-service API may stand, the usual place first.
#[wasm_bindgen(js_name = apiPlaces)]
pub fn api_places(environment: Ts<Environment>) -> Result<Vec<String>> {
    Ok(environment.to_rust()?.api_places())
}

/// The algorithms that an environment announces, as this project knew them
/// when it was built.
#[wasm_bindgen]
pub fn announced(environment: Ts<EnvironmentName>) -> Result<Ts<AnnouncedAlgorithms>> {
    ts(nokkelsmie_maskinporten::announced(environment.to_rust()?))
}

/// The algorithms that the environment's metadata announces, fetched now.
/// `day` is today, `YYYY-MM-DD`. `relay`: the origin whose server relays it.
#[wasm_bindgen(js_name = fetchMetadata)]
pub async fn fetch_metadata(
    environment: Ts<Environment>,
    day: String,
    relay: Option<String>,
) -> Result<Ts<AnnouncedAlgorithms>> {
    let environment = environment.to_rust()?;
    let response = send(Request::get(&environment.metadata)?, relay.as_deref()).await?;
    ts(Metadata::from_json(&response.body)?.announced(&environment, &day)?)
}

/// The algorithms that pasted metadata announces.
#[wasm_bindgen(js_name = readMetadata)]
pub fn read_metadata(
    environment: Ts<Environment>,
    text: &str,
    day: &str,
) -> Result<Ts<AnnouncedAlgorithms>> {
    ts(Metadata::from_json(text)?.announced(&environment.to_rust()?, day)?)
}

/// Altinn's scopes that people ask for first, with the keys of their texts.
#[wasm_bindgen(js_name = commonScopes)]
pub fn common_scopes() -> Result<Vec<Ts<CommonScope>>> {
    each(nokkelsmie_maskinporten::common_scopes())
}

/// All there is to mend before a grant can be made; empty when there is nothing.
#[wasm_bindgen(js_name = checkGrantRequest)]
pub fn check_grant_request(request: Ts<GrantRequest>) -> Result<Vec<Ts<GrantProblem>>> {
    each(request.to_rust()?.check())
}

/// A `kid` that is unique everywhere. `random` is five random octets; `date` is
/// today, `YYYY-MM-DD`.
#[wasm_bindgen(js_name = suggestKid)]
pub fn suggest_kid(
    name: &str,
    environment: Ts<EnvironmentName>,
    date: &str,
    random: &[u8],
) -> Result<String> {
    let random = random.try_into().map_err(|_| PortalError::Argument)?;
    let environment = environment.to_rust()?.as_str();
    Ok(KeyId::suggest(name, environment, date, random).to_string())
}

/// Why a text is no `kid`; undefined when it is one.
#[wasm_bindgen(js_name = checkKid)]
pub fn check_kid(kid: &str) -> Result<Option<Ts<KeyIdError>>> {
    kid.parse::<KeyId>().err().map(ts).transpose()
}

/// Private key material in a text; undefined when there is none.
#[wasm_bindgen(js_name = findPrivateMaterial)]
pub fn find_private_material(text: &str) -> Result<Option<Ts<FoundSecret>>> {
    private_material::find(text).map(|found| ts(FoundSecret::from(found))).transpose()
}

/// Sends a signed grant, once. It may be spent even when no answer is seen:
/// sign a new one for each attempt. `relay`: the origin whose server relays it.
#[wasm_bindgen(js_name = requestToken, unchecked_return_type = "TokenOutcome")]
pub async fn request_token(
    environment: Ts<Environment>,
    assertion: String,
    relay: Option<String>,
) -> Result<JsValue> {
    let request = token_request(&environment.to_rust()?, &assertion)?;
    let answer = send(request, relay.as_deref()).await;
    by_text(&TokenOutcome::of_answer(answer, unix_seconds())?)
}

/// Reads an answer of the token endpoint that was pasted back: its body, the
/// whole of it with status line and header, or what the terminal said when no
/// answer came. `status` counts only where the text does not say it; 0 when it
/// is not known.
#[wasm_bindgen(js_name = readAnswer, unchecked_return_type = "TokenOutcome")]
pub fn read_answer(environment: Ts<Environment>, status: u16, body: &str) -> Result<JsValue> {
    environment.to_rust()?;
    by_text(&TokenOutcome::of_pasted(body, status))
}

/// Milliseconds to wait after so many attempts, the last of which had this
/// outcome; undefined to stop.
#[wasm_bindgen(js_name = nextWait)]
pub fn next_wait(
    attempts: u32,
    #[wasm_bindgen(unchecked_param_type = "TokenOutcome")] outcome: JsValue,
) -> Result<Option<f64>> {
    let wait = RetryPolicy::default().next_wait(attempts, &read::<TokenOutcome>(&outcome)?);
    Ok(wait.as_ref().map(Duration::as_secs_f64).map(|seconds| seconds * 1000.0))
}

/// The request for a token as a command for bash and the like.
#[wasm_bindgen(js_name = curlCommand)]
pub fn curl_command(environment: Ts<Environment>, assertion: &str) -> Result<String> {
    let request = token_request(&environment.to_rust()?, assertion)?;
    Ok(nokkelsmie_maskinporten::curl_command(&request))
}

/// The request for a token as a command for PowerShell 5.1 and 7.
#[wasm_bindgen(js_name = powershellCommand)]
pub fn powershell_command(environment: Ts<Environment>, assertion: &str) -> Result<String> {
    let request = token_request(&environment.to_rust()?, assertion)?;
    Ok(nokkelsmie_maskinporten::powershell_command(&request))
}

/// Altinn's token for one of Maskinporten's. `relay`: the origin whose server relays it.
#[wasm_bindgen(js_name = exchangeToken, unchecked_return_type = "ExchangeOutcome")]
pub async fn exchange_token(
    environment: Ts<Environment>,
    access_token: String,
    relay: Option<String>,
) -> Result<JsValue> {
    let request = exchange_request(&environment.to_rust()?, &access_token)?;
    let answer = send(request, relay.as_deref()).await;
    by_text(&ExchangeOutcome::of_answer(answer, unix_seconds())?)
}

/// Reads Altinn's answer that was pasted back: the token alone, the whole answer, or what
/// the terminal said when none came.
#[wasm_bindgen(js_name = readExchangeAnswer, unchecked_return_type = "ExchangeOutcome")]
pub fn read_exchange_answer(text: &str) -> Result<JsValue> {
    by_text(&ExchangeOutcome::of_pasted(text, unix_seconds()))
}

/// The exchange as a command for bash and the like.
#[wasm_bindgen(js_name = exchangeCurlCommand)]
pub fn exchange_curl_command(environment: Ts<Environment>, access_token: &str) -> Result<String> {
    let request = exchange_request(&environment.to_rust()?, access_token)?;
    Ok(nokkelsmie_maskinporten::curl_command(&request))
}

/// The exchange as a command for PowerShell 5.1 and 7.
#[wasm_bindgen(js_name = exchangePowershellCommand)]
pub fn exchange_powershell_command(
    environment: Ts<Environment>,
    access_token: &str,
) -> Result<String> {
    let request = exchange_request(&environment.to_rust()?, access_token)?;
    Ok(nokkelsmie_maskinporten::powershell_command(&request))
}

/// How a system user will stand in the grant; undefined when none is named, or not rightly.
#[wasm_bindgen(js_name = systemUser)]
pub fn system_user(request: Ts<GrantRequest>) -> Result<Option<Ts<AuthorizationDetail>>> {
    request.to_rust()?.system_user().map(ts).transpose()
}

/// The languages that there is a program in that fetches tokens.
#[wasm_bindgen(js_name = tokenLanguages)]
pub fn token_languages() -> Result<Vec<Ts<TokenLanguage>>> {
    each(TokenLanguage::ALL.to_vec())
}

/// A program that fetches tokens for the client of this request, which need not be finished.
#[wasm_bindgen(js_name = tokenCode)]
pub fn token_code(
    language: Ts<TokenLanguage>,
    environment: Ts<Environment>,
    request: Ts<GrantRequest>,
) -> Result<Ts<TokenCode>> {
    let values = TokenCodeValues::new(&request.to_rust()?, &environment.to_rust()?);
    ts(nokkelsmie_maskinporten::token_code(language.to_rust()?, &values))
}

/// Whether the environment's server is there, though the page may not read its answer.
#[wasm_bindgen]
pub async fn reaches(environment: Ts<Environment>) -> Result<bool> {
    Ok(Fetch.reaches(&environment.to_rust()?.metadata).await)
}

fn token_request(environment: &Environment, assertion: &str) -> Result<Request> {
    let request = TokenRequest::new(assertion.parse::<Assertion>()?);
    Ok(request.to_request(environment)?)
}

fn unix_seconds() -> u64 {
    (js_sys::Date::now() / 1000.0) as u64
}

fn ts<T: Tsify + Serialize>(value: T) -> Result<Ts<T>> {
    Ok(value.into_ts()?)
}

fn each<T: Tsify + Serialize>(values: Vec<T>) -> Result<Vec<Ts<T>>> {
    values.into_iter().map(ts).collect()
}
