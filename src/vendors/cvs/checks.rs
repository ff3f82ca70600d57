//! What was checked on an item, by the vendor and by comparing both sides of a card.

use super::WARNINGS;
use super::item::CvsItem;
use super::types::{CardSide, CvsItemType};
use crate::document::normalize::{DateOrder, country, date, sex};
use crate::document::{Check, CheckKind, CheckStatus};
use crate::error::ErrorCode;
use crate::vendors::Reason;

/// The checks of one document.
pub(super) fn checks(item: &CvsItem, back: Option<&CvsItem>) -> Vec<Check> {
    let mut checks = of_item(item);
    if let Some(back) = back {
        for check in of_item(back) {
            match checks.iter_mut().find(|known| known.kind == check.kind && known.vendor_code == check.vendor_code) {
                Some(known) => known.status = worse(known.status, check.status),
                None => checks.push(check),
            }
        }
        checks.extend(across(item, back));
    }
    checks
}

/// A document is as good as its worse side.
fn worse(a: CheckStatus, b: CheckStatus) -> CheckStatus {
    match (a, b) {
        (CheckStatus::Failed, _) | (_, CheckStatus::Failed) => CheckStatus::Failed,
        (CheckStatus::NotRun, _) | (_, CheckStatus::NotRun) => CheckStatus::NotRun,
        (CheckStatus::Passed, CheckStatus::Passed) => CheckStatus::Passed,
    }
}

fn of_item(item: &CvsItem) -> Vec<Check> {
    let mut checks = Vec::new();
    if let Some(decision) = item.decision {
        checks.push(Check::new(CheckKind::Overall, CheckStatus::from_flag(decision.flag()), "valid"));
    }
    warnings(item, &mut checks);
    if let Some(passed) = item.info.flag("checksum_final_validate") {
        let status = CheckStatus::from_flag(Some(passed));
        checks.push(Check::new(CheckKind::MrzFormat, status, "checksum_final_validate"));
    }
    checks
}

/// Code 0 says that nothing is wrong. Another code names one thing, and tells nothing about the others.
fn warnings(item: &CvsItem, checks: &mut Vec<Check>) {
    if item.invalid_code.as_deref().is_none_or(str::is_empty) {
        return;
    }
    let told: Vec<&str> = item.warnings().collect();
    for (known, kind, _) in WARNINGS {
        // Only a passport's machine readable zone is checked.
        if told.is_empty() && kind == CheckKind::MrzFormat && item.item_type != CvsItemType::Passport {
            continue;
        }
        let status = match told.as_slice() {
            [] => CheckStatus::Passed,
            told if told.contains(&known) => CheckStatus::Failed,
            _ => CheckStatus::NotRun,
        };
        checks.push(Check::new(kind, status, known));
    }
    let unknown = told.into_iter().filter(|code| WARNINGS.iter().all(|(known, ..)| known != code));
    checks.extend(unknown.map(|code| Check::new(CheckKind::Other, CheckStatus::Failed, code)));
}

/// What speaks against two items as the sides of one card: the same side twice, cards of two kinds, or fields that
/// differ.
pub(super) fn sides(items: &[CvsItem]) -> impl Iterator<Item = Reason> {
    let wrong = match items {
        // A type that is not known here tells nothing of sides.
        [one, other] if ![one.item_type, other.item_type].contains(&CvsItemType::Other) => {
            match (one.item_type.side(), other.item_type.side()) {
                (CardSide::Front, CardSide::Back) => differs(one, other),
                (CardSide::Back, CardSide::Front) => differs(other, one),
                _ if one.item_type.family() != other.item_type.family() => {
                    Some(Reason::new(ErrorCode::DocumentInconsistent, "type"))
                }
                _ => Some(Reason::new(ErrorCode::DocumentWrongSide, "type")),
            }
        }
        _ => None,
    };
    wrong.into_iter()
}

fn differs(front: &CvsItem, back: &CvsItem) -> Option<Reason> {
    if front.item_type.family() != back.item_type.family() {
        return Some(Reason::new(ErrorCode::DocumentInconsistent, "type"));
    }
    let failed = across(front, back).into_iter().find(|check| check.status == CheckStatus::Failed)?;
    Some(Reason::new(ErrorCode::DocumentInconsistent, failed.vendor_code?))
}

/// What both sides say; on the back of a chip card that is the machine readable zone.
fn across(front: &CvsItem, back: &CvsItem) -> Vec<Check> {
    if (front.item_type.side(), back.item_type.side()) != (CardSide::Front, CardSide::Back) {
        return Vec::new();
    }
    let chip = front.item_type.family().starts_with("chip_");
    let kind = if chip { CheckKind::MrzVisualConsistency } else { CheckKind::Consistency };
    let day = |text: &str| date(text, DateOrder::Dmy);
    let pairs = [
        ("person_number", both(front, back, ("id", "person_number"), |text| Some(text.trim().to_owned()))),
        ("dob", both(front, back, ("dob", "dob"), day)),
        ("due_date", both(front, back, ("due_date", "due_date"), day)),
        ("gender", both(front, back, ("gender", "gender"), sex)),
        ("nationality", both(front, back, ("nationality", "nationality"), country)),
    ];
    let compared = pairs.into_iter().filter_map(|(name, same)| Some((name, same?)));
    compared.map(|(name, same)| Check::new(kind, CheckStatus::from_flag(Some(same)), name)).collect()
}

/// Whether both sides say the same; nothing where one of them cannot be read for certain.
fn both<T: PartialEq>(
    front: &CvsItem,
    back: &CvsItem,
    (printed, zone): (&str, &str),
    read: impl Fn(&str) -> Option<T>,
) -> Option<bool> {
    let text = |item: &CvsItem, name: &str| {
        let text = item.info.plain(name).filter(|text| !text.trim().is_empty())?;
        read(text)
    };
    Some(text(front, printed)? == text(back, zone)?)
}
