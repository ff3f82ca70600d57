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

/// The greatest of some numbers. Not by [`f32::max`]: folded over a part of an array, for processors with AVX, it has lost
/// the last number where the linker optimizes (rustc 1.95).
pub(crate) fn greatest(numbers: &[f32]) -> f32 {
    numbers.iter().fold(f32::NEG_INFINITY, |most, number| if *number > most { *number } else { most })
}

#[cfg(test)]
mod tests {
    use super::{greatest, greatest_first};

    #[test]
    fn the_greatest_may_be_the_last() {
        let numbers: Vec<_> = (0..37u8).map(|number| f32::from(number) - 40.0).collect();
        assert_eq!(greatest(&numbers), -4.0);
        assert_eq!(greatest(&[]), f32::NEG_INFINITY);
    }

    #[test]
    fn what_is_alike_keeps_its_order() {
        let mut items = [(1.0, 'a'), (3.0, 'b'), (1.0, 'c'), (2.0, 'd'), (3.0, 'e')];
        greatest_first(&mut items, |(key, _)| *key);
        assert_eq!(items.map(|(_, name)| name), ['b', 'e', 'd', 'a', 'c']);
    }
}
