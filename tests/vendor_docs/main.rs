//! `docs/vendors.md` and the pages of `docs/vendors` tell what the code does: their tables of paths, limits, codes and types are made from the code, and
//! their request fields are the code's own.

#![expect(clippy::panic, reason = "a test helper fails by panicking")]

use idsnap::Error;
use idsnap::input::ImageFile;
use idsnap::input::{self, FromInput};
use idsnap::vendors::{VendorId, beorg, biometric_kz, cvs, zoloz};
use std::collections::BTreeMap;

mod tables;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
/// The pages, by their names in `docs`, and how many tables of each are made from the code.
const PAGES: [(&str, &str, usize); 6] = [
    ("vendors", include_str!("../../docs/vendors.md"), 1),
    ("vendors/zoloz", include_str!("../../docs/vendors/zoloz.md"), 4),
    ("vendors/beorg", include_str!("../../docs/vendors/beorg.md"), 4),
    ("vendors/biometric_kz", include_str!("../../docs/vendors/biometric_kz.md"), 2),
    ("vendors/cvs", include_str!("../../docs/vendors/cvs.md"), 4),
    ("proxy", include_str!("../../docs/proxy.md"), 1),
];

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
    for line in PAGES.iter().flat_map(|(_, page, _)| page.lines()) {
        line_of_table = if line.starts_with('|') { line_of_table + 1 } else { 0 };
        if let Some(title) = line.strip_prefix("# ") {
            (vendor, section) = (title, "");
        } else if let Some(title) = line.strip_prefix("## ") {
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

/// `UPDATE_DOCS=1 cargo test --test vendor_docs` writes the tables.
#[test]
fn every_table_of_paths_limits_codes_and_types_is_current() {
    for (page, told, count) in PAGES {
        assert_eq!(told.lines().filter(|line| *line == tables::MARK).count(), count, "{page}");
        let renewed = tables::renewed(told);
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(format!("{ROOT}/docs/{page}.md"), renewed).unwrap();
        } else {
            assert!(told == renewed, "run UPDATE_DOCS=1 cargo test --test vendor_docs");
        }
    }
}

#[test]
fn no_test_is_named() {
    let lines = PAGES.iter().filter(|(page, ..)| page.starts_with("vendors")).flat_map(|(_, page, _)| page.lines());
    let named: Vec<&str> = lines.filter(|line| line.contains("::")).collect();
    assert!(named.is_empty(), "{named:?}");
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
    for json in [r#"{"?": 0}"#, r#"{"form": "url", "?": 0}"#] {
        add::<cvs::CvsCardsRequest>(&mut fields, "", json);
        add::<cvs::CvsCardRequest>(&mut fields, "", json);
    }
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

/// A vendor's folders and files, by the name that the project has for it.
#[test]
fn every_vendor_has_each_of_its_files() {
    for id in VendorId::ALL {
        let vendor = id.vendor();
        let (folder, title) = (vendor.id, vendor.name);
        // npm leaves every folder out of a package that is called cvs.
        let script = if folder == "cvs" { "cvs-vn".to_owned() } else { folder.replace('_', "-") };
        for file in [
            format!("src/vendors/{folder}/mod.rs"),
            format!("src/vendors/{folder}/request.rs"),
            format!("src/vendors/{folder}/response.rs"),
            format!("src/vendors/{folder}/document.rs"),
            format!("docs/vendors/{folder}.md"),
            format!("tests/fixtures/{folder}/README.md"),
            format!("js/src/vendors/{script}/client.ts"),
            format!("js/src/vendors/{script}/gateway.ts"),
            format!("js/src/vendors/{script}/simulator.ts"),
        ] {
            assert!(std::path::Path::new(ROOT).join(&file).is_file(), "{file}");
        }
        for page in ["README.md", "docs/proxy.md"] {
            let text = std::fs::read_to_string(format!("{ROOT}/{page}")).unwrap();
            assert!(text.lines().any(|line| line.starts_with(&format!("| {title} "))), "{page}: {title}");
        }
    }
    assert_eq!(VendorId::ALL.len(), 4);
}
