//! What a recognition request must keep to, so that the vendor need not refuse it.
//!
//! Only what the vendor states is refused: its list of documents grows with nearly every release, so a docType that
//! is not known here is let through.

use super::config::{ZolozConsistencyCheck, ZolozProductConfig};
use super::document::kind_of;
use super::request::{ZolozAsyncCheckResultRequest, ZolozAuthenticationTestRequest, ZolozRecognizeRequest};
use super::{MAX_BASE64_CHARACTERS, is_transaction_id};
use crate::document::{DocumentKind, normalize};
use crate::input::ImageFile;
use crate::json::Json;
use crate::limits::{ImageFormat, SizeUnit};
use crate::{Error, Result};

/// The docTypes of one page: the vendor refuses a back image for them with `INVALID_ARGUMENT` (update of 21 May 2024).
///
/// Source: the vendor's page "document types" (passports), and a public table of page counts for the others. The
/// vendor's newest table allows a second page for passports; one page is what it lists as default.
const ONE_PAGE: [&str; 14] = [
    "00000001003",
    "00000001006",
    "00620000001",
    "00630000001",
    "00630000002",
    "00630000004",
    "00630000016",
    "00630000020",
    "00630000022",
    "00630000024",
    "00630000031",
    "00860000011",
    "08520000001",
    "08520000002",
];

/// The fields that `mrzVisualConsistencyCheck` can compare, by docType. Source: the vendor's page `recognize`;
/// `00000001003` is read from the machine readable zone alone, so there is nothing to compare.
const COMPARABLE: [(&str, &[&str]); 3] = [
    ("00600000011", &["NAME", "SEX"]),
    ("00000001006", &["ID_NUMBER", "COUNTRY_CODE", "EXPIRY_DATE", "DATE_OF_BIRTH"]),
    ("00000001003", &[]),
];

/// The only country that `passportCountryCheck` can name, by docType. Source: the vendor's page `recognize`.
const FIXED_COUNTRY: [(&str, &str); 5] = [
    ("00860000888", "CHN"),
    ("08860000002", "TWN"),
    ("08530000002", "CHN"),
    ("00630000031", "PHL"),
    ("00630000032", "PHL"),
];

/// How the docTypes of Hong Kong identity cards begin.
const HONG_KONG: &str = "0852";

pub(super) fn check(request: &ZolozRecognizeRequest) -> Result<()> {
    let biz_id = request.biz_id.as_deref();
    let biz_id = biz_id.ok_or_else(|| Error::missing("request.bizId", "1 to 32 bytes"))?;
    length("request.bizId", biz_id.len(), 32, "bytes")?;
    selector(request)?;
    for (field, text) in [("request.sceneCode", &request.scene_code), ("request.userId", &request.user_id)] {
        if let Some(text) = text {
            length(field, text.chars().count(), 64, "characters")?;
        }
    }
    images(request)?;
    match &request.product_config {
        Some(config) => product_config(config, request.doc_type.as_deref()),
        None => Ok(()),
    }
}

pub(super) fn check_result(request: &ZolozAsyncCheckResultRequest) -> Result<()> {
    if is_transaction_id(&request.transaction_id) {
        return Ok(());
    }
    let found = format!("{} characters", request.transaction_id.chars().count());
    Err(Error::invalid("request.transactionId", found, "1 to 64 printable ASCII characters"))
}

pub(super) fn check_test(request: &ZolozAuthenticationTestRequest) -> Result<()> {
    match request.body {
        Json::Object(_) => Ok(()),
        _ => Err(Error::invalid("request.body", "another value", "an object")),
    }
}

/// Refuses an empty text, and one longer than `max`.
fn length(field: &str, found: usize, max: usize, unit: &str) -> Result<()> {
    if (1..=max).contains(&found) {
        return Ok(());
    }
    Err(Error::invalid(field, format!("{found} {unit}"), format!("1 to {max} {unit}")))
}

fn selector(request: &ZolozRecognizeRequest) -> Result<()> {
    let auto = [
        ("request.autoDocTypes", request.auto_doc_types.as_ref().map(Vec::len)),
        ("request.autoDocCategory", request.auto_doc_category.as_ref().map(Vec::len)),
        ("request.autoDocCountrycode", request.auto_doc_countrycode.as_ref().map(Vec::len)),
    ];
    let first_auto = auto.iter().find(|(_, items)| items.is_some());
    match (&request.doc_type, first_auto) {
        (None, None) => return Err(Error::missing("request.docType", "docType, or one of the autoDoc fields")),
        (Some(_), Some((field, _))) => return Err(Error::invalid(*field, "a value beside docType", "one of the two")),
        (Some(doc_type), None) => return eleven_digits("request.docType", doc_type),
        (None, Some(_)) => {}
    }
    if let Some((field, _)) = auto.iter().find(|(_, items)| *items == Some(0)) {
        return Err(Error::invalid(*field, "an empty array", "at least one item"));
    }
    for (index, doc_type) in request.auto_doc_types.iter().flatten().enumerate() {
        eleven_digits(&format!("request.autoDocTypes[{index}]"), doc_type)?;
    }
    for (index, country) in request.auto_doc_countrycode.iter().flatten().enumerate() {
        let field = format!("request.autoDocCountrycode[{index}]");
        alpha3(&field, country, "ALL or ISO 3166-1 alpha-3")?;
        if country != "ALL" {
            iso(&field, country)?;
        }
    }
    Ok(())
}

