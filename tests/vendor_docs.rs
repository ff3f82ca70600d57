//! `docs/vendors.md` tells what the code does: its fields, codes, types and the names of its tests are the code's own.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use idsnap::document::CheckKind;
use idsnap::input::ImageFile;
use idsnap::input::{self, FromInput};
use idsnap::vendors::{beorg, biometric_kz, cvs, zoloz};
use idsnap::{Error, ErrorCode};
use std::collections::{BTreeMap, BTreeSet};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const PAGE: &str = include_str!("../docs/vendors.md");

/// A row of a table, with the headings above it.
struct Row {
    vendor: &'static str,
    section: &'static str,
    cells: Vec<&'static str>,
}

/// Every row of every table, less the heads.
fn rows() -> Vec<Row> {
    let (mut vendor, mut section, mut line_of_table) = ("", "", 0);
    let mut rows = Vec::new();
    for line in PAGE.lines() {
        line_of_table = if line.starts_with('|') { line_of_table + 1 } else { 0 };
        if let Some(title) = line.strip_prefix("## ") {
            (vendor, section) = (title, "");
        } else if let Some(title) = line.strip_prefix("### ") {
            section = title;
        } else if line_of_table > 2 {
            let cells = line.trim_matches('|').split('|').map(str::trim).collect();
            rows.push(Row { vendor, section, cells });
        }
    }
    rows
}

fn section(vendor: &str, section: &str) -> Vec<Row> {
    let rows: Vec<Row> = rows().into_iter().filter(|row| row.vendor == vendor && row.section == section).collect();
    assert!(!rows.is_empty(), "{vendor}: {section}");
    rows
}

/// What stands between backticks.
fn quoted(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.split('`').skip(1).step_by(2)
}

/// Whether a file has a test of this name.
fn has_test(file: &str, name: &str) -> bool {
    let folder = if file.starts_with("src/") || file.starts_with("js/") { "" } else { "tests/" };
    let text = std::fs::read_to_string(format!("{ROOT}/{folder}{file}")).unwrap_or_default();
    if file.ends_with(".ts") {
        return [format!("it('{name}'"), format!("it(\"{name}\"")].iter().any(|start| text.contains(start));
    }
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    lines.windows(2).any(|pair| pair[0] == "#[test]" && pair[1].starts_with(&format!("fn {name}(")))
}

