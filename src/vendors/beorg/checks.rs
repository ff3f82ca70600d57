//! What Beorg checked, read from a document of its response as it stands.

use super::CHECKS;
use crate::document::normalize::contains;
use crate::document::{Check, CheckKind, CheckStatus};
use crate::error::ErrorCode;
use crate::json::Json;
use crate::vendors::Reason;
use crate::vendors::decision::{Decision, is_told};

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
/// Keys under which an object in the place of a decision holds it.
const DECISIONS: [&str; 11] =
    ["status", "status_text", "result", "value", "valid", "passed", "decision", "match", "is_match", "live", "is_live"];
/// Keys of `metadata` that are no results of a stage.
const METADATA: [&str; 3] = ["confidences", "verifications", "metadata_check"];

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
    let overall = [
        ("verifications", CheckKind::Overall, overall(item)),
        ("metadata_check", CheckKind::ImageMetadata, exif(item)),
    ];
    let overall =
        overall.into_iter().filter_map(|(name, kind, decision)| Some(Check::new(kind, status(Some(decision?)), name)));
    overall.chain(parts(item).iter().map(Judged::check)).chain(portrait(item)).collect()
}

/// One reason for each check that failed or cannot be read, or one for them all where the vendor names none.
pub(super) fn reasons(item: &Json) -> Vec<Reason> {
    let reasons: Vec<Reason> = parts(item).iter().filter_map(Judged::reason).collect();
    match overall(item) {
        Some(Decision::Failed) if reasons.is_empty() => {
            vec![Reason::new(ErrorCode::DocumentInconsistent, "verifications")]
        }
        Some(Decision::Unreadable) if reasons.is_empty() => {
            vec![Reason::new(ErrorCode::VendorUnknown, "verifications")]
        }
        _ => reasons,
    }
}

/// Whether a stage passed that reads no text, such as a comparison of faces.
pub(super) fn has_stage(item: &Json) -> bool {
    stages(item).any(|stage| stage.decision == Some(Decision::Passed))
}

fn metadata(item: &Json) -> impl Iterator<Item = &Json> {
    item.all("metadata")
}

fn verifications(item: &Json) -> impl Iterator<Item = &Json> {
    metadata(item).flat_map(|metadata| metadata.all("verifications"))
}

/// The decision on all checks: by its status, in words, and by the fields in which something is wrong.
fn overall(item: &Json) -> Option<Decision> {
    let decisions = verifications(item).flat_map(|one| {
        let statuses = one.all("status").chain(one.all("status_text")).map(decision);
        let bad = one.all("bad_fields").any(is_told).then_some(Decision::Failed);
        let alone = (!matches!(one, Json::Object(_) | Json::List(_))).then(|| decision(one)).flatten();
        statuses.chain([bad, alone]).flatten().collect::<Vec<_>>()
    });
    worst(decisions)
}

fn exif(item: &Json) -> Option<Decision> {
    let checks = metadata(item).flat_map(|metadata| metadata.all("metadata_check"));
    worst(checks.flat_map(|check| check.all("status")).filter_map(decision))
}

/// The checks by group, then what stands beside them: flat results, and those of biometric stages.
fn parts(item: &Json) -> Vec<Judged<'_>> {
    let mut parts = Vec::new();
    for one in verifications(item) {
        if matches!(one, Json::List(_)) {
            grouped("verifications", one, &mut parts);
        }
        for checks in one.all("checks") {
            match checks {
                Json::Object(_) => {
                    sorted(checks.entries()).for_each(|(group, checks)| grouped(group, checks, &mut parts));
                }
                _ => grouped("checks", checks, &mut parts),
            }
        }
    }
    for one in verifications(item) {
        let flat = sorted(one.entries()).filter(|(key, value)| !is_one_of(key, &OVERALL) && *value != Json::Null);
        parts.extend(flat.map(|(key, value)| Judged::new(key, decision(value))));
    }
    parts.extend(stages(item));
    parts
}

/// The results of biometric stages, in `metadata` or beside it.
fn stages(item: &Json) -> impl Iterator<Item = Judged<'_>> {
    let beside = item.entries().iter().filter(|(key, _)| !is_one_of(key, &["metadata", "data"]));
    let within =
        metadata(item).flat_map(|metadata| sorted(metadata.entries())).filter(|(key, _)| !is_one_of(key, &METADATA));
    within.chain(beside).filter_map(|(key, value)| biometric(key, value))
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

/// A check without a key goes by the name of its group.
fn grouped<'a>(group: &'a str, checks: &'a Json, parts: &mut Vec<Judged<'a>>) {
    let checks = match checks {
        Json::List(items) => items.as_slice(),
        other => core::slice::from_ref(other),
    };
    for check in checks {
        let name = match check.get("key") {
            Some(Json::Text(name)) if !name.is_empty() => name,
            _ => group,
        };
        match check {
            Json::Object(_) => {
                let statuses = check.all("status").chain(check.all("status_text"));
                parts.push(Judged::new(name, worst(statuses.filter_map(decision))));
            }
            _ => parts.extend(decision(check).map(|decision| Judged::new(name, Some(decision)))),
        }
    }
}

/// A number is a status, 0 for passed and 1 for failed, also as text; an empty text is not run. Flat results are
/// documented without their meaning: `true` and words for it are taken as passed.
fn decision(value: &Json) -> Option<Decision> {
    let is_number = matches!(value, Json::Integer(_) | Json::Number(_) | Json::Text(_));
    match (value, value.numeric().and_then(|number| number.integer())) {
        (_, Some(0)) if is_number => Some(Decision::Passed),
        (_, Some(1)) if is_number => Some(Decision::Failed),
        (Json::List(items), _) => worst(items.iter().filter_map(decision)),
        (Json::Object(entries), _) if !entries.is_empty() => {
            let found = DECISIONS.iter().flat_map(|key| value.all(key)).filter_map(decision);
            let found = worst(found).unwrap_or(Decision::Unreadable);
            let bad = ["bad_fields", "error", "errors"].iter().flat_map(|key| value.all(key)).any(is_told);
            Some(if bad { Decision::Failed } else { found })
        }
        _ => Decision::read(value),
    }
}

fn worst(decisions: impl Iterator<Item = Decision>) -> Option<Decision> {
    decisions.reduce(Decision::worse)
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
    let by_stage = [
        ("liveness", CheckKind::Liveness),
        ("biometry_match", CheckKind::FaceMatch),
        ("face_match", CheckKind::FaceMatch),
        ("biometry", CheckKind::Other),
    ];
    by_stage.into_iter().find(|(stage, _)| contains(name, stage)).map(|(_, kind)| kind)
}

fn biometric<'a>(key: &'a str, value: &Json) -> Option<Judged<'a>> {
    Some(Judged { name: key, kind: biometric_kind(key)?, decision: decision(value) })
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
