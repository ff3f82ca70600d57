//! The documentation that is made from the code is the code's own.

#![expect(clippy::unwrap_used, reason = "a test helper fails by panicking")]

use idsnap::ErrorCode;
use idsnap::error::Category;
use std::fmt::Write;

/// `docs/errors.md` as it should be. `UPDATE_DOCS=1 cargo test --test docs` writes it.
fn errors_page() -> String {
    let mut page = String::from(
        "# Error codes\n\nOne list for every vendor, made from `src/error/code.rs`. An `IdSnapError` carries the code, its \
         category, whether the same call can succeed when it is made again, and the advice below; \
         `verdict.reasons` uses the same codes for what a vendor decided about a document.\n\nAn aborted call rejects with \
         the standard `AbortError`, not with an `IdSnapError`.\n\nAn error of a call whose request was sent carries \
         `resume`: give it to the same call as the option `resume`, and nothing is lost or submitted twice. \
         [network.md](network.md) tells how.\n\n\
         | code | category | retry | advice for the person in front of the page |\n|---|---|---|---|\n",
    );
    for code in ErrorCode::ALL {
        let retry = if code.retryable() { "yes" } else { "no" };
        let category = serde_json::to_value(code.category()).unwrap();
        let category = category.as_str().unwrap();
        writeln!(page, "| `{code}` | {category} | {retry} | {} |", code.advice()).unwrap();
    }
    page
}

#[test]
fn the_published_list_of_error_codes_is_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/errors.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, errors_page()).unwrap();
    }
    assert_eq!(
        std::fs::read_to_string(path).unwrap_or_default(),
        errors_page(),
        "run UPDATE_DOCS=1 cargo test --test docs"
    );
}

#[test]
fn no_name_in_the_list_stands_twice() {
    let mut names: Vec<_> = ErrorCode::ALL.iter().map(|code| code.name()).collect();
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count);
}

#[test]
fn only_failures_that_may_pass_are_retryable() {
    for code in ErrorCode::ALL.iter().filter(|code| code.retryable()) {
        let passing =
            matches!(code.category(), Category::Network | Category::Vendor | Category::Quota | Category::Engine);
        assert!(passing || *code == ErrorCode::ImageUnreachable, "{code}");
    }
}
