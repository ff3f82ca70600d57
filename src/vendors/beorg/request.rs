//! What is asked of Beorg.

use super::{ADD_DOCUMENT_PATH, RESULT_PATH, is_document_id};
use crate::http::{HttpRequest, JsonBody};
use crate::input::ImageFile;
use crate::input::{Choice, from_input};
use crate::json::Json;
use crate::vendors::Extra;
use crate::{Error, Result};

/// What [`BeorgAddDocument`](super::BeorgAddDocument) takes.
#[from_input]
#[derive(Debug, Clone, PartialEq)]
pub struct BeorgAddDocumentRequest {
    /// The photos, at least one, each with its type.
    ///
    /// Two photos of one document stand one after the other with the same `key` and `type`. Two documents of one type
    /// need different keys to be told apart in the result.
    pub documents: Vec<BeorgDocumentInput>,
    /// The project, which is the processing scenario. Absent where the proxy adds it.
    pub project_id: Option<String>,
    /// Options of the vendor that are not listed here, by the vendor's names: passed on unchecked.
    #[input(ts = "Record<string, unknown>")]
    pub extra: Option<Extra>,
}

/// One photo of a document.
#[from_input]
#[derive(Debug, Clone, PartialEq)]
pub struct BeorgDocumentInput {
    /// The file.
    pub image: ImageFile,
    /// The type of document. The vendor has more than are known here.
    #[input(
        key = "type",
        ts = r#""PASSPORT_FRGN" | "PASSPORT" | "PASSPORT_REG" | "SNILS" | "BRTH" | "RVP" | (string & {})"#
    )]
    pub document_type: String,
    /// A label that the result repeats. The vendor takes the type in its place.
    pub key: Option<String>,
    /// More that the vendor shall do.
    pub options: Option<BeorgOptions>,
}

/// More that the vendor shall do with a document.
#[from_input]
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BeorgOptions {
    /// The stages of processing.
    pub stages: Option<Vec<BeorgStage>>,
    /// The link to another document of the request, for [`BeorgStage::BiometryMatch`]. Its form is not published, so it
    /// is passed on as it is given.
    #[input(ts = "unknown")]
    pub relation: Option<Json>,
    /// Options of the vendor that are not listed here, by the vendor's names: passed on unchecked.
    #[input(ts = "Record<string, unknown>")]
    pub extra: Option<Extra>,
}

/// A stage of processing.
#[from_input(rename_all = "snake_case")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BeorgStage {
    /// Checks of what was read.
    Verification,
    /// Comparison of two faces.
    BiometryMatch,
    /// Whether a selfie shows a live person.
    BiometryLiveness,
}

impl BeorgAddDocumentRequest {
    pub(super) fn build(&self) -> Result<HttpRequest> {
        check(self)?;
        let extra = Extra::named(self.extra.as_ref(), "request.extra", &["project_id", "images", "process_info"])?;
        let documents = self.documents.iter();
        let body = JsonBody::default()
            .member("project_id", self.project_id.as_ref())
            .images("images", documents.clone().map(|document| &document.image))
            .member("process_info", Some(Json::list(documents.map(process_info))));
        let body = extra.iter().fold(body, |body, (name, value)| body.member(name, Some(value.clone())));
        Ok(HttpRequest::post_json(ADD_DOCUMENT_PATH, body))
    }
}

/// What [`BeorgGetResult`](super::BeorgGetResult) takes.
#[from_input]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BeorgGetResultRequest {
    /// The id that the submission was answered with: `s-` and digits.
    pub document_id: String,
}

impl BeorgGetResultRequest {
    pub(super) fn build(&self) -> Result<HttpRequest> {
        if !is_document_id(&self.document_id) {
            let found = format!("{} bytes of another form", self.document_id.len());
            return Err(Error::invalid("request.documentId", found, "s- and digits"));
        }
        Ok(HttpRequest::get(format!("{RESULT_PATH}{}", self.document_id)))
    }
}

fn check(request: &BeorgAddDocumentRequest) -> Result<()> {
    if request.documents.is_empty() {
        return Err(Error::invalid("request.documents", "an empty array", "at least one document"));
    }
    not_blank("request.projectId", request.project_id.as_deref())?;
    for (index, document) in request.documents.iter().enumerate() {
        let field = |name: &str| format!("request.documents[{index}].{name}");
        document.image.refuse_empty(&field("image"))?;
        not_blank(&field("type"), Some(&document.document_type))?;
        not_blank(&field("key"), document.key.as_deref())?;
        let extra = document.options.as_ref().and_then(|options| options.extra.as_ref());
        Extra::named(extra, &field("options.extra"), &["stages", "relation"])?;
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
    Json::object([
        ("key", document.key.as_ref().map(Json::from)),
        ("type", Some(Json::from(&document.document_type))),
        ("options", document.options.as_ref().map(BeorgOptions::to_json)),
    ])
}

impl BeorgOptions {
    fn to_json(&self) -> Json {
        let stages = self.stages.as_ref().map(|stages| Json::list(stages.iter().map(|stage| stage.name())));
        let options = Json::object([("stages", stages), ("relation", self.relation.clone())]);
        let extra = self.extra.iter().flat_map(Extra::entries);
        Json::Object(options.entries().iter().chain(extra).cloned().collect())
    }
}
