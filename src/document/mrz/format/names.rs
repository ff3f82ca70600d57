//! The name field: primary and secondary identifier, cut where they are too long (parts 4 to 7, section 4.2.2 and
//! following: the field ends with a letter then, and both identifiers are in it).

/// Both identifiers in one field, without the fillers behind them.
pub(super) fn field(primary: &str, secondary: &str, width: usize) -> String {
    if secondary.is_empty() {
        return cut(primary, width);
    }
    // Two fillers and a letter of the secondary identifier need room.
    let primary = if primary.len() + 2 + secondary.len() > width {
        with_initials(primary, width.saturating_sub(3))
    } else {
        primary.to_owned()
    };
    let rest = cut(secondary, width.saturating_sub(primary.len() + 2));
    format!("{primary}<<{rest}")
}

/// The last parts become initials until the name fits.
fn with_initials(name: &str, width: usize) -> String {
    let mut parts: Vec<&str> = name.split('<').collect();
    let length = |parts: &[&str]| parts.iter().map(|part| part.len() + 1).sum::<usize>().saturating_sub(1);
    for index in (1..parts.len()).rev() {
        if length(&parts) <= width {
            break;
        }
        if let Some(part) = parts.get_mut(index) {
            *part = part.get(..1).unwrap_or(part);
        }
    }
    cut(&parts.join("<"), width)
}

/// Each part keeps as much as leaves a filler and an initial to each that follows. Parts for which no initial is left
/// are dropped.
pub(super) fn cut(name: &str, width: usize) -> String {
    if name.len() <= width {
        return name.to_owned();
    }
    let parts: Vec<&str> = name.split('<').collect();
    let mut kept = String::new();
    // As many parts as leave each an initial, with fillers between.
    let count = parts.len().min(width.div_ceil(2));
    for (index, part) in parts.iter().take(count).enumerate() {
        let reserved = 2 * (count - index - 1);
        let start = if index == 0 { 0 } else { 1 };
        let room = width.saturating_sub(kept.len() + start + reserved);
        kept.push_str(if start == 1 { "<" } else { "" });
        kept.push_str(part.get(..room.min(part.len())).unwrap_or_default());
    }
    kept
}
