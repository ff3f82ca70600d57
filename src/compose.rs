//! From a request and its images to what is sent: check, prepare, build.
//!
//! Nothing here knows a vendor: what tells operations apart is in their [`Properties`].

use crate::Result;
use crate::http::HttpRequest;
use crate::image::prepare::{ImageData, ImageInput, Limits, PrepareOptions, Prepared, prepare_all};
use crate::input::{self, ImageFile};
use crate::json::Json;
use crate::rows::Size;
use crate::vendor::Vendor;
use crate::vendors::{Operation, Properties};

/// What a caller writes for an operation.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// The request as JSON text. A number in the place of an image is its index.
    pub request: &'a str,
    /// How its images are prepared, as JSON text.
    pub options: &'a str,
    /// An id for tracing that nobody has used: 32 hexadecimal digits. Stands in the request where that has none.
    pub trace_id: &'a str,
}

/// What an image becomes on its way into the request.
#[derive(Debug)]
enum Attached {
    Image(Prepared),
    Pdf(Vec<u8>),
}

/// An image of a request, and what the caller calls it.
#[derive(Debug)]
pub struct Attachment {
    /// Such as `request.back`.
    pub field: String,
    /// The file, or the pixels.
    pub bytes: Vec<u8>,
    /// Width and height, where `bytes` are pixels: red, green, blue and alpha, not premultiplied, upright.
    pub size: Option<Size>,
}

/// What is done for an operation's request. All that depends on the operation's types is one function, so that the rest
/// is compiled once.
#[derive(Debug, Clone, Copy)]
pub struct Recipe {
    vendor: &'static Vendor,
    properties: Properties,
    build: fn(&Json, Vec<ImageFile>) -> Result<HttpRequest>,
}

impl Recipe {
    /// The recipe of an operation.
    #[must_use]
    pub const fn of<O: Operation>() -> Self {
        Self { vendor: O::VENDOR, properties: O::PROPERTIES, build: build::<O> }
    }

    /// Checks a request whose images are not there yet. All but the images themselves is checked, so that a mistake
    /// costs no time.
    ///
    /// # Errors
    /// What is wrong with the request, the field named in the caller's own words.
    pub fn check(&self, call: &Call<'_>, images: usize) -> Result<()> {
        let stand_in = ImageFile { bytes: STAND_IN.to_vec(), mime_type: "image/jpeg".into() };
        self.request(call, vec![stand_in; images.min(MAX_IMAGES)]).map(drop)
    }

    /// The vendor's request, less its secrets, with its images prepared inside the vendor's limits, or inside those of
    /// the options. `keep` sees each prepared image before it is moved into the request; a PDF is none.
    ///
    /// # Errors
    /// What is wrong with the request, the options or an image, the field named in the caller's own words.
    pub fn compose(
        &self,
        call: &Call<'_>,
        images: Vec<Attachment>,
        keep: &mut dyn FnMut(&Prepared),
    ) -> Result<HttpRequest> {
        let attached = self.attach(call.options, images)?;
        self.request(call, attached.into_iter().map(|attached| attached.into_file(keep)).collect())
    }

    fn request(&self, call: &Call<'_>, files: Vec<ImageFile>) -> Result<HttpRequest> {
        (self.build)(&self.traced(call)?, files)
    }

    /// The request, with an id for tracing where it wants one and has none.
    fn traced(&self, call: &Call<'_>) -> Result<Json> {
        let mut request = input::parse(REQUEST, call.request.as_bytes())?;
        input::refuse_secrets(REQUEST, &request, self.vendor.secrets)?;
        if let (Some(field), Json::Object(entries)) = (self.properties.trace, &mut request)
            && entries.iter().all(|(key, _)| key != field)
        {
            entries.push((field.to_owned(), Json::Text(call.trace_id.to_owned())));
        }
        Ok(request)
    }

    fn attach(&self, options: &str, images: Vec<Attachment>) -> Result<Vec<Attached>> {
        let mut options: PrepareOptions = input::read(OPTIONS, options.as_bytes(), &[])?;
        options.limits.get_or_insert_with(|| Limits::Custom(self.vendor.limits.clone()));
        options.metadata.get_or_insert(self.vendor.metadata);
        let is_passed = |image: &Attachment| self.properties.pdf && image.is_pdf();
        let inputs: Vec<_> = images.iter().filter(|image| !is_passed(image)).map(Attachment::input).collect();
        let mut prepared = prepare_all(&inputs, &options).map_err(|error| error.within(OPTIONS))?.into_iter();
        let attached = images.into_iter().filter_map(|image| {
            if is_passed(&image) { Some(Attached::Pdf(image.bytes)) } else { prepared.next().map(Attached::Image) }
        });
        Ok(attached.collect())
    }
}

fn build<O: Operation>(request: &Json, files: Vec<ImageFile>) -> Result<HttpRequest> {
    O::build(&input::read_moving(REQUEST, request, files)?)
}

/// The start of a JPEG file. Every vendor takes those.
const STAND_IN: [u8; 4] = [0xff, 0xd8, 0xff, 0xd9];

/// More images than any vendor takes in one request.
const MAX_IMAGES: usize = 64;

/// What the caller calls the request.
const REQUEST: &str = "request";

/// What the caller calls the options of a call's images.
const OPTIONS: &str = "options.prepare";

impl Attached {
    fn into_file(self, keep: &mut dyn FnMut(&Prepared)) -> ImageFile {
        match self {
            Self::Image(image) => {
                keep(&image);
                ImageFile { mime_type: image.mime_type.mime_type().into(), bytes: image.bytes }
            }
            Self::Pdf(bytes) => ImageFile { bytes, mime_type: "application/pdf".into() },
        }
    }
}

impl Attachment {
    fn is_pdf(&self) -> bool {
        self.size.is_none() && self.bytes.starts_with(b"%PDF-")
    }

    /// How the image is prepared.
    #[must_use]
    pub fn input(&self) -> ImageInput<'_> {
        let data = match self.size {
            Some(size) => ImageData::Pixels { rgba: &self.bytes, size },
            None => ImageData::File(&self.bytes),
        };
        ImageInput { data, field: Some(&self.field) }
    }
}
