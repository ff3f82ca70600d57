//! What the device read of the machine readable zone itself, against what the vendor read.
//!
//! `docs/vendors.md` has the rule in words, under "What the device read".

use super::reply::{Reason, Verdict};
use crate::document::mrz::Mrz;
use crate::document::normalize::is_alphanumeric;
use crate::document::{Check, CheckKind, CheckStatus, IdentityDocument, cross_check};
use crate::error::ErrorCode;
use crate::input::from_input;

/// What is known of a response besides itself.
#[from_input]
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Known {
    /// The date on the caller's clock, `YYYY-MM-DD`.
    pub today: String,
    /// The zones that the device read in the images of the request. Only those that are valid count.
    #[input(default)]
    pub mrz: Vec<Mrz>,
}

/// The fields that check digits prove, and that are written in one way only: where they differ, one of the two is not what
/// stands on the document. Names and countries are spelled in several ways.
const PROVED: [&str; 3] = ["documentNumber", "dateOfBirth", "dateOfExpiry"];
/// A shorter number may stand in a zone by chance.
const SHORTEST_NUMBER: usize = 6;

/// Compares each zone with the document that it agrees with best, and adds the checks. A zone that contradicts that document
/// in a proved field is a reason against it; nothing here takes a reason away.
pub fn compare(zones: &[Mrz], documents: &mut [IdentityDocument], verdict: &mut Verdict) {
    for mrz in zones.iter().filter(|mrz| mrz.valid) {
        let compared = documents.iter_mut().map(|document| (checks(mrz, document), document));
        let Some((checks, document)) = compared.min_by_key(|(checks, _)| checks.iter().filter(contradicts).count())
        else {
            return;
        };
        let against = checks.iter().filter(contradicts).filter_map(|check| check.vendor_code.as_deref());
        let reasons: Vec<Reason> =
            against.map(|field| Reason::new(ErrorCode::DocumentInconsistent, ["mrz.", field].concat())).collect();
        if !reasons.is_empty() {
            verdict.accepted = false;
            verdict.reasons.extend(reasons);
        }
        document.checks.extend(checks);
    }
}

fn checks(mrz: &Mrz, document: &IdentityDocument) -> Vec<Check> {
    let settled = |check: Check| {
        let is_number = check.vendor_code.as_deref() == Some("documentNumber");
        let is_there = is_number && check.status == CheckStatus::Failed && holds_number(mrz, document);
        let status = if is_there { CheckStatus::Passed } else { check.status };
        Check { status, ..check }.of_device()
    };
    cross_check(mrz, document).into_iter().map(settled).collect()
}

/// Whether the number of the document stands elsewhere in its zone: on cards of Vietnam it is among the optional data.
fn holds_number(mrz: &Mrz, document: &IdentityDocument) -> bool {
    let plain = |text: &str| text.chars().filter(|c| is_alphanumeric(*c)).collect::<String>().to_ascii_uppercase();
    let Some(number) = document.document_number.as_ref().map(|field| plain(&field.value)) else { return false };
    number.len() >= SHORTEST_NUMBER && crate::document::normalize::contains(&plain(&mrz.lines.concat()), &number)
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "an iterator's filter gives references")]
fn contradicts(check: &&Check) -> bool {
    check.kind == CheckKind::MrzVisualConsistency
        && check.status == CheckStatus::Failed
        && check.vendor_code.as_deref().is_some_and(|field| PROVED.contains(&field))
}
