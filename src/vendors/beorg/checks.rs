//! What Beorg checked.

use super::CHECKS;
use super::data::{BeorgDocument, BeorgVerifyCheck};
use crate::document::normalize::contains;
use crate::document::{Check, CheckKind, CheckStatus};
use crate::error::ErrorCode;
use crate::json::Json;
use crate::vendors::Reason;

/// Every check of a document, those of its parts after the overall ones.
pub(super) fn of(document: &BeorgDocument) -> Vec<Check> {
    let verifications = &document.verifications;
    let mut checks = Vec::new();
    if let Some(overall) = verifications.status {
        checks.push(Check::new(CheckKind::Overall, status(Some(overall)), "verifications"));
    }
    if let Some(overall) = document.metadata_check.status {
        checks.push(Check::new(CheckKind::ImageMetadata, status(Some(overall)), "metadata_check"));
    }
    checks.extend(named(document).map(|(name, check)| Check::new(kind(name), status(check.status), name)));
    checks.extend(beside(document));
    checks.extend(portrait(document));
    checks
}

/// One reason for each check that failed, or one for them all where the vendor names none.
pub(super) fn reasons(document: &BeorgDocument) -> Vec<Reason> {
    let failed = named(document).filter(|(_, check)| status(check.status) == CheckStatus::Failed);
    let mut reasons: Vec<_> = failed.map(|(name, _)| Reason::new(code(kind(name)), name)).collect();
    let failed = beside(document).filter(|check| check.status == CheckStatus::Failed);
    reasons.extend(failed.filter_map(|check| Some(Reason::new(code(check.kind), check.vendor_code?))));
    if reasons.is_empty() && status(document.verifications.status) == CheckStatus::Failed {
        return vec![Reason::new(ErrorCode::DocumentInconsistent, "verifications")];
    }
    reasons
}

/// A check without a key goes by the name of its group.
fn named(document: &BeorgDocument) -> impl Iterator<Item = (&str, &BeorgVerifyCheck)> {
    let groups = document.verifications.checks.iter();
    groups.flat_map(|(group, checks)| checks.iter().map(move |check| (check.key.as_deref().unwrap_or(group), check)))
}

/// The results that stand beside the groups of checks: flat ones, and those of biometric stages.
fn beside(document: &BeorgDocument) -> impl Iterator<Item = Check> {
    let flags = document.verifications.flags.iter().map(|(key, value)| Check::new(kind(key), flag(value), key));
    flags.chain(document.other_metadata.iter().filter_map(|(key, value)| biometric(key, value)))
}

const fn status(status: Option<i64>) -> CheckStatus {
    match status {
        Some(0) => CheckStatus::Passed,
        Some(1) => CheckStatus::Failed,
        Some(_) | None => CheckStatus::NotRun,
    }
}

/// The vendor documents flat results without their meaning: `true` is taken as passed, a number as a check's status.
fn flag(value: &Json) -> CheckStatus {
    match value {
        Json::Bool(passed) => CheckStatus::from_flag(Some(*passed)),
        _ => status(value.integer()),
    }
}

fn kind(name: &str) -> CheckKind {
    let known = CHECKS.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind);
    known.or_else(|| biometric_kind(name)).unwrap_or(CheckKind::Other)
}

/// By the names of the stages; their results are not published.
fn biometric_kind(name: &str) -> Option<CheckKind> {
    let by_stage = [("liveness", CheckKind::Liveness), ("biometry_match", CheckKind::FaceMatch)];
    by_stage.into_iter().find(|(stage, _)| contains(name, stage)).map(|(_, kind)| kind)
}

fn biometric(key: &str, value: &Json) -> Option<Check> {
    Some(Check::new(biometric_kind(key)?, flag(value.get("status").unwrap_or(value)), key))
}

/// `HasPhoto` is `"1"`, or empty where nothing is told.
fn portrait(document: &BeorgDocument) -> Option<Check> {
    let has_photo = document.data.iter().find(|(key, _)| key.eq_ignore_ascii_case("HasPhoto"))?.1.as_deref()?;
    let found = Json::Text(has_photo.to_owned()).flag()?;
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