#[test]
fn every_test_that_is_named_is_there() {
    let named: Vec<_> = quoted(PAGE).filter_map(|quoted| quoted.split_once("::")).collect();
    assert!(named.len() > 150, "{}", named.len());
    let missing: Vec<_> = named.iter().filter(|(file, name)| !has_test(file, name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_row_names_a_test() {
    for row in rows() {
        let last = row.cells.last().unwrap();
        assert!(quoted(last).any(|quoted| quoted.contains("::")), "{}, {}: {:?}", row.vendor, row.section, row.cells);
    }
}

/// The second cell by the first one, of the rows that tell a vendor's code.
#[track_caller]
fn assert_codes(vendor: &str, title: &str, table: impl IntoIterator<Item = (String, String)>) {
    let rows = section(vendor, title);
    let told = rows.iter().filter(|row| row.cells[0].starts_with('`'));
    let told: Vec<Vec<String>> =
        told.map(|row| row.cells[..2].iter().map(|cell| cell.replace('`', "")).collect()).collect();
    let table: Vec<Vec<String>> = table.into_iter().map(|(code, meaning)| vec![code, meaning]).collect();
    assert_eq!(told, table, "{vendor}: {title}");
}

fn name(code: ErrorCode) -> String {
    code.name().to_owned()
}

fn kind(kind: CheckKind) -> String {
    serde_json::to_value(kind).unwrap().as_str().unwrap().to_owned()
}

#[test]
fn every_vendor_code_means_what_the_code_says() {
    let text = str::to_owned;
    assert_codes("ZOLOZ", "Result codes", zoloz::RESULT_CODES.map(|(it, code)| (text(it), name(code))));
    let errors = zoloz::RECOGNITION_ERRORS.map(|(it, code, check)| (text(it), both(code, check)));
    assert_codes("ZOLOZ", "Recognition error codes", errors);
    assert_codes("ZOLOZ", "Checks against forgery", zoloz::SPOOF_CHECKS.map(|(it, check)| (text(it), kind(check))));
    assert_codes("Beorg", "Checks", beorg::CHECKS.map(|(it, check)| (text(it), kind(check))));
    let by_status = beorg::FAILURES_BY_STATUS.map(|(status, code)| (status.to_string(), name(code)));
    assert_codes("Beorg", "HTTP statuses", by_status);
    assert_codes("Beorg", "Fault types", beorg::FAILURES_BY_TYPE.map(|(it, code)| (text(it), name(code))));
    let texts = biometric_kz::FAILURES.map(|failure| (text(failure.text), name(failure.code)));
    assert_codes("Biometric.kz", "Error texts", texts);
    assert_codes("CVS", "Error codes", cvs::ERROR_CODES.map(|(it, code)| (text(it), name(code))));
    assert_codes("CVS", "Warnings", cvs::WARNINGS.map(|(it, check, code)| (text(it), both(code, check))));
}

fn both(code: ErrorCode, check: CheckKind) -> String {
    format!("{}, check {}", name(code), kind(check))
}

#[test]
fn every_path_stands_in_the_page() {
    for (vendor, paths) in [
        (
            "ZOLOZ",
            &[
                zoloz::RECOGNIZE_PATH,
                zoloz::ASYNC_RECOGNIZE_PATH,
                zoloz::ASYNC_CHECK_RESULT_PATH,
                zoloz::AUTHENTICATION_TEST_PATH,
            ][..],
        ),
        ("Beorg", &[beorg::ADD_DOCUMENT_PATH, &format!("{}<id>", beorg::RESULT_PATH)]),
        ("Biometric.kz", &[biometric_kz::PARSE_PATH, biometric_kz::PROCESS_PATH]),
        ("CVS", &[cvs::CARDS_PATH, cvs::CARD_PATH, cvs::OCR_CARD_PATH]),
    ] {
        let told: Vec<_> = section(vendor, "Paths").iter().map(|row| row.cells[0].replace('`', "")).collect();
        assert_eq!(told, paths);
    }
}

/// What a request is told to expect where it holds a wrong key or value.
fn expected<T: FromInput>(json: &str) -> Vec<String> {
    let image = ImageFile { bytes: vec![1], mime_type: "image/jpeg".into() };
    let names = match input::read::<T>("request", json.as_bytes(), &[image]).err().map(|error| *error) {
        Some(Error::UnknownOption { expected, .. } | Error::InvalidField { expected, .. }) => expected,
        other => panic!("{json}: {other:?}"),
    };
    names.replace(" or ", ", ").split(", ").map(str::to_owned).collect()
}

/// The fields of requests by their dotted names, with the values of those that have a list of them.
type Fields = BTreeMap<String, Vec<String>>;

/// Adds the keys at a place; `json` has a key there that no request has.
fn add<T: FromInput>(fields: &mut Fields, place: &str, json: &str) {
    for key in expected::<T>(json) {
        fields.entry(if place.is_empty() { key } else { format!("{place}.{key}") }).or_default();
    }
}

/// Adds the values of a field; `json` has a value there that no request has.
fn add_values<T: FromInput>(fields: &mut Fields, field: &str, json: &str) {
    fields.entry(field.to_owned()).or_default().extend(expected::<T>(json));
}

fn zoloz_fields() -> Fields {
    use zoloz::{ZolozAsyncCheckResultRequest, ZolozAuthenticationTestRequest, ZolozRecognizeRequest as Request};
    let mut fields = Fields::new();
    let config = |inside: &str| format!(r#"{{"productConfig": {{{inside}}}}}"#);
    let check = |inside: &str| config(&format!(r#""consistencyCheck": [{{"type": {inside}}}]"#));
    let at = "productConfig.consistencyCheck";
    add::<Request>(&mut fields, "", r#"{"?": 0}"#);
    add::<ZolozAsyncCheckResultRequest>(&mut fields, "", r#"{"?": 0}"#);
    add::<ZolozAuthenticationTestRequest>(&mut fields, "", r#"{"?": 0}"#);
    add::<Request>(&mut fields, "productConfig", &config(r#""?": 0"#));
    add::<Request>(&mut fields, "productConfig.pageInfoCheck", &config(r#""pageInfoCheck": [{"?": 0}]"#));
    add::<Request>(&mut fields, at, &check(r#""mrzVisualConsistencyCheck", "?": 0"#));
    add::<Request>(&mut fields, at, &check(r#""passportCountryCheck", "?": 0"#));
    for (field, json) in [
        ("autoDocCategory", r#"{"autoDocCategory": ["?"]}"#.to_owned()),
        ("operationMode", r#"{"operationMode": "?"}"#.to_owned()),
        ("extraImageControlList", r#"{"extraImageControlList": ["?"]}"#.to_owned()),
        ("productConfig.spoofMode", config(r#""spoofMode": "?""#)),
        ("productConfig.pageInfoCheck.name", config(r#""pageInfoCheck": [{"name": "?"}]"#)),
        ("productConfig.consistencyCheck.type", check(r#""?""#)),
        ("productConfig.consistencyCheck.details", check(r#""mrzVisualConsistencyCheck", "details": ["?"]"#)),
    ] {
        add_values::<Request>(&mut fields, field, &json);
    }
    fields
}

fn beorg_fields() -> Fields {
    use beorg::{BeorgAddDocumentRequest as Request, BeorgGetResultRequest};
    let mut fields = Fields::new();
    add::<Request>(&mut fields, "", r#"{"?": 0}"#);
    add::<BeorgGetResultRequest>(&mut fields, "", r#"{"?": 0}"#);
    add::<Request>(&mut fields, "documents", r#"{"documents": [{"?": 0}]}"#);
    add::<Request>(&mut fields, "documents.options", r#"{"documents": [{"options": {"?": 0}}]}"#);
    let stages = r#"{"documents": [{"options": {"stages": ["?"]}}]}"#;
    add_values::<Request>(&mut fields, "documents.options.stages", stages);
    fields
}

fn biometric_kz_fields() -> Fields {
    let mut fields = Fields::new();
    add::<biometric_kz::BiometricKzParseRequest>(&mut fields, "", r#"{"?": 0}"#);
    add::<biometric_kz::BiometricKzProcessRequest>(&mut fields, "", r#"{"?": 0}"#);
    fields
}

fn cvs_fields() -> Fields {
    let mut fields = Fields::new();
    add::<cvs::CvsCardsRequest>(&mut fields, "", r#"{"?": 0}"#);
    add::<cvs::CvsCardRequest>(&mut fields, "", r#"{"?": 0}"#);
    add_values::<cvs::CvsCardsRequest>(&mut fields, "form", r#"{"form": "?"}"#);
    fields
}

#[test]
fn every_field_and_value_of_a_request_stands_in_the_page() {
    for (vendor, fields) in [
        ("ZOLOZ", zoloz_fields()),
        ("Beorg", beorg_fields()),
        ("Biometric.kz", biometric_kz_fields()),
        ("CVS", cvs_fields()),
    ] {
        let rows: BTreeMap<String, Row> =
            section(vendor, "Request").into_iter().map(|row| (row.cells[0].replace('`', ""), row)).collect();
        assert_eq!(rows.keys().collect::<Vec<_>>(), fields.keys().collect::<Vec<_>>(), "{vendor}");
        for (field, values) in &fields {
            let rule: Vec<&str> = quoted(rows[field].cells[2]).collect();
            let missing: Vec<_> = values.iter().filter(|value| !rule.contains(&value.as_str())).collect();
            assert!(missing.is_empty(), "{vendor}, {field}: {missing:?}");
        }
    }
}

/// The fields of a CVS type by what the page calls their kind.
fn by_kind(item_type: cvs::CvsItemType) -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let mut kinds = BTreeMap::<_, BTreeSet<_>>::new();
    for (name, kind) in item_type.fields() {
        let title = match kind {
            cvs::CvsFieldKind::Text => "texts",
            cvs::CvsFieldKind::Plain => "texts alone",
            cvs::CvsFieldKind::Number => "numbers",
            cvs::CvsFieldKind::Flag => "flags",
            cvs::CvsFieldKind::Image => "picture",
        };
        kinds.entry(title).or_default().insert(*name);
    }
    kinds
}

#[test]
fn every_type_and_field_of_cvs_stands_in_the_page() {
    let rows: Vec<Row> = section("CVS", "Types").into_iter().filter(|row| row.cells[0].starts_with('`')).collect();
    let told: BTreeSet<_> = rows.iter().map(|row| row.cells[0].replace('`', "")).collect();
    assert_eq!(told, cvs::CvsItemType::ALL.iter().map(|it| it.name().to_owned()).collect());
    for row in rows {
        let item_type = cvs::CvsItemType::from_name(&row.cells[0].replace('`', ""));
        let lists =
            row.cells[1].split(';').map(|list| (list.split('`').next().unwrap().trim(), quoted(list).collect()));
        assert_eq!(lists.collect::<BTreeMap<_, _>>(), by_kind(item_type), "{}", item_type.name());
    }
}

/// A vendor's folders and files, by the name that the project has for it.
#[test]
fn every_vendor_has_each_of_its_files() {
    for (vendor, script, title) in [
        ("zoloz", "zoloz", "ZOLOZ"),
        ("beorg", "beorg", "Beorg"),
        ("biometric_kz", "biometric-kz", "Biometric.kz"),
        ("cvs", "cvs", "CVS"),
    ] {
        for file in [
            format!("src/vendors/{vendor}/mod.rs"),
            format!("src/vendors/{vendor}/request.rs"),
            format!("src/vendors/{vendor}/response.rs"),
            format!("src/vendors/{vendor}/document.rs"),
            format!("tests/fixtures/{vendor}/README.md"),
            format!("js/src/proxy/{script}.ts"),
            format!("js/src/sandbox/{script}.ts"),
        ] {
            assert!(std::path::Path::new(ROOT).join(&file).is_file(), "{file}");
        }
        for page in ["README.md", "docs/proxy.md"] {
            let text = std::fs::read_to_string(format!("{ROOT}/{page}")).unwrap();
            assert!(text.lines().any(|line| line.starts_with(&format!("| {title} "))), "{page}: {title}");
        }
    }
    assert_eq!(idsnap::vendors::VendorId::ALL.len(), 4);
}
