//! Lines as they come, made to fit the layouts.

use super::layout::{LAYOUTS, Layout};

/// A text of the size of a layout.
#[derive(Debug)]
pub(super) struct Candidate {
    pub layout: &'static Layout,
    /// `A` to `Z`, `0` to `9` and `<` alone, as long as all lines of the layout.
    pub text: Vec<u8>,
    /// Whether the lines had their full length, so that none had to be filled up or cut.
    pub exact: bool,
}

/// Every layout that the lines can be made to fit.
pub(super) fn candidates(lines: &[&str]) -> Vec<Candidate> {
    // Two fillers are often read as one guillemet, sometimes a single one is.
    let mut candidates = fitting(lines, "<<");
    if lines.iter().any(|line| line.contains('«')) {
        candidates.extend(fitting(lines, "<"));
    }
    candidates
}

fn fitting(lines: &[&str], guillemet: &str) -> Vec<Candidate> {
    let lines: Option<Vec<_>> = lines.iter().flat_map(|line| line.lines()).map(|line| clean(line, guillemet)).collect();
    let Some(mut lines) = lines else { return Vec::new() };
    lines.retain(|line| !line.is_empty());
    let with_text = LAYOUTS.iter().filter_map(|layout| Some((layout, fit(&lines, layout)?)));
    let candidates = with_text.map(|(layout, (text, exact))| Candidate { layout, text, exact });
    candidates.filter(is_plausible).collect()
}

/// `None` where a character stands that a zone cannot have.
fn clean(line: &str, guillemet: &str) -> Option<Vec<u8>> {
    let mut cleaned = Vec::with_capacity(line.len());
    for c in line.chars().filter(|c| !c.is_whitespace()) {
        match c.to_ascii_uppercase() {
            '«' => cleaned.extend_from_slice(guillemet.as_bytes()),
            '‹' | '＜' => cleaned.push(b'<'),
            c if c == '<' || c.is_ascii_alphanumeric() => cleaned.push(u8::try_from(c).ok()?),
            _ => return None,
        }
    }
    Some(cleaned)
}

fn fit(lines: &[Vec<u8>], layout: &Layout) -> Option<(Vec<u8>, bool)> {
    let joined = lines.concat();
    if lines.len() == layout.line_count {
        let fitted = lines.iter().enumerate().map(|(index, line)| fit_line(line, layout, index));
        let text = fitted.collect::<Option<Vec<_>>>()?.concat();
        return Some((text, lines.iter().all(|line| line.len() == layout.width)));
    }
    let exact = joined.len() == layout.size();
    let missing = layout.size().checked_sub(joined.len())?;
    let last_line = layout.line_count - 1;
    if lines.len() > layout.line_count || missing >= layout.width || lines.is_empty() {
        return None;
    }
    let (whole, rest) = joined.split_at(last_line * layout.width);
    Some(([whole, &fit_line(rest, layout, last_line)?].concat(), exact))
}

/// Fillers that are missing or too many are put in or taken out where the fillers are: before the check digit at the
/// end of a line, or at its end.
fn fit_line(line: &[u8], layout: &Layout, index: usize) -> Option<Vec<u8>> {
    let width = layout.width;
    let mut line = line.to_vec();
    // A line of which less than a third was read says nothing.
    if line.len() * 3 < width {
        return None;
    }
    let mut end = line.len();
    if layout.ends_in_check_digit(index) && line.len() != width {
        end = line.iter().rposition(|byte| *byte == b'<')? + 1;
    }
    while line.len() < width {
        line.insert(end, b'<');
    }
    while line.len() > width {
        end = end.checked_sub(1)?;
        if line.get(end) != Some(&b'<') {
            return None;
        }
        line.remove(end);
    }
    Some(line)
}

/// Whether the first letters fit the layout; `1` is an `I` there, as no digit can stand at the start.
fn is_plausible(candidate: &Candidate) -> bool {
    let Some(first) = candidate.text.first() else { return false };
    let first = if *first == b'1' { b'I' } else { *first };
    let french = candidate.layout.format == super::MrzFormat::FrenchIdCard;
    candidate.layout.codes.contains(&first) && (!french || candidate.text.get(1..5) == Some(b"DFRA"))
}
