//! The self-service API and the rotation of keys.

use crate::{Result, each, send};
use nokkelsmie_maskinporten::self_service::{
    ApiCall, ApiOutcome, ClientDraft, DraftProblem, KeyChange, KeyChangeEffect, KeyChangeEvent,
    KeyChangeRequest, KeyFacts, ProblemFacts, RegisteredKey, RollBackOffer, Rotation,
    RotationEffect, RotationEvent,
};
use nokkelsmie_maskinporten::{Environment, Request};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tsify::{Ts, Tsify};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// A rotation after a step, and what is to be done.
#[derive(Serialize, Tsify)]
pub struct RotationStep {
    /// As it is now.
    pub rotation: Rotation,
    /// What is to be done next.
    pub effect: RotationEffect,
}

/// A change of keys after a step, and what is to be done.
#[derive(Serialize, Tsify)]
pub struct KeyChangeStep {
    /// As it is now.
    pub change: KeyChange,
    /// What is to be done next.
    pub effect: KeyChangeEffect,
}

/// Sends a call. `relay`: the origin whose server relays it.
#[wasm_bindgen(js_name = callApi, unchecked_return_type = "ApiOutcome")]
pub async fn call_api(
    environment: Ts<Environment>,
    access_token: String,
    #[wasm_bindgen(unchecked_param_type = "ApiCall")] call: JsValue,
    relay: Option<String>,
) -> Result<JsValue> {
    let call = read::<ApiCall>(&call)?;
    let request = call.to_request(&environment.to_rust()?, &access_token)?;
    let answer = send(request, relay.as_deref()).await;
    by_text(&ApiOutcome::of_answer(&call, answer)?)
}

/// Reads an answer that was pasted back, or what the terminal said when none came.
#[wasm_bindgen(js_name = readApiAnswer, unchecked_return_type = "ApiOutcome")]
pub fn read_api_answer(
    #[wasm_bindgen(unchecked_param_type = "ApiCall")] call: JsValue,
    text: &str,
) -> Result<JsValue> {
    by_text(&ApiOutcome::of_pasted(&read::<ApiCall>(&call)?, text))
}

/// A call as a command for bash and the like.
#[wasm_bindgen(js_name = apiCurlCommand)]
pub fn api_curl_command(
    environment: Ts<Environment>,
    access_token: &str,
    #[wasm_bindgen(unchecked_param_type = "ApiCall")] call: JsValue,
) -> Result<String> {
    let request = request(environment, access_token, call)?;
    Ok(nokkelsmie_maskinporten::curl_command(&request))
}

/// A call as a command for PowerShell 5.1 and 7.
#[wasm_bindgen(js_name = apiPowershellCommand)]
pub fn api_powershell_command(
    environment: Ts<Environment>,
    access_token: &str,
    #[wasm_bindgen(unchecked_param_type = "ApiCall")] call: JsValue,
) -> Result<String> {
    let request = request(environment, access_token, call)?;
    Ok(nokkelsmie_maskinporten::powershell_command(&request))
}

/// All there is to mend before a client can be made.
#[wasm_bindgen(js_name = checkClientDraft)]
pub fn check_client_draft(
    #[wasm_bindgen(unchecked_param_type = "ClientDraft")] draft: JsValue,
) -> Result<Vec<Ts<DraftProblem>>> {
    each(read::<ClientDraft>(&draft)?.check())
}

/// What can be said of registered keys, in their order.
#[wasm_bindgen(js_name = keyFacts)]
pub fn key_facts(
    #[wasm_bindgen(unchecked_param_type = "Record<string, unknown>[]")] keys: JsValue,
) -> Result<Vec<Ts<KeyFacts>>> {
    let keys: Vec<RegisteredKey> = read(&keys)?;
    each(keys.iter().map(RegisteredKey::facts).collect())
}

/// A change of a client's keys that has not begun.
#[wasm_bindgen(js_name = newKeyChange, unchecked_return_type = "KeyChange")]
pub fn new_key_change(
    #[wasm_bindgen(unchecked_param_type = "KeyChangeRequest")] request: JsValue,
) -> Result<JsValue> {
    by_text(&KeyChange::new(read::<KeyChangeRequest>(&request)?, Vec::new()))
}

