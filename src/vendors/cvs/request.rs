//! What a caller asks CVS for, and how it becomes a request.
//!
//! Each operation has three forms: the image as a file, as base64 text, or as a URL that the vendor fetches. The
//! first two take an image, the third a URL, so a request is one of two shapes.

use crate::http::{HttpRequest, JsonBody, Multipart, percent_encode};
use crate::input::ImageFile;
use crate::input::{FromInput, Value, from_input};
use crate::vendors::Extra;
use crate::{Error, Result};

/// What `cards` asks for: both sides of one card.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(untagged))]
pub enum CvsCardsRequest {
    /// The images themselves.
    Upload(CvsCardsUpload),
    /// The images' addresses.
    Url(CvsCardsUrl),
}

/// Both sides of one card as images. A PDF is refused here.
#[from_input]
#[derive(Debug, Clone, PartialEq)]
pub struct CvsCardsUpload {
    /// How the images travel. Default: `file`, a third smaller than `base64`.
    #[input(default)]
    pub form: CvsUploadForm,
    /// The front.
    pub front: ImageFile,
    /// The back.
    pub back: ImageFile,
    /// Whether the rectified images are wanted in the response. Default: false.
    #[input(default)]
    pub get_thumb: bool,
    /// Options of the vendor that are not listed here, by the vendor's names: passed on unchecked.
    #[input(ts = "Record<string, string | number | boolean>")]
    pub extra: Option<Extra>,
}

/// Both sides of one card as addresses that the vendor fetches: not for private photos.
#[from_input]
#[derive(Debug, Clone, PartialEq)]
pub struct CvsCardsUrl {
    /// Tells this shape apart.
    pub form: CvsUrlForm,
    /// The address of the front, `http:` or `https:`.
    pub front_url: String,
    /// The address of the back, `http:` or `https:`.
    pub back_url: String,
    /// Whether the rectified images are wanted in the response. Default: false.
    #[input(default)]
    pub get_thumb: bool,
    /// Options of the vendor that are not listed here, by the vendor's names: passed on unchecked.
    #[input(ts = "Record<string, string | number | boolean>")]
    pub extra: Option<Extra>,
}

/// What `card` and `ocrCard` ask for: one image.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(untagged))]
pub enum CvsCardRequest {
    /// The image itself.
    Upload(CvsCardUpload),
    /// The image's address.
    Url(CvsCardUrl),
}

/// One image, or a PDF.
#[from_input]
#[derive(Debug, Clone, PartialEq)]
pub struct CvsCardUpload {
    /// How the image travels. Default: `file`, a third smaller than `base64`, and the only form for a PDF.
    #[input(default)]
    pub form: CvsUploadForm,
    /// The image or PDF.
    pub image: ImageFile,
    /// Whether the rectified image is wanted in the response. Default: false.
    #[input(default)]
    pub get_thumb: bool,
    /// Options of the vendor that are not listed here, by the vendor's names: passed on unchecked.
    #[input(ts = "Record<string, string | number | boolean>")]
    pub extra: Option<Extra>,
}

/// One image as an address that the vendor fetches: not for private photos.
#[from_input]
#[derive(Debug, Clone, PartialEq)]
pub struct CvsCardUrl {
    /// Tells this shape apart.
    pub form: CvsUrlForm,
    /// The address of the image, `http:` or `https:`.
    pub image_url: String,
    /// Whether the rectified image is wanted in the response. Default: false.
    #[input(default)]
    pub get_thumb: bool,
    /// Options of the vendor that are not listed here, by the vendor's names: passed on unchecked.
    #[input(ts = "Record<string, string | number | boolean>")]
    pub extra: Option<Extra>,
}

/// How an image travels to the vendor.
#[from_input(rename_all = "lowercase")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CvsUploadForm {
    /// As a part of a `multipart/form-data` body.
    #[default]
    File,
    /// As base64 text in a JSON body.
    Base64,
}

/// The form of a request that holds addresses.
#[from_input(rename_all = "lowercase")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CvsUrlForm {
    /// The vendor fetches the image.
    #[default]
    Url,
}

/// The form of a request, which tells which shape it has.
#[from_input(rename_all = "lowercase")]
#[derive(Clone, Copy, Default, PartialEq)]
enum Form {
    #[default]
    File,
    Base64,
    Url,
}

impl FromInput for CvsCardsRequest {
    fn from_input(value: &Value<'_>) -> Result<Self> {
        match value.field::<Option<Form>>("form")?.unwrap_or_default() {
            Form::File | Form::Base64 => FromInput::from_input(value).map(Self::Upload),
            Form::Url => FromInput::from_input(value).map(Self::Url),
        }
    }
}

impl FromInput for CvsCardRequest {
    fn from_input(value: &Value<'_>) -> Result<Self> {
        match value.field::<Option<Form>>("form")?.unwrap_or_default() {
            Form::File | Form::Base64 => FromInput::from_input(value).map(Self::Upload),
            Form::Url => FromInput::from_input(value).map(Self::Url),
        }
    }
}

