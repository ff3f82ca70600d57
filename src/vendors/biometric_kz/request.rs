//! What is asked of Biometric.kz.

use super::{PARSE_PATH, PROCESS_PATH};
use crate::document::normalize;
use crate::http::{HttpRequest, Multipart};
use crate::input::ImageFile;
use crate::input::from_input;
use crate::vendors::Extra;
use crate::{Error, Result};

/// What [`BiometricKzParseDocument`](super::BiometricKzParseDocument) takes. At least one side is needed.
pub type BiometricKzParseRequest = BiometricKzParseFields;

/// The type for JavaScript: never made, only described.
#[cfg(target_arch = "wasm32")]
#[allow(dead_code, reason = "only its description is used, of which the lint does not know")]
mod typescript {
    /// What `parseDocument` takes. At least one side is needed.
    #[derive(tsify::Tsify)]
    struct BiometricKzParseRequest(
        #[tsify(type = "BiometricKzParseFields & ({ front: ImageFile } | { back: ImageFile })")] (),
    );
}

/// The fields of a [`BiometricKzParseRequest`].
#[from_input]
#[derive(Debug, Clone, PartialEq)]
pub struct BiometricKzParseFields {
    /// The front, JPEG or PNG.
    pub front: Option<ImageFile>,
    /// The back, JPEG or PNG.
    pub back: Option<ImageFile>,
    /// The document's country, ISO 3166-1 alpha-2 in lower case. The vendor does not publish which ones it reads.
    pub country_code: String,
    /// Options of the vendor that are not listed here, by the vendor's names: passed on unchecked.
    #[input(ts = "Record<string, string | number | boolean>")]
    pub extra: Option<Extra>,
}

impl BiometricKzParseFields {
    pub(super) fn build(&self) -> Result<HttpRequest> {
        if self.front.is_none() && self.back.is_none() {
            return Err(Error::missing("request.front", "an image of the front, the back or both"));
        }
        check_country(&self.country_code)?;
        let mut body = Multipart::default();
        if let Some(front) = &self.front {
            let name = format!("front.{}", extension("request.front", front)?);
            body = body.file("frontside_image", &name, &front.mime_type, &front.bytes);
        }
        if let Some(back) = &self.back {
            let name = format!("back.{}", extension("request.back", back)?);
            body = body.file("backside_image", &name, &back.mime_type, &back.bytes);
        }
        let own = ["frontside_image", "backside_image", "country_code"];
        let extra = Extra::texts(self.extra.as_ref(), "request.extra", &own)?;
        let body = body.text("country_code", &self.country_code);
        let (content_type, body) = extra.iter().fold(body, |body, (name, text)| body.text(name, text)).finish();
        Ok(HttpRequest::post(PARSE_PATH, content_type, body))
    }
}

/// What [`BiometricKzProcessDocument`](super::BiometricKzProcessDocument) takes.
#[from_input]
#[derive(Debug, Clone, PartialEq)]
pub struct BiometricKzProcessRequest {
    /// The pages, JPEG or PNG, at least one.
    pub files: Vec<ImageFile>,
    /// Options of the vendor that are not listed here, by the vendor's names: passed on unchecked.
    #[input(ts = "Record<string, string | number | boolean>")]
    pub extra: Option<Extra>,
}

impl BiometricKzProcessRequest {
    pub(super) fn build(&self) -> Result<HttpRequest> {
        if self.files.is_empty() {
            return Err(Error::invalid("request.files", "an empty array", "at least one image"));
        }
        let mut body = Multipart::default();
        for (index, file) in self.files.iter().enumerate() {
            let name = format!("page-{}.{}", index + 1, extension(&format!("request.files[{index}]"), file)?);
            body = body.file("file", &name, &file.mime_type, &file.bytes);
        }
        let extra = Extra::texts(self.extra.as_ref(), "request.extra", &["file"])?;
        let (content_type, body) = extra.iter().fold(body, |body, (name, text)| body.text(name, text)).finish();
        Ok(HttpRequest::post(PROCESS_PATH, content_type, body))
    }
}

/// The vendor judges a file by the extension of its name.
fn extension(field: &str, image: &ImageFile) -> Result<&'static str> {
    image.refuse_empty(field)?;
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
