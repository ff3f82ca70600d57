//! Machine-readable zones: one whose check digits hold is read the same again. Others may fit several layouts.
#![no_main]

use idsnap::document::mrz;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &str| {
    let lines: Vec<&str> = input.lines().collect();
    let Some(read) = mrz::parse(&lines).filter(|read| read.valid) else { return };
    let repaired: Vec<&str> = read.lines.iter().map(String::as_str).collect();
    let again = mrz::parse(&repaired).expect("lines of our own");
    assert_eq!(again.lines, read.lines);
});