/// An image on its way: the vendor's name for it, ours, and the caller's.
struct ImagePart<'a> {
    key: &'static str,
    file_name: &'static str,
    field: &'static str,
    image: &'a ImageFile,
}

impl CvsCardsRequest {
    pub(super) fn build(&self, path: &str) -> Result<HttpRequest> {
        match self {
            Self::Upload(CvsCardsUpload { form, front, back, get_thumb, extra }) => {
                let parts = [
                    ImagePart { key: "img1", file_name: "front", field: "request.front", image: front },
                    ImagePart { key: "img2", file_name: "back", field: "request.back", image: back },
                ];
                upload(&address(path, *get_thumb, extra.as_ref())?, *form, &parts, false)
            }
            Self::Url(CvsCardsUrl { form: CvsUrlForm::Url, front_url, back_url, get_thumb, extra }) => {
                let urls = [("img1", "request.frontUrl", front_url), ("img2", "request.backUrl", back_url)];
                fetched(&address(path, *get_thumb, extra.as_ref())?, &urls)
            }
        }
    }
}

impl CvsCardRequest {
    pub(super) fn build(&self, path: &str) -> Result<HttpRequest> {
        match self {
            Self::Upload(CvsCardUpload { form, image, get_thumb, extra }) => {
                let parts = [ImagePart { key: "img", file_name: "image", field: "request.image", image }];
                upload(&address(path, *get_thumb, extra.as_ref())?, *form, &parts, *form == CvsUploadForm::File)
            }
            Self::Url(CvsCardUrl { form: CvsUrlForm::Url, image_url, get_thumb, extra }) => {
                fetched(&address(path, *get_thumb, extra.as_ref())?, &[("img", "request.imageUrl", image_url)])
            }
        }
    }
}

/// Where a request goes, less its form and the images' addresses.
struct Address<'a> {
    path: &'a str,
    get_thumb: bool,
    /// What follows the parameters that are known here, percent-encoded.
    extra: String,
}

impl Address<'_> {
    fn of(&self, form: &str, images: &str) -> String {
        let Self { path, get_thumb, extra } = self;
        format!("{path}?{images}format_type={form}&get_thumb={get_thumb}{extra}")
    }
}

fn address<'a>(path: &'a str, get_thumb: bool, extra: Option<&Extra>) -> Result<Address<'a>> {
    let own = ["format_type", "get_thumb", "img", "img1", "img2"];
    let texts = Extra::texts(extra, "request.extra", &own)?;
    let extra = texts.iter().map(|(name, text)| format!("&{name}={}", percent_encode(text))).collect();
    Ok(Address { path, get_thumb, extra })
}

fn upload(address: &Address<'_>, form: CvsUploadForm, parts: &[ImagePart<'_>], pdf: bool) -> Result<HttpRequest> {
    let types = parts.iter().map(|part| accepted(part, pdf)).collect::<Result<Vec<_>>>()?;
    match form {
        CvsUploadForm::File => {
            let names: Vec<_> =
                parts.iter().zip(&types).map(|(part, (_, end))| part.file_name.to_owned() + end).collect();
            let mut body = Multipart::default();
            for ((part, (mime_type, _)), name) in parts.iter().zip(&types).zip(&names) {
                body = body.file(part.key, name, mime_type, &part.image.bytes);
            }
            let (content_type, body) = body.finish();
            Ok(HttpRequest::post(address.of("file", ""), content_type, body))
        }
        CvsUploadForm::Base64 => {
            let body = JsonBody::default();
            let body = parts.iter().fold(body, |body, part| body.image(part.key, Some(part.image))).finish();
            Ok(HttpRequest::post(address.of("base64", ""), "application/json", body))
        }
    }
}

/// The media type and extension by content. The vendor's samples show JPEG and PNG, and PDF in the `file` form.
fn accepted(part: &ImagePart<'_>, pdf: bool) -> Result<(&'static str, &'static str)> {
    part.image.refuse_empty(part.field)?;
    match part.image.bytes.as_slice() {
        [0xff, 0xd8, 0xff, ..] => Ok(("image/jpeg", ".jpg")),
        [0x89, b'P', b'N', b'G', ..] => Ok(("image/png", ".png")),
        [b'%', b'P', b'D', b'F', b'-', ..] if pdf => Ok(("application/pdf", ".pdf")),
        [b'%', b'P', b'D', b'F', b'-', ..] => {
            let expected = "image/jpeg or image/png; a PDF in the file form of card and ocrCard";
            Err(Error::invalid(part.field, "application/pdf", expected))
        }
        _ => Err(Error::invalid(part.field, "another format", "image/jpeg or image/png")),
    }
}

fn fetched(address: &Address<'_>, urls: &[(&str, &str, &String)]) -> Result<HttpRequest> {
    let mut query = String::new();
    for (key, field, url) in urls {
        let starts_with =
            |scheme: &str| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
        if !starts_with("http://") && !starts_with("https://") {
            return Err(Error::invalid(*field, "another address", "an address that starts with http:// or https://"));
        }
        query.push_str(&format!("{key}={}&", percent_encode(url)));
    }
    Ok(HttpRequest::get(address.of("url", &query)))
}
