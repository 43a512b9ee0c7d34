use nokkelsmie_jose::KeyIdError;
use nokkelsmie_keys::SignError;
use nokkelsmie_keys::generate::GenerateError;
use nokkelsmie_keys::read::{ReadError, ReadErrorCode};
use nokkelsmie_keys::write::WriteError;
use nokkelsmie_keys::{KeyError, KeyErrorCode};
use nokkelsmie_maskinporten::GrantProblem;
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::JsValue;

/// What is thrown: a code, and where in the input it shows. Never the input.
#[derive(Serialize, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    pub code: FailureCode,
    /// Line and column count from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub line: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub column: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[tsify(optional)]
    pub field: Option<String>,
    /// What is wrong with a grant that was asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[tsify(optional)]
    pub problems: Vec<GrantProblem>,
}

/// All codes of what can fail in here.
#[derive(Serialize, Tsify)]
#[serde(untagged)]
pub enum FailureCode {
    Read(ReadErrorCode),
    Key(KeyErrorCode),
    Write(WriteError),
    Generate(GenerateError),
    Sign(SignError),
    KeyId(KeyIdError),
    Own(OwnCode),
}

#[derive(Serialize, Tsify)]
#[serde(rename_all = "kebab-case")]
pub enum OwnCode {
    /// No key has this handle (any more).
    NoSuchKey,
    /// The key has no private part, or is none.
    NoPrivatePart,
    /// No more keys can be held: [`MAXIMUM_HELD`](crate::shelf::MAXIMUM_HELD).
    VaultFull,
    /// What is wrong with the key is not mended by writing it again.
    NotRepairable,
    /// The arguments are not of the type that was declared.
    WrongArguments,
    /// What was asked for cannot be signed as a grant: see `problems`.
    GrantProblems,
    /// What was asked for cannot be handed over: a value is missing or not allowed.
    HandOverProblems,
}

impl From<FailureCode> for Failure {
    fn from(code: FailureCode) -> Self {
        Self { code, line: None, column: None, field: None, problems: Vec::new() }
    }
}

impl From<OwnCode> for Failure {
    fn from(code: OwnCode) -> Self {
        FailureCode::Own(code).into()
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        Self {
            line: error.place.map(|place| place.line),
            column: error.place.map(|place| place.column),
            ..FailureCode::Read(error.code).into()
        }
    }
}

impl From<KeyError> for Failure {
    fn from(error: KeyError) -> Self {
        Self { field: error.field.map(str::to_owned), ..FailureCode::Key(error.code).into() }
    }
}

impl From<Vec<GrantProblem>> for Failure {
    fn from(problems: Vec<GrantProblem>) -> Self {
        Self { problems, ..OwnCode::GrantProblems.into() }
    }
}

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Self {
        FailureCode::Write(error).into()
    }
}

impl From<GenerateError> for Failure {
    fn from(error: GenerateError) -> Self {
        FailureCode::Generate(error).into()
    }
}

impl From<SignError> for Failure {
    fn from(error: SignError) -> Self {
        FailureCode::Sign(error).into()
    }
}

impl From<KeyIdError> for Failure {
    fn from(error: KeyIdError) -> Self {
        FailureCode::KeyId(error).into()
    }
}

/// A value that does not have its declared type, coming in or going out.
impl From<tsify::Error> for Failure {
    fn from(_: tsify::Error) -> Self {
        OwnCode::WrongArguments.into()
    }
}

impl From<Failure> for JsValue {
    fn from(failure: Failure) -> Self {
        serde_wasm_bindgen::to_value(&failure).unwrap_or(JsValue::NULL)
    }
}
