//! Sorting in little code: that of the standard library has kilobytes for each type.

/// Puts what has the greatest key first. What is alike keeps its order. For some hundred items at most.
pub(crate) fn greatest_first<T>(items: &mut [T], key: impl Fn(&T) -> f32) {
    for end in 1..items.len() {
        let mut at = end;
        while let Some([before, item]) = at.checked_sub(1).and_then(|from| items.get(from..=at)) {
            if key(before) >= key(item) {
                break;
            }
            items.swap(at - 1, at);
            at -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::greatest_first;

    #[test]
    fn what_is_alike_keeps_its_order() {
        let mut items = [(1.0, 'a'), (3.0, 'b'), (1.0, 'c'), (2.0, 'd'), (3.0, 'e')];
        greatest_first(&mut items, |(key, _)| *key);
        assert_eq!(items.map(|(_, name)| name), ['b', 'e', 'd', 'a', 'c']);
    }
}
