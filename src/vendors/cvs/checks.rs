//! What was checked on an item, by the vendor and by comparing both sides of a card.

use super::WARNINGS;
use super::item::CvsItem;
use super::types::{CardSide, CvsItemType};
use crate::document::normalize::{DateOrder, country, date, is_blank, sex};
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
    if let Some(decision) = item.judged.required {
        checks.push(Check::new(CheckKind::Overall, CheckStatus::from_flag(decision.flag()), "valid"));
    }
    warnings(item, &mut checks);
    item.judged.checksums().for_each(|(name, decision)| {
        checks.push(Check::new(CheckKind::MrzFormat, CheckStatus::from_flag(decision.flag()), name));
    });
    item.judged.found.iter().for_each(|finding| checks.push(finding.check()));
    checks
}

/// The check digits of a machine readable zone that the vendor finds right or wrong. Known from public clients alone.
pub(super) const CHECKSUMS: [&str; 4] = [
    "checksum_final_validate",
    "dob_checksum_validate",
    "due_date_checksum_validate",
    "document_number_checksum_validate",
];

/// Code 0 says that nothing is wrong. Another code names one thing, and tells nothing about the others.
fn warnings(item: &CvsItem, checks: &mut Vec<Check>) {
    let told: Vec<&str> = item.judged.warnings.iter().map(String::as_str).collect();
    if item.invalid_code.is_none() && told.is_empty() {
        return;
    }
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

/// What speaks against items as the two sides of one card: one that is missing, the same side twice, cards of two kinds,
/// fields that differ, or types that do not tell of sides.
pub(super) fn sides(items: &[CvsItem]) -> Option<Reason> {
    let [one, other] = items else {
        return match items.len() {
            0 => None,
            1 => Some(Reason::new(ErrorCode::DocumentNotFound, "data")),
            _ => Some(Reason::new(ErrorCode::DocumentInconsistent, "data")),
        };
    };
    let unreadable = Some(Reason::new(ErrorCode::VendorUnknown, "type"));
    let (Some(kind), Some(other_kind)) = (Kind::of(one), Kind::of(other)) else { return unreadable };
    match (kind.side, other_kind.side) {
        _ if kind.family != other_kind.family => Some(Reason::new(ErrorCode::DocumentInconsistent, "type")),
        (CardSide::Front, CardSide::Back) => differs(one, other),
        (CardSide::Back, CardSide::Front) => differs(other, one),
        // A new type may name its sides in another way.
        (CardSide::Only, CardSide::Only) if one.item_type == CvsItemType::Other => unreadable,
        _ => Some(Reason::new(ErrorCode::DocumentWrongSide, "type")),
    }
}

/// Which side of which card a type names, known here or not.
struct Kind<'a> {
    side: CardSide,
    family: &'a str,
}

impl<'a> Kind<'a> {
    fn of(item: &'a CvsItem) -> Option<Self> {
        let name = item.judged.type_name.as_str();
        let of = |side, ending| Some(Self { side, family: name.strip_suffix(ending)? });
        let sided = of(CardSide::Front, "_front").or_else(|| of(CardSide::Back, "_back"));
        sided.or_else(|| (!name.is_empty()).then_some(Self { side: CardSide::Only, family: name }))
    }
}

fn differs(front: &CvsItem, back: &CvsItem) -> Option<Reason> {
    let failed = across(front, back).into_iter().find(|check| check.status == CheckStatus::Failed)?;
    Some(Reason::new(ErrorCode::DocumentInconsistent, failed.vendor_code?))
}

/// What both sides say; on the back of a chip card that is the machine readable zone.
fn across(front: &CvsItem, back: &CvsItem) -> Vec<Check> {
    let sides = Kind::of(front).zip(Kind::of(back)).map(|(front, back)| (front.side, back.side));
    if sides != Some((CardSide::Front, CardSide::Back)) {
        return Vec::new();
    }
    let chip = front.judged.type_name.starts_with("chip_");
    let kind = if chip { CheckKind::MrzVisualConsistency } else { CheckKind::Consistency };
    let day = |text: &str| date(text, DateOrder::Dmy);
    let pairs = [
        ("person_number", both(front, back, ("id", "person_number"), number)),
        ("dob", both(front, back, ("dob", "dob"), day)),
        ("due_date", both(front, back, ("due_date", "due_date"), day)),
        ("gender", both(front, back, ("gender", "gender"), sex)),
        ("nationality", both(front, back, ("nationality", "nationality"), country)),
    ];
    let compared = pairs.into_iter().filter_map(|(name, same)| Some((name, same?)));
    compared.map(|(name, same)| Check::new(kind, CheckStatus::from_flag(Some(same)), name)).collect()
}

/// A number without its spaces and signs, in upper case.
pub(super) fn number(text: &str) -> Option<String> {
    let number: String = text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    Some(number).filter(|number| !number.is_empty())
}

/// Whether both sides say the same; nothing where one of them cannot be read for certain.
fn both<T: PartialEq>(
    front: &CvsItem,
    back: &CvsItem,
    (printed, zone): (&str, &str),
    read: impl Fn(&str) -> Option<T>,
) -> Option<bool> {
    let text = |item: &CvsItem, name: &str| {
        let text = item.info.plain(name).filter(|text| !is_blank(text))?;
        read(text)
    };
    Some(text(front, printed)? == text(back, zone)?)
}
