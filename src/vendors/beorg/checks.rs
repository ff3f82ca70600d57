//! What Beorg checked, read from a document of its response as it stands.

use super::CHECKS;
use crate::document::normalize::contains;
use crate::document::{Check, CheckKind, CheckStatus};
use crate::error::ErrorCode;
use crate::json::Json;
use crate::vendors::Reason;
use crate::vendors::against::{Finding, against, is_fault, is_one, names_fault};
use crate::vendors::decision::{Decision, INNER, is_told};

/// Keys of `verifications` that are no check of their own: what is documented, and what tells of a check in words.
const OVERALL: [&str; 12] = [
    "status",
    "status_text",
    "checks",
    "bad_fields",
    "title",
    "message",
    "description",
    "name",
    "key",
    "type",
    "date",
    "version",
];
/// Keys that hold no results of a stage: what was read, and what is read elsewhere.
const NO_STAGE: [&str; 5] = ["data", "documents", "confidences", "verifications", "metadata_check"];
/// The stage that checks what was read. The results of the others are no text.
const VERIFICATION: &str = "verification";

/// One check, and what became of it.
struct Judged<'a> {
    name: &'a str,
    kind: CheckKind,
    decision: Option<Decision>,
}

impl<'a> Judged<'a> {
    fn new(name: &'a str, decision: Option<Decision>) -> Self {
        Self { name, kind: kind(name), decision }
    }

    fn check(&self) -> Check {
        Check::new(self.kind, status(self.decision), self.name)
    }

    fn reason(&self) -> Option<Reason> {
        match self.decision? {
            Decision::Passed => None,
            Decision::Failed => Some(Reason::new(code(self.kind), self.name)),
            Decision::Unreadable => Some(Reason::new(ErrorCode::VendorUnknown, self.name)),
        }
    }
}

/// Every check of a document, those of its parts after the overall ones.
pub(super) fn of(item: &Json) -> Vec<Check> {
    let mut checks = Vec::new();
    let overall = [
        ("verifications", CheckKind::Overall, overall(item)),
        ("metadata_check", CheckKind::ImageMetadata, exif(item)),
    ];
    for (name, kind, decision) in overall {
        if decision.is_some() {
            checks.push(Check::new(kind, status(decision), name));
        }
    }
    parts(item).iter().for_each(|part| checks.push(part.check()));
    checks.extend(portrait(item));
    found(item).iter().for_each(|finding| checks.push(finding.check()));
    checks
}

/// One reason for each check that failed or cannot be read, or one for them all where the vendor names none.
pub(super) fn reasons(item: &Json) -> Vec<Reason> {
    let mut reasons: Vec<Reason> = parts(item).iter().filter_map(Judged::reason).collect();
    if reasons.is_empty() {
        let name = "verifications";
        let code = match overall(item) {
            Some(Decision::Failed) => Some(ErrorCode::DocumentInconsistent),
            Some(Decision::Unreadable) => Some(ErrorCode::VendorUnknown),
            Some(Decision::Passed) | None => None,
        };
        reasons.extend(code.map(|code| Reason::new(code, name)));
    }
    found(item).iter().for_each(|finding| reasons.push(finding.reason()));
    reasons
}

/// What speaks against a document, or against a response beside its documents, in forms that are not documented.
pub(super) fn found(item: &Json) -> Vec<Finding> {
    against(item, |key| {
        is_one_of(key, &NO_STAGE)
            || is_one("|broken|broken_reasons|broken_reasons_ru|", key)
            || biometric_kind(key).is_some()
    })
}

/// Whether a stage passed that reads no text, such as a comparison of faces.
pub(super) fn has_stage(item: &Json) -> bool {
    let mut found = Vec::new();
    stages(item, &mut found);
    found.iter().any(|stage| stage.decision == Some(Decision::Passed) && !stage.name.eq_ignore_ascii_case(VERIFICATION))
}

/// Where the results of a document stand: on it, and in its `metadata`, also where that is a list.
fn places(item: &Json) -> Vec<&Json> {
    let mut places = vec![item];
    item.all("metadata").for_each(|metadata| places.extend(metadata.items()));
    places
}

/// Every value under `key` in the places of a document.
fn all<'a>(item: &'a Json, key: &str) -> Vec<&'a Json> {
    let mut found = Vec::new();
    places(item).iter().for_each(|place| found.extend(place.all(key)));
    found
}

/// The decision on all checks: by its status, in words, and by the fields in which something is wrong.
fn overall(item: &Json) -> Option<Decision> {
    let verifications = all(item, "verifications");
    let mut found = None;
    for one in &verifications {
        let is_whole = !matches!(one, Json::Object(_) | Json::List(_));
        one.all("status").for_each(|status| found = Decision::worse_of(found, decision(status)));
        found = Decision::worse_of(found, if is_whole { decision(one) } else { None });
    }
    for place in places(item).into_iter().chain(verifications) {
        place.all("status_text").for_each(|text| found = Decision::worse_of(found, decision(text)));
        if place.all("bad_fields").any(is_told) {
            found = Some(Decision::Failed);
        }
    }
    found
}

fn exif(item: &Json) -> Option<Decision> {
    let mut found = None;
    for check in all(item, "metadata_check") {
        check.all("status").for_each(|status| found = Decision::worse_of(found, decision(status)));
    }
    found
}

