//! The tables of `docs/vendors.md`, `docs/vendors` and `docs/proxy.md` that are made from the code.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test helper fails by panicking")]

use idsnap::ErrorCode;
use idsnap::document::CheckKind;
use idsnap::http::HttpRequest;
use idsnap::input::{self, ImageFile};
use idsnap::limits::{ImageLimits, MetadataPolicy, SizeScope, SizeUnit};
use idsnap::vendors::{Operation, VendorId, Visitor, beorg, biometric_kz, cvs, visit, zoloz};
use std::fmt::Write;

/// The line in front of a table that is made here.
pub const MARK: &str = "<!-- made from the code -->";

/// The rest of a table whose code is not listed.
const UNKNOWN: [&str; 2] = ["any other", "`vendor_unknown`"];

/// Every operation in the order of the page, with the smallest request that can be built. `0` stands for an image.
const OPERATIONS: [(VendorId, &[(&str, &str)]); 4] = [
    (
        VendorId::Zoloz,
        &[
            ("recognize", r#"{"bizId": "1", "docType": "00000001003", "front": 0}"#),
            ("asyncRecognize", r#"{"bizId": "1", "docType": "00000001003", "front": 0}"#),
            ("asyncCheckResult", r#"{"transactionId": "1"}"#),
            ("authenticationTest", r#"{"body": {}}"#),
        ],
    ),
    (
        VendorId::Beorg,
        &[
            ("addDocument", r#"{"documents": [{"image": 0, "type": "PASSPORT", "key": "1"}]}"#),
            ("getResult", r#"{"documentId": "s-1"}"#),
        ],
    ),
    (
        VendorId::BiometricKz,
        &[("parseDocument", r#"{"countryCode": "kz", "front": 0}"#), ("processDocument", r#"{"files": [0]}"#)],
    ),
    (
        VendorId::Cvs,
        &[("cards", r#"{"front": 0, "back": 0}"#), ("card", r#"{"image": 0}"#), ("ocrCard", r#"{"image": 0}"#)],
    ),
];

/// Builds the operation's request, with a picture in the place of every image.
struct Build(&'static str);

impl Visitor for Build {
    type Output = HttpRequest;

    fn visit<O: Operation>(self) -> HttpRequest {
        let image = ImageFile { bytes: vec![0xff, 0xd8, 0xff, 0xd9], mime_type: "image/jpeg".into() };
        let request = input::read::<O::Request>("request", self.0.as_bytes(), &[image]).unwrap();
        O::build(&request).unwrap()
    }
}

/// A page with each table that has the mark in front of it, by the page's title and its heading, made anew.
pub fn renewed(page: &str) -> String {
    let (mut title, mut section) = ("", "");
    let mut renewed = String::new();
    let mut lines = page.lines().peekable();
    while let Some(line) = lines.next() {
        writeln!(renewed, "{line}").unwrap();
        if let Some(text) = line.strip_prefix("# ") {
            (title, section) = (text, "");
        } else if let Some(text) = line.strip_prefix("## ") {
            section = text;
        } else if line == MARK {
            while lines.next_if(|line| line.is_empty() || line.starts_with('|')).is_some() {}
            write!(renewed, "\n{}\n", table(title, section)).unwrap();
        }
    }
    renewed
}

fn table(title: &str, section: &str) -> String {
    let vendor = VendorId::ALL.into_iter().find(|id| id.to_string() == title);
    match (vendor, section) {
        (None, "Limits") => limits(),
        (None, "What passes") => proxy_paths(),
        (Some(id), "Paths") => paths(id),
        (Some(VendorId::Cvs), "Types") => cvs_types(),
        (Some(id), section) => codes(id, section),
        (None, section) => panic!("no table is made for {title}, {section}"),
    }
}

fn rows<const N: usize>(head: [&str; N], rows: impl IntoIterator<Item = [String; N]>) -> String {
    let mut table = format!("| {} |\n|{}\n", head.join(" | "), "---|".repeat(N));
    for row in rows {
        writeln!(table, "| {} |", row.join(" | ")).unwrap();
    }
    table
}

fn requests(id: VendorId) -> impl Iterator<Item = (&'static str, HttpRequest)> {
    let operations = OPERATIONS.into_iter().find(|(vendor, _)| *vendor == id).unwrap().1;
    operations.iter().map(move |(name, json)| {
        let request = visit(&format!("{}.{name}", id.vendor().client), Build(json)).unwrap();
        (*name, request)
    })
}

/// A path less its query, with what stands for an id.
fn path_of(request: &HttpRequest) -> String {
    request.path.split('?').next().unwrap().replace("s-1", "<id>")
}

fn paths(id: VendorId) -> String {
    let row = |(name, request): (&str, HttpRequest)| [format!("`{}`", path_of(&request)), format!("`{name}`")];
    rows(["path", "operation"], requests(id).map(row))
}

/// What a proxy lets pass, by the paths of its routes.
fn proxy_paths() -> String {
    let all = VendorId::ALL.into_iter().flat_map(|id| requests(id).map(move |(name, request)| (id, name, request)));
    let row = |(id, name, request): (VendorId, &str, HttpRequest)| {
        let path = path_of(&request).replace("<id>", "s-<number>");
        [format!("`/{}{path}`", id.vendor().id), format!("`client.{}.build.{name}`", id.vendor().client)]
    };
    padded(&rows(["path behind the base path", "request"], all.map(row)))
}

/// A table with its columns in line, as the formatter of the page has it.
fn padded(table: &str) -> String {
    let lines: Vec<Vec<&str>> =
        table.lines().map(|line| line.trim_matches('|').split('|').map(str::trim).collect()).collect();
    let widths: Vec<usize> =
        (0..lines[0].len()).map(|column| lines.iter().map(|cells| cells[column].len()).max().unwrap()).collect();
    let mut padded = String::new();
    for cells in lines {
        for (cell, width) in cells.iter().zip(&widths) {
            let fill = if *cell == "---" { "-" } else { " " };
            write!(padded, "| {cell}{} ", fill.repeat(width - cell.len())).unwrap();
        }
        padded.push_str("|\n");
    }
    padded
}

fn limits() -> String {
    let row = |id: VendorId| {
        let vendor = id.vendor();
        let metadata = match vendor.metadata {
            MetadataPolicy::Strip => "dropped",
            MetadataPolicy::Camera => "the camera's stay",
        };
        [vendor.name.to_owned(), size(&vendor.limits), formats(&vendor.limits), metadata.to_owned()]
    };
    rows(["vendor", "size", "formats", "metadata"], VendorId::ALL.map(row))
}

fn size(limits: &ImageLimits) -> String {
    let Some(size) = limits.size else { return "no limit".into() };
    let unit = match size.unit {
        SizeUnit::Bytes => "bytes",
        SizeUnit::Base64Characters => "base64 characters",
    };
    let scope = match size.scope {
        SizeScope::Image => "an image",
        SizeScope::Request => "for all images together",
    };
    let side = limits.max_edge.map(|edge| format!(", {edge} px")).unwrap_or_default();
    format!("{} {unit} {scope}{side}", grouped(size.max))
}

/// A number with a comma between thousands.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().map(|part| std::str::from_utf8(part).unwrap()).collect();
    groups.join(",")
}

fn formats(limits: &ImageLimits) -> String {
    let names: Vec<String> = limits.formats.iter().map(|format| format!("`{}`", format.mime_type())).collect();
    names.join(", ")
}

fn codes(id: VendorId, section: &str) -> String {
    let known: Vec<[String; 2]> = match (id, section) {
        (VendorId::Zoloz, "Result codes") => zoloz::RESULT_CODES.map(|(it, code)| [quoted(it), name(code)]).into(),
        (VendorId::Zoloz, "Recognition error codes") => {
            zoloz::RECOGNITION_ERRORS.map(|(it, code, check)| [quoted(it), both(code, check)]).into()
        }
        (VendorId::Zoloz, "Checks against forgery") => {
            zoloz::SPOOF_CHECKS.map(|(it, check)| [quoted(it), kind(check)]).into()
        }
        (VendorId::Beorg, "Checks") => beorg::CHECKS.map(|(it, check)| [quoted(it), kind(check)]).into(),
        (VendorId::Beorg, "HTTP statuses") => {
            beorg::FAILURES_BY_STATUS.map(|(status, code)| [quoted(&status.to_string()), name(code)]).into()
        }
        (VendorId::Beorg, "Fault types") => beorg::FAILURES_BY_TYPE.map(|(it, code)| [quoted(it), name(code)]).into(),
        (VendorId::BiometricKz, "Error texts") => {
            biometric_kz::FAILURES.map(|failure| [quoted(failure.text), name(failure.code)]).into()
        }
        (VendorId::Cvs, "Error codes") => cvs::ERROR_CODES.map(|(it, code)| [quoted(it), name(code)]).into(),
        (VendorId::Cvs, "Warnings") => cvs::WARNINGS.map(|(it, check, code)| [quoted(it), both(code, check)]).into(),
        _ => panic!("no table is made for {id}, {section}"),
    };
    let (head, rest) = frame(section);
    rows(head, known.into_iter().chain([rest.map(str::to_owned)]))
}

/// The head of a table of codes, and its last row.
fn frame(section: &str) -> ([&'static str; 2], [&'static str; 2]) {
    match section {
        "Result codes" => (["`resultCode`", "code"], UNKNOWN),
        "Recognition error codes" => (["`recognitionErrorCode`", "code"], UNKNOWN),
        "Checks against forgery" => (["key of `spoofResult`", "check"], ["any other", "`other`"]),
        "Checks" => (["key", "check"], ["any other", "`other`"]),
        "HTTP statuses" => (["status", "code"], ["any other", "the code of the status, as with every vendor"]),
        "Fault types" => (["`errors.type`", "code"], ["any other", "the code of the status"]),
        "Error texts" => (["text", "code"], UNKNOWN),
        "Error codes" => (["`errorCode`", "code"], UNKNOWN),
        _ => (["`invalidCode`", "code"], UNKNOWN),
    }
}

fn quoted(text: &str) -> String {
    format!("`{text}`")
}

fn name(code: ErrorCode) -> String {
    quoted(code.name())
}

fn kind(kind: CheckKind) -> String {
    quoted(serde_json::to_value(kind).unwrap().as_str().unwrap())
}

fn both(code: ErrorCode, check: CheckKind) -> String {
    format!("{}, check {}", name(code), kind(check))
}

fn cvs_types() -> String {
    let row = |item_type: &cvs::CvsItemType| [quoted(item_type.name()), fields(*item_type)];
    let rest = ["any other".to_owned(), "every field".to_owned()];
    rows(["type", "fields"], cvs::CvsItemType::ALL.iter().map(row).chain([rest]))
}

/// The fields of a CVS type, in lists by their kind.
fn fields(item_type: cvs::CvsItemType) -> String {
    let mut lists: Vec<(&str, Vec<String>)> = Vec::new();
    for title in ["texts", "texts alone", "numbers", "flags", "picture"] {
        let of_kind = item_type.fields().iter().filter(|(_, kind)| title_of(*kind) == title);
        lists.push((title, of_kind.map(|(name, _)| quoted(name)).collect()));
    }
    let lists = lists.iter().filter(|(_, names)| !names.is_empty());
    lists.map(|(title, names)| format!("{title} {}", names.join(", "))).collect::<Vec<_>>().join("; ")
}

const fn title_of(kind: cvs::CvsFieldKind) -> &'static str {
    match kind {
        cvs::CvsFieldKind::Text => "texts",
        cvs::CvsFieldKind::Plain => "texts alone",
        cvs::CvsFieldKind::Number => "numbers",
        cvs::CvsFieldKind::Flag => "flags",
        cvs::CvsFieldKind::Image => "picture",
    }
}
