//! Keys as vendors and JavaScript spell them.

/// A key without regard to its spelling: `due_date` and `dueDate` are one.
pub fn plain(key: &str) -> String {
    key.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