/// The checks by group, then what stands beside them: flat results, and those of stages.
fn parts(item: &Json) -> Vec<Judged<'_>> {
    let (mut parts, mut flat) = (Vec::new(), Vec::new());
    for one in all(item, "verifications") {
        if matches!(one, Json::List(_)) {
            grouped("verifications", one, &mut parts);
        }
        one.all("checks").for_each(|checks| grouped("checks", checks, &mut parts));
        for (key, value) in sorted(one.entries()) {
            if !is_one_of(key, &OVERALL) && *value != Json::Null {
                flat.push(Judged::new(key, named(key, value)));
            }
        }
    }
    parts.append(&mut flat);
    stages(item, &mut parts);
    parts
}

/// The results of stages, at every depth but in what was read.
fn stages<'a>(value: &'a Json, found: &mut Vec<Judged<'a>>) {
    match value {
        Json::List(items) => items.iter().for_each(|item| stages(item, found)),
        other => {
            for (key, value) in sorted(other.entries()) {
                match biometric_kind(key) {
                    _ if is_one_of(key, &NO_STAGE) => {}
                    Some(kind) => found.push(Judged { name: key, kind, decision: decision(value) }),
                    None => stages(value, found),
                }
            }
        }
    }
}

/// Entries in the order of their keys, as typed data have them.
fn sorted(entries: &[(String, Json)]) -> impl Iterator<Item = &(String, Json)> {
    let mut sorted: Vec<&(String, Json)> = Vec::new();
    // By insertion: they are few, and the standard library's sorting is large.
    for entry in entries {
        let place = sorted.iter().position(|known| known.0 > entry.0).unwrap_or(sorted.len());
        sorted.insert(place, entry);
    }
    sorted.into_iter()
}

/// A check without a key goes by the name of its group, or of its own key in a map of checks.
fn grouped<'a>(group: &'a str, checks: &'a Json, parts: &mut Vec<Judged<'a>>) {
    let tells = |(key, _): &(String, Json)| is_one_of(key, &["key", "title"]) || is_one_of(key, &INNER);
    let is_check = checks.entries().iter().any(tells);
    match checks {
        Json::List(items) => items.iter().for_each(|check| grouped(group, check, parts)),
        Json::Object(_) if is_check => {
            let name = match checks.get("key") {
                Some(Json::Text(name)) if !name.is_empty() => name,
                _ => group,
            };
            parts.push(Judged::new(name, inner(checks)));
        }
        Json::Object(entries) => sorted(entries).for_each(|(key, check)| grouped(key, check, parts)),
        _ => parts.extend(named(group, checks).map(|decision| Judged::new(group, Some(decision)))),
    }
}

/// A number is a status, 0 for passed and 1 for failed, also as text; an empty text is not run. Flat results are
/// documented without their meaning: `true` and words for it are taken as passed.
fn decision(value: &Json) -> Option<Decision> {
    let is_number = matches!(value, Json::Integer(_) | Json::Number(_) | Json::Text(_));
    match (value, value.numeric().and_then(|number| number.integer())) {
        (_, Some(0)) if is_number => Some(Decision::Passed),
        (_, Some(1)) if is_number => Some(Decision::Failed),
        (Json::List(items), _) => items.iter().fold(None, |found, item| Decision::worse_of(found, decision(item))),
        (Json::Object(entries), _) if !entries.is_empty() => Some(inner(value).unwrap_or(Decision::Unreadable)),
        _ => Decision::read(value),
    }
}

/// The decision that an object holds, and what it tells of faults.
fn inner(object: &Json) -> Option<Decision> {
    let mut found = None;
    for (key, value) in object.entries() {
        let is_bad = (key == "bad_fields" && is_told(value)) || (names_fault(key) && is_fault(value));
        let told = if is_one_of(key, &INNER) { decision(value) } else { None };
        found = Decision::worse_of(found, if is_bad { Some(Decision::Failed) } else { told });
    }
    found
}

/// The decision under a name: what is told under the name of a fault is against the document.
fn named(key: &str, value: &Json) -> Option<Decision> {
    match names_fault(key) {
        true => Some(if is_fault(value) { Decision::Failed } else { Decision::Passed }),
        false => decision(value),
    }
}

const fn status(decision: Option<Decision>) -> CheckStatus {
    CheckStatus::from_flag(match decision {
        Some(decision) => decision.flag(),
        None => None,
    })
}

fn is_one_of(key: &str, names: &[&str]) -> bool {
    names.iter().any(|name| name.eq_ignore_ascii_case(key))
}

fn kind(name: &str) -> CheckKind {
    let known = CHECKS.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind);
    known.or_else(|| biometric_kind(name)).unwrap_or(CheckKind::Other)
}

/// By the names of the stages; their results are not published.
fn biometric_kind(name: &str) -> Option<CheckKind> {
    let name = name.to_ascii_lowercase();
    let by_stage = [
        ("liveness", CheckKind::Liveness),
        ("biometry_match", CheckKind::FaceMatch),
        ("face_match", CheckKind::FaceMatch),
        ("biometry", CheckKind::Other),
    ];
    let known = by_stage.into_iter().find(|(stage, _)| contains(&name, stage)).map(|(_, kind)| kind);
    known.or_else(|| (name == VERIFICATION).then_some(CheckKind::Other))
}

/// `HasPhoto` is `"1"`, or empty where nothing is told.
fn portrait(item: &Json) -> Option<Check> {
    let found = item.get("data")?.get("HasPhoto")?.flag()?;
    Some(Check::new(CheckKind::FacePresent, CheckStatus::from_flag(Some(found)), "HasPhoto"))
}

/// The published code of a failed check.
const fn code(kind: CheckKind) -> ErrorCode {
    if matches!(kind, CheckKind::Expired) {
        ErrorCode::DocumentExpired
    } else if matches!(kind, CheckKind::Liveness | CheckKind::FaceMatch) {
        ErrorCode::DocumentBroken
    } else {
        ErrorCode::DocumentInconsistent
    }
}
