//! What is a yes, vendor by vendor: `docs/vendors.md` has the rule.

mod beorg;
mod biometric_kz;
mod cvs;
mod generated;
mod slots;
mod zoloz;

use idsnap::document::{CheckKind, CheckStatus};
use idsnap::error::ErrorCode;
use idsnap::http::HttpResponse;
use idsnap::vendors::{Operation, Reply};

/// What became of a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Accepted,
    /// Not accepted, with the codes of its reasons.
    Refused(Vec<(ErrorCode, String)>),
    Pending(Option<String>),
    Error(ErrorCode),
}

/// A response as an operation reads it, and the checks that failed or were not run.
pub type Parse = fn(u16, &[u8]) -> (Outcome, Vec<(CheckKind, CheckStatus, String)>);

pub fn parse<O: Operation>(status: u16, body: &[u8]) -> (Outcome, Vec<(CheckKind, CheckStatus, String)>) {
    let answer = match O::parse(&HttpResponse { status, body }) {
        Ok(Reply::Ready(answer)) => answer,
        Ok(Reply::Pending { id }) => return (Outcome::Pending(id), Vec::new()),
        Err(error) => return (Outcome::Error(error.code()), Vec::new()),
    };
    let checks = answer.checks.iter().chain(answer.documents.iter().flat_map(|document| &document.checks));
    let open = checks.filter(|check| check.status != CheckStatus::Passed);
    let open = open.map(|check| (check.kind, check.status, check.vendor_code.clone().unwrap_or_default())).collect();
    let reasons = answer.verdict.reasons.into_iter().map(|reason| (reason.code, reason.vendor_code)).collect();
    (if answer.verdict.accepted { Outcome::Accepted } else { Outcome::Refused(reasons) }, open)
}

/// What a row expects.
#[derive(Debug, Clone, Copy)]
pub enum Expected {
    Yes,
    /// Not accepted, with a reason of this code and name.
    No(ErrorCode, &'static str),
    Pending,
    Error(ErrorCode),
}

impl Expected {
    pub fn holds(self, outcome: &Outcome) -> bool {
        match (self, outcome) {
            (Self::Yes, Outcome::Accepted) | (Self::Pending, Outcome::Pending(Some(_))) => true,
            (Self::No(code, name), Outcome::Refused(reasons)) => {
                reasons.iter().any(|reason| reason.0 == code && reason.1 == name)
            }
            (Self::Error(code), Outcome::Error(found)) => code == *found,
            _ => false,
        }
    }
}

/// Parses each body with status 200 and tells every row that came out otherwise.
#[track_caller]
pub fn assert_rows(parse: Parse, rows: &[(String, Expected)]) {
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|(body, expected)| {
            let (outcome, _) = parse(200, body.as_bytes());
            (!expected.holds(&outcome)).then(|| format!("{body}\n  expected {expected:?}, found {outcome:?}"))
        })
        .collect();
    assert!(wrong.is_empty() && !rows.is_empty(), "{} of {} rows:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}
