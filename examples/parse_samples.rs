//! Parses every sample answer in a folder and tells what was read.
//!
//! ```sh
//! cargo run --example parse_samples -- ../shared/vendors/samples
//! ```
//!
//! A sample's vendor is the first part of its file name, and its operation follows from the second; what is no answer
//! (a request, a list of fields) is left out. The exit code is 1 where a sample could not be read as an answer at all.

#![expect(clippy::print_stdout, reason = "a program for the terminal")]

use idsnap::http::HttpResponse;
use idsnap::vendors::{self, Operation, Reply, Visitor};
use idsnap::{Error, ErrorCode};
use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "../shared/vendors/samples".into());
    let mut files = match std::fs::read_dir(&folder) {
        Ok(entries) => entries.flatten().map(|entry| entry.path()).collect::<Vec<PathBuf>>(),
        Err(error) => {
            println!("{folder}: {error}");
            return ExitCode::FAILURE;
        }
    };
    files.sort();
    let outcomes: Vec<bool> = files.iter().filter_map(outcome).collect();
    println!("{} answers", outcomes.len());
    if outcomes.iter().all(|read| *read) && !outcomes.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Whether a file was read as an answer; nothing where it is none.
fn outcome(path: &PathBuf) -> Option<bool> {
    let name = path.file_name()?.to_str()?;
    let operation = operation(name)?;
    let Ok(body) = std::fs::read(path) else {
        println!("{name}: cannot be opened");
        return Some(false);
    };
    let (told, read) = vendors::visit(operation, Tell(HttpResponse { status: 200, body: &body }))?;
    println!("{name}: {operation}, {told}");
    Some(read)
}

/// The operation that the sample of this name answers.
fn operation(name: &str) -> Option<&'static str> {
    let parts: Vec<&str> = name.strip_suffix(".json")?.split('.').collect();
    match parts.as_slice() {
        [_, "request" | "product_config" | "signing_content" | "info_fields", ..] => None,
        ["zoloz", "async_processing", ..] => Some("zoloz.asyncCheckResult"),
        ["zoloz", ..] => Some("zoloz.recognize"),
        ["cvs", "card", ..] => Some("cvs.card"),
        ["cvs", "ocr_card", ..] => Some("cvs.ocrCard"),
        ["cvs", ..] => Some("cvs.cards"),
        ["beorg", "add_document", ..] => Some("beorg.addDocument"),
        ["beorg", ..] => Some("beorg.getResult"),
        ["biometric_kz", ..] => Some("biometricKz.parseDocument"),
        _ => None,
    }
}

/// Reads an answer, and tells what it means and whether it could be read.
struct Tell<'a>(HttpResponse<'a>);

impl Visitor for Tell<'_> {
    type Output = (String, bool);

    fn visit<O: Operation>(self) -> (String, bool) {
        match O::parse(&self.0) {
            Ok(Reply::Pending { id }) => (format!("pending {}", id.unwrap_or_default()), true),
            Ok(Reply::Ready(answer)) => {
                let documents = answer.documents.iter();
                let kinds: Vec<String> = documents.clone().map(|document| format!("{:?}", document.kind)).collect();
                let checks: usize = documents.map(|document| document.checks.len()).sum();
                let reasons: Vec<&str> = answer.verdict.reasons.iter().map(|reason| reason.code.name()).collect();
                let accepted = if answer.verdict.accepted { "accepted".to_owned() } else { reasons.join(", ") };
                let checks = checks + answer.checks.len();
                (format!("{accepted}, documents {kinds:?}, {checks} checks"), true)
            }
            Err(error) => (error.to_string(), is_answer(&error)),
        }
    }
}

/// A failure that the vendor told of is an answer too.
fn is_answer(error: &Error) -> bool {
    error.code() != ErrorCode::AnswerUnreadable
}
