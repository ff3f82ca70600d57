//! What the device read of the machine readable zone itself, against what the vendor read.
//!
//! `docs/vendors.md` has the rule in words, under "What the device read".

use super::decision::plain;
use super::reply::{Reason, Verdict};
use crate::document::mrz::Mrz;
use crate::document::normalize::contains;
use crate::document::{Check, CheckKind, CheckSource, CheckStatus, IdentityDocument, cross_check};
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
const PROVED: [&str; 3] = [NUMBER, "dateOfBirth", "dateOfExpiry"];
const NUMBER: &str = "documentNumber";
/// A shorter number may stand in a zone by chance.
const SHORTEST_NUMBER: usize = 6;

/// Compares each zone with the document that it agrees with best, and adds the checks. A zone that contradicts that document
/// in a proved field is a reason against it; nothing here takes a reason away.
pub fn compare(zones: &[Mrz], documents: &mut [IdentityDocument], verdict: &mut Verdict) {
    for mrz in zones.iter().filter(|mrz| mrz.valid) {
        let mut best: Option<(usize, Vec<Check>, &mut IdentityDocument)> = None;
        for document in &mut *documents {
            let checks = checks(mrz, document);
            let against = checks.iter().filter(|check| against(check).is_some()).count();
            if best.as_ref().is_none_or(|(least, ..)| against < *least) {
                best = Some((against, checks, document));
            }
        }
        let Some((_, checks, document)) = best else { return };
        let fields = checks.iter().filter_map(against);
        verdict
            .reasons
            .extend(fields.map(|field| Reason::new(ErrorCode::DocumentInconsistent, ["mrz.", field].concat())));
        verdict.accepted &= verdict.reasons.is_empty();
        document.checks.extend(checks);
    }
}

fn checks(mrz: &Mrz, document: &IdentityDocument) -> Vec<Check> {
    let mut checks = cross_check(mrz, document);
    for check in &mut checks {
        check.source = Some(CheckSource::Device);
        if against(check) == Some(NUMBER) && holds_number(mrz, document) {
            check.status = CheckStatus::Passed;
        }
    }
    checks
}

/// Whether the number of the document stands elsewhere in its zone: on cards of Vietnam it is among the optional data.
fn holds_number(mrz: &Mrz, document: &IdentityDocument) -> bool {
    let number = document.document_number.as_ref().map(|field| plain(&field.value)).unwrap_or_default();
    number.len() >= SHORTEST_NUMBER && contains(&plain(&mrz.lines.concat()), &number)
}

/// The proved field in which the two differ, if it is one.
fn against(check: &Check) -> Option<&str> {
    let field = check.vendor_code.as_deref()?;
    let differs = check.kind == CheckKind::MrzVisualConsistency && check.status == CheckStatus::Failed;
    (differs && PROVED.contains(&field)).then_some(field)
}
