//! What is asked of Biometric.kz.

use super::data::{BiometricKzParsedDocument, BiometricKzProcessedDocument};
use super::{PARSE_PATH, PROCESS_PATH, response};
use crate::document::normalize;
use crate::http::{HttpRequest, HttpResponse, Multipart};
use crate::input;
use crate::vendors::{ImageFile, Operation, Reply, VendorId};
use crate::{Error, Result};

/// Reads one document from a photo of its front, its back, or both.
#[derive(Debug, Clone, Copy)]
pub struct BiometricKzParseDocument;

/// What [`BiometricKzParseDocument`] takes. At least one side is needed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct BiometricKzParseRequest {
    /// The front, JPEG or PNG.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub front: Option<ImageFile>,
    /// The back, JPEG or PNG.
    #[cfg_attr(target_arch = "wasm32", tsify(optional))]
    pub back: Option<ImageFile>,
    /// The document's country, ISO 3166-1 alpha-2 in lower case. The vendor does not publish which ones it reads.
    pub country_code: String,
}

input::object!(BiometricKzParseRequest { front, back, country_code });

impl Operation for BiometricKzParseDocument {
    const VENDOR: VendorId = VendorId::BiometricKz;
    const NAME: &'static str = "parseDocument";
    type Request = BiometricKzParseRequest;
    type Data = BiometricKzParsedDocument;

    fn build(request: &Self::Request) -> Result<HttpRequest> {
        if request.front.is_none() && request.back.is_none() {
            return Err(Error::missing("request.front", "an image of the front, the back or both"));
        }
        check_country(&request.country_code)?;
        let mut body = Multipart::default();
        if let Some(front) = &request.front {
            let name = format!("front.{}", extension("request.front", front)?);
            body = body.file("frontside_image", &name, &front.mime_type, &front.bytes);
        }
        if let Some(back) = &request.back {
            let name = format!("back.{}", extension("request.back", back)?);
            body = body.file("backside_image", &name, &back.mime_type, &back.bytes);
        }
        let (content_type, body) = body.text("country_code", &request.country_code).finish();
        Ok(HttpRequest::post(PARSE_PATH, content_type, body))
    }

    fn parse(response: &HttpResponse<'_>) -> Result<Reply<Self::Data>> {
        response::parsed(response)
    }
}

/// Reads one document from photos of its pages, with the second version of the interface.
#[derive(Debug, Clone, Copy)]
pub struct BiometricKzProcessDocument;

/// What [`BiometricKzProcessDocument`] takes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct BiometricKzProcessRequest {
    /// The pages, JPEG or PNG, at least one.
    pub files: Vec<ImageFile>,
}

input::object!(BiometricKzProcessRequest { files });

impl Operation for BiometricKzProcessDocument {
    const VENDOR: VendorId = VendorId::BiometricKz;
    const NAME: &'static str = "processDocument";
    type Request = BiometricKzProcessRequest;
    type Data = BiometricKzProcessedDocument;

    fn build(request: &Self::Request) -> Result<HttpRequest> {
        if request.files.is_empty() {
            return Err(Error::invalid("request.files", "an empty array", "at least one image"));
        }
        let mut body = Multipart::default();
        for (index, file) in request.files.iter().enumerate() {
            let name = format!("page-{}.{}", index + 1, extension(&format!("request.files[{index}]"), file)?);
            body = body.file("file", &name, &file.mime_type, &file.bytes);
        }
        let (content_type, body) = body.finish();
        Ok(HttpRequest::post(PROCESS_PATH, content_type, body))
    }

    fn parse(response: &HttpResponse<'_>) -> Result<Reply<Self::Data>> {
        response::processed(response)
    }
}

/// The vendor judges a file by the extension of its name.
fn extension(field: &str, image: &ImageFile) -> Result<&'static str> {
    if image.bytes.is_empty() {
        return Err(Error::invalid(field, "0 bytes", "an image"));
    }
    match image.mime_type.as_str() {
        "image/jpeg" => Ok("jpg"),
        "image/png" => Ok("png"),
        _ => Err(Error::invalid(field, "another media type", "image/jpeg or image/png")),
    }
}

fn check_country(code: &str) -> Result<()> {
    let lower_case = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_lowercase());
    if lower_case && normalize::country(code).is_some() {
        return Ok(());
    }
    let found = if code.len() <= 3 { code.to_owned() } else { format!("{} bytes of text", code.len()) };
    Err(Error::invalid("request.countryCode", found, "an ISO 3166-1 alpha-2 code in lower case, such as kz"))
}