/// One step of a change. `now`: Unix seconds.
#[wasm_bindgen(js_name = stepKeyChange, unchecked_return_type = "KeyChangeStep")]
pub fn step_key_change(
    #[wasm_bindgen(unchecked_param_type = "KeyChange")] change: JsValue,
    #[wasm_bindgen(unchecked_param_type = "KeyChangeEvent")] event: JsValue,
    now: f64,
) -> Result<JsValue> {
    let mut change = read::<KeyChange>(&change)?;
    let effect = change.step(read::<KeyChangeEvent>(&event)?, now as u64);
    by_text(&KeyChangeStep { change, effect })
}

/// A rotation that has not begun. `provable`: the client asks for tokens by a grant.
#[wasm_bindgen(js_name = newRotation, unchecked_return_type = "Rotation")]
pub fn new_rotation(client_id: &str, provable: bool) -> Result<JsValue> {
    by_text(&Rotation::new(client_id, provable))
}

/// A rotation that was stored as JSON; null when it is damaged, or of a version that
/// cannot be gone on with.
#[wasm_bindgen(js_name = readRotation, unchecked_return_type = "Rotation | null")]
pub fn read_rotation(text: &str) -> Result<JsValue> {
    by_text(&Rotation::from_stored(text))
}

/// Whether the new key can be taken away again, and how a person is asked.
#[wasm_bindgen(js_name = rollBackOffer, unchecked_return_type = "RollBackOffer")]
pub fn roll_back_offer(
    #[wasm_bindgen(unchecked_param_type = "Rotation")] rotation: JsValue,
) -> Result<JsValue> {
    by_text::<RollBackOffer>(&read::<Rotation>(&rotation)?.roll_back_offer())
}

/// What stands in a rotation's way, for a report; null when nothing does.
#[wasm_bindgen(js_name = rotationProblem, unchecked_return_type = "ProblemFacts | null")]
pub fn rotation_problem(
    #[wasm_bindgen(unchecked_param_type = "Rotation")] rotation: JsValue,
) -> Result<JsValue> {
    by_text::<Option<ProblemFacts>>(&read::<Rotation>(&rotation)?.problem_facts())
}

/// One step of a rotation. `now`: Unix seconds.
#[wasm_bindgen(js_name = stepRotation, unchecked_return_type = "RotationStep")]
pub fn step_rotation(
    #[wasm_bindgen(unchecked_param_type = "Rotation")] rotation: JsValue,
    #[wasm_bindgen(unchecked_param_type = "RotationEvent")] event: JsValue,
    now: f64,
) -> Result<JsValue> {
    let mut rotation = read::<Rotation>(&rotation)?;
    let effect = rotation.step(read::<RotationEvent>(&event)?, now as u64);
    by_text(&RotationStep { rotation, effect })
}

fn request(environment: Ts<Environment>, access_token: &str, call: JsValue) -> Result<Request> {
    Ok(read::<ApiCall>(&call)?.to_request(&environment.to_rust()?, access_token)?)
}

/// Ten thousand clients cross faster as one text than member by member, and what the
/// server gave stays the object that it was.
pub(crate) fn by_text<T: Serialize>(value: &T) -> Result<JsValue> {
    let text = serde_json::to_string(value).map_err(|_| crate::PortalError::Argument)?;
    js_sys::JSON::parse(&text).map_err(|_| crate::PortalError::Argument)
}

/// As [`by_text`], the other way.
pub(crate) fn read<T: DeserializeOwned>(value: &JsValue) -> Result<T> {
    let text = js_sys::JSON::stringify(value).map_err(|_| crate::PortalError::Argument)?;
    let text = text.as_string().ok_or(crate::PortalError::Argument)?;
    let value: Value = serde_json::from_str(&text).map_err(|_| crate::PortalError::Argument)?;
    serde_json::from_value(value).map_err(|_| crate::PortalError::Argument)
}
