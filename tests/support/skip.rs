//! Tests that cannot run here.

/// Says that a test does not run. The runner counts the lines that begin so.
pub fn skipped(reason: &str) {
    println!("skipped: {reason}");
}
