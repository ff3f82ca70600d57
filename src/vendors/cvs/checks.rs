//! What was checked on an item, by the vendor and by comparing both sides of a card.

use super::WARNINGS;
use super::item::CvsItem;
use super::types::{CardSide, CvsItemType};
use crate::document::normalize::{DateOrder, country, date, sex};
use crate::document::{Check, CheckKind, CheckStatus};

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
    if let Some(valid) = item.valid {
        checks.push(Check::new(CheckKind::Overall, CheckStatus::from_flag(Some(valid)), "valid"));
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
    let Some(code) = item.invalid_code.as_deref().filter(|code| !code.is_empty()) else { return };
    for (known, kind, _) in WARNINGS {
        let status = match code {
            // Only a passport's machine readable zone is checked.
            "0" if kind == CheckKind::MrzFormat && item.item_type != CvsItemType::Passport => continue,
            "0" => CheckStatus::Passed,
            code if code == known => CheckStatus::Failed,
            _ => CheckStatus::NotRun,
        };
        checks.push(Check::new(kind, status, known));
    }
    if code != "0" && WARNINGS.iter().all(|(known, ..)| *known != code) {
        checks.push(Check::new(CheckKind::Other, CheckStatus::Failed, code));
    }
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
