//! What is asked of Beorg.

use super::data::{BeorgResult, BeorgSubmission};
use super::{ADD_DOCUMENT_PATH, RESULT_PATH, is_document_id, response};
use crate::http::{HttpRequest, HttpResponse};
use crate::input::{self, Choice};
use crate::json::Json;
use crate::vendors::{ImageFile, Operation, Reply, VendorId};
use crate::{Error, Result};

/// Submits documents. The answer holds the id to ask [`BeorgGetResult`] for.
#[derive(Debug, Clone, Copy)]
pub struct BeorgAddDocument;

/// What [`BeorgAddDocument`] takes.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct BeorgAddDocumentRequest {
    /// The photos, at least one, each with its type.
    ///
    /// Two photos of one document stand one after the other with the same `key` and `type`. Two documents of one type
    /// need different keys to be told apart in the result.
    pub documents: Vec<BeorgDocumentInput>,
    /// The project, which is the processing scenario. Absent where the proxy adds it.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub project_id: Option<String>,
}

input::object!(BeorgAddDocumentRequest { documents, project_id });

/// One photo of a document.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct BeorgDocumentInput {
    /// The file.
    pub image: ImageFile,
    /// The type of document. The vendor has more than are known here.
    #[cfg_attr(
        target_arch = "wasm32",
        serde(rename = "type"),
        tsify(type = r#""PASSPORT_FRGN" | "PASSPORT" | "PASSPORT_REG" | "SNILS" | "BRTH" | "RVP" | (string & {})"#)
    )]
    pub document_type: String,
    /// A label that the result repeats. The vendor takes the type in its place.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub key: Option<String>,
    /// More that the vendor shall do.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub options: Option<BeorgOptions>,
}

input::object!(BeorgDocumentInput { image, document_type as "type", key, options });

/// More that the vendor shall do with a document.
#[derive(Debug, Clone, Default, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct BeorgOptions {
    /// The stages of processing.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub stages: Option<Vec<BeorgStage>>,
    /// The link to another document of the request, for [`BeorgStage::BiometryMatch`]. Its form is not published, so it
    /// is passed on as it is given.
    #[cfg_attr(target_arch = "wasm32", tsify(type = "unknown", optional))]
    pub relation: Option<Json>,
}

input::object!(BeorgOptions { stages, relation });

/// A stage of processing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "snake_case"))]
pub enum BeorgStage {
    /// Checks of what was read.
    Verification,
    /// Comparison of two faces.
    BiometryMatch,
    /// Whether a selfie shows a live person.
    BiometryLiveness,
}

input::choice!(BeorgStage {
    "verification" => Verification,
    "biometry_match" => BiometryMatch,
    "biometry_liveness" => BiometryLiveness,
});

impl Operation for BeorgAddDocument {
    const VENDOR: VendorId = VendorId::Beorg;
    const NAME: &'static str = "addDocument";
    type Request = BeorgAddDocumentRequest;
    type Data = BeorgSubmission;

    fn build(request: &Self::Request) -> Result<HttpRequest> {
        check(request)?;
        let mut body = Vec::new();
        if let Some(project_id) = &request.project_id {
            body.push(("project_id".into(), Json::Text(project_id.clone())));
        }
        let images = request.documents.iter().map(|document| Json::Text(document.image.base64())).collect();
        body.push(("images".into(), Json::List(images)));
        body.push(("process_info".into(), Json::List(request.documents.iter().map(process_info).collect())));
        Ok(HttpRequest::post(ADD_DOCUMENT_PATH, "application/json", to_bytes(&Json::Object(body))?))
    }

    fn parse(response: &HttpResponse<'_>) -> Result<Reply<Self::Data>> {
        response::submission(response)
    }
}

/// Fetches the result of a submission, once it is ready.
#[derive(Debug, Clone, Copy)]
pub struct BeorgGetResult;

/// What [`BeorgGetResult`] takes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct BeorgGetResultRequest {
    /// The id that the submission was answered with: `s-` and digits.
    pub document_id: String,
}

input::object!(BeorgGetResultRequest { document_id });

impl Operation for BeorgGetResult {
    const VENDOR: VendorId = VendorId::Beorg;
    const NAME: &'static str = "getResult";
    type Request = BeorgGetResultRequest;
    type Data = BeorgResult;

    fn build(request: &Self::Request) -> Result<HttpRequest> {
        if !is_document_id(&request.document_id) {
            let found = format!("{} bytes of another form", request.document_id.len());
            return Err(Error::invalid("request.documentId", found, "s- and digits"));
        }
        Ok(HttpRequest::get(format!("{RESULT_PATH}{}", request.document_id)))
    }

    fn parse(response: &HttpResponse<'_>) -> Result<Reply<Self::Data>> {
        response::result(response)
    }
}

fn check(request: &BeorgAddDocumentRequest) -> Result<()> {
    if request.documents.is_empty() {
        return Err(Error::invalid("request.documents", "an empty array", "at least one document"));
    }
    not_blank("request.projectId", request.project_id.as_deref())?;
    for (index, document) in request.documents.iter().enumerate() {
        let field = |name: &str| format!("request.documents[{index}].{name}");
        if document.image.bytes.is_empty() {
            return Err(Error::invalid(field("image"), "0 bytes", "an image"));
        }
        not_blank(&field("type"), Some(&document.document_type))?;
        not_blank(&field("key"), document.key.as_deref())?;
    }
    Ok(())
}

fn not_blank(field: &str, value: Option<&str>) -> Result<()> {
    match value {
        Some(text) if text.trim().is_empty() => Err(Error::invalid(field, "a blank text", "a text")),
        Some(_) | None => Ok(()),
    }
}

/// `process_info[i]` describes `images[i]`.
fn process_info(document: &BeorgDocumentInput) -> Json {
    let mut info = Vec::new();
    if let Some(key) = &document.key {
        info.push(("key".into(), Json::Text(key.clone())));
    }
    info.push(("type".into(), Json::Text(document.document_type.clone())));
    if let Some(options) = &document.options {
        info.push(("options".into(), options.to_json()));
    }
    Json::Object(info)
}

impl BeorgOptions {
    fn to_json(&self) -> Json {
        let mut options = Vec::new();
        if let Some(stages) = &self.stages {
            let stages = stages.iter().map(|stage| Json::Text(stage.name().into())).collect();
            options.push(("stages".into(), Json::List(stages)));
        }
        if let Some(relation) = &self.relation {
            options.push(("relation".into(), relation.clone()));
        }
        Json::Object(options)
    }
}

fn to_bytes(body: &Json) -> Result<Vec<u8>> {
    serde_json::to_vec(body).map_err(|error| Error::EngineFailed { reason: error.to_string() }.into())
}