fn eleven_digits(field: &str, doc_type: &str) -> Result<()> {
    if doc_type.len() == 11 && doc_type.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(());
    }
    let found = match doc_type.chars().count() {
        11 => "characters that are no digits".to_owned(),
        count => format!("{count} characters"),
    };
    Err(Error::invalid(field, found, "11 digits"))
}

/// Refuses a code that no country has.
fn iso(field: &str, code: &str) -> Result<()> {
    if normalize::is_iso_country(code) {
        return Ok(());
    }
    Err(Error::invalid(field, code, "the ISO 3166-1 alpha-3 code of a country"))
}

fn alpha3(field: &str, code: &str, expected: &str) -> Result<()> {
    if code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Ok(());
    }
    Err(Error::invalid(field, "another form", expected))
}

fn images(request: &ZolozRecognizeRequest) -> Result<()> {
    picture("request.front", &request.front)?;
    if let Some(back) = &request.back {
        picture("request.back", back)?;
        if let Some(doc_type) = request.doc_type.as_deref().filter(|doc_type| ONE_PAGE.contains(doc_type)) {
            return Err(Error::invalid("request.back", "an image", format!("none, docType {doc_type} has one page")));
        }
    }
    let characters =
        |image: &ImageFile| SizeUnit::Base64Characters.measure(u64::try_from(image.bytes.len()).unwrap_or(u64::MAX));
    let best = characters(&request.front).saturating_add(request.back.as_ref().map_or(0, characters));
    if best > MAX_BASE64_CHARACTERS {
        return Err(Error::OverBudget { limit: MAX_BASE64_CHARACTERS, best, unit: SizeUnit::Base64Characters }.into());
    }
    Ok(())
}

/// The vendor's page of `recognize` lists JPEG, PNG and BMP.
fn picture(field: &str, image: &ImageFile) -> Result<()> {
    image.refuse_empty(field)?;
    let accepted = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::Bmp].map(ImageFormat::mime_type);
    if accepted.contains(&image.mime_type.as_str()) {
        return Ok(());
    }
    Err(Error::invalid(field, "a file of another type", "image/jpeg, image/png or image/bmp"))
}

fn product_config(config: &ZolozProductConfig, doc_type: Option<&str>) -> Result<()> {
    let hong_kong = doc_type.is_none_or(|doc_type| doc_type.starts_with(HONG_KONG));
    if config.page_info_check.is_some() && !hong_kong {
        let expected = "none, the check is for Hong Kong identity cards";
        return Err(Error::invalid("request.productConfig.pageInfoCheck", "a value", expected));
    }
    for (index, check) in config.consistency_check.iter().flatten().enumerate() {
        let field = format!("request.productConfig.consistencyCheck[{index}]");
        match check {
            ZolozConsistencyCheck::CommonConsistencyCheck {} => {}
            ZolozConsistencyCheck::MrzVisualConsistencyCheck { details } => {
                comparable(&format!("{field}.details"), details, doc_type)?;
            }
            ZolozConsistencyCheck::PassportCountryCheck { value_range } => {
                countries(&format!("{field}.valueRange"), value_range, doc_type)?;
            }
        }
    }
    Ok(())
}

fn comparable(field: &str, details: &[String], doc_type: Option<&str>) -> Result<()> {
    if details.is_empty() {
        return Err(Error::invalid(field, "an empty array", "at least one item"));
    }
    if let Some(index) = details.iter().position(|detail| detail.trim().is_empty()) {
        return Err(Error::invalid(format!("{field}[{index}]"), "a blank text", "the name of a field"));
    }
    let Some((doc_type, allowed)) = COMPARABLE.iter().find(|(known, _)| Some(*known) == doc_type) else {
        return Ok(());
    };
    let Some((index, detail)) = details.iter().enumerate().find(|(_, detail)| !allowed.contains(&detail.as_str()))
    else {
        return Ok(());
    };
    let expected = match *allowed {
        [] => format!("no such check, docType {doc_type} is read from the machine readable zone alone"),
        names => format!("{} for docType {doc_type}", names.join(", ")),
    };
    let found = if detail.len() <= 40 { detail.clone() } else { format!("{} bytes of text", detail.len()) };
    Err(Error::invalid(format!("{field}[{index}]"), found, expected))
}

fn countries(field: &str, codes: &[String], doc_type: Option<&str>) -> Result<()> {
    if codes.is_empty() {
        return Err(Error::invalid(field, "an empty array", "at least one item"));
    }
    // A docType that is not known here may be a passport.
    let kind = doc_type.and_then(|doc_type| Some((doc_type, kind_of(doc_type)?)));
    if let Some((doc_type, _)) = kind.filter(|(_, kind)| *kind != DocumentKind::Passport) {
        return Err(Error::invalid(field, "countries", format!("none, docType {doc_type} is no passport")));
    }
    let fixed = FIXED_COUNTRY.iter().find(|(known, _)| Some(*known) == doc_type);
    for (index, code) in codes.iter().enumerate() {
        let field = format!("{field}[{index}]");
        alpha3(&field, code, "ISO 3166-1 alpha-3")?;
        iso(&field, code)?;
        if let Some((doc_type, country)) = fixed.filter(|(_, country)| country != code) {
            return Err(Error::invalid(field, code, format!("{country} for docType {doc_type}")));
        }
    }
    Ok(())
}
