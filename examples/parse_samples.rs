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
use idsnap::vendors::{Operation, Reply, beorg, biometric_kz, cvs, zoloz};
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
    let parse = parser(name)?;
    let Ok(body) = std::fs::read(path) else {
        println!("{name}: cannot be opened");
        return Some(false);
    };
    let (told, read) = parse(&HttpResponse { status: 200, body: &body });
    println!("{name}: {told}");
    Some(read)
}

type Parse = fn(&HttpResponse<'_>) -> (String, bool);

/// How the sample of this name is parsed.
fn parser(name: &str) -> Option<Parse> {
    let parts: Vec<&str> = name.strip_suffix(".json")?.split('.').collect();
    match parts.as_slice() {
        [_, "request" | "product_config" | "signing_content" | "info_fields", ..] => None,
        ["zoloz", "async_processing", ..] => Some(tell::<zoloz::ZolozAsyncCheckResult>),
        ["zoloz", ..] => Some(tell::<zoloz::ZolozRecognize>),
        ["cvs", "card", ..] => Some(tell::<cvs::CvsCard>),
        ["cvs", "ocr_card", ..] => Some(tell::<cvs::CvsOcrCard>),
        ["cvs", ..] => Some(tell::<cvs::CvsCards>),
        ["beorg", "add_document", ..] => Some(tell::<beorg::BeorgAddDocument>),
        ["beorg", ..] => Some(tell::<beorg::BeorgGetResult>),
        ["biometric_kz", ..] => Some(tell::<biometric_kz::BiometricKzParseDocument>),
        _ => None,
    }
}

fn tell<O: Operation>(response: &HttpResponse<'_>) -> (String, bool) {
    match O::parse(response) {
        Ok(Reply::Pending { id }) => (format!("{}, pending {}", O::NAME, id.unwrap_or_default()), true),
        Ok(Reply::Ready(answer)) => {
            let kinds: Vec<String> = answer.documents.iter().map(|document| format!("{:?}", document.kind)).collect();
            let checks: usize = answer.documents.iter().map(|document| document.checks.len()).sum();
            let reasons: Vec<&str> = answer.verdict.reasons.iter().map(|reason| reason.code.name()).collect();
            let accepted = if answer.verdict.accepted { "accepted".to_owned() } else { reasons.join(", ") };
            let checks = checks + answer.checks.len();
            (format!("{}, {accepted}, documents {kinds:?}, {checks} checks", O::NAME), true)
        }
        Err(error) => (error.to_string(), is_answer(&error)),
    }
}

/// A failure that the vendor told of is an answer too.
fn is_answer(error: &Error) -> bool {
    error.code() != ErrorCode::AnswerUnreadable
}
