//! Characters that optical character recognition takes for one another.

/// Letter and digit. The likeliest stand first.
const TWINS: [(u8, u8); 11] = [
    (b'O', b'0'),
    (b'I', b'1'),
    (b'S', b'5'),
    (b'B', b'8'),
    (b'Z', b'2'),
    (b'G', b'6'),
    (b'Q', b'0'),
    (b'D', b'0'),
    (b'L', b'1'),
    (b'T', b'7'),
    (b'A', b'4'),
];

/// How many of [`TWINS`] are likely enough to read a letter where a digit stands.
const LIKELIEST: usize = 6;

/// Pairs of the same kind, and what a filler is taken for. The likeliest stand first.
const PAIRS: &[u8] = b"OQODCG38UVMN6856ILITVYEFPRKX0817WVHN8935C<K<L<";

/// Pairs that are too rare to read anything by, and likely enough to put a reading in doubt.
const RARE: &[u8] = b"490669270U3B6B7ZT1S8J1Y7P9G9F7H8A8E8R8C6C0U4";

/// The digit that the letter is taken for.
pub(super) fn digit(byte: u8) -> Option<u8> {
    TWINS.iter().find(|(letter, _)| *letter == byte).map(|(_, digit)| *digit)
}

/// The letter that the digit is most likely taken for.
pub(super) fn letter(byte: u8) -> Option<u8> {
    TWINS.iter().take(LIKELIEST).find(|(_, digit)| *digit == byte).map(|(letter, _)| *letter)
}

/// The character where only letters can stand.
pub(super) fn as_letter(byte: u8) -> u8 {
    letter(byte).unwrap_or(byte)
}

/// Everything that may stand where this character was read, the likeliest first, each with the rank of its pair.
pub(super) fn plausible(byte: u8) -> impl Iterator<Item = (usize, u8)> {
    let pairs = PAIRS.chunks_exact(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?)));
    let both = TWINS.into_iter().chain(pairs).enumerate();
    both.filter_map(move |(rank, (one, other))| match byte {
        byte if byte == one => Some((rank, other)),
        byte if byte == other => Some((rank, one)),
        _ => None,
    })
}

/// Everything that may stand where this character was read, however rarely, and the character itself.
pub(super) fn possible(byte: u8) -> Vec<u8> {
    let mut possible = vec![byte];
    possible.extend(plausible(byte).map(|(_, other)| other));
    for pair in RARE.chunks_exact(2) {
        if let [one, other] = *pair
            && (one == byte || other == byte)
        {
            possible.push(if one == byte { other } else { one });
        }
    }
    possible
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_confusion_goes_in_both_directions() {
        for byte in (b'0'..=b'9').chain(b'A'..=b'Z') {
            for (rank, other) in plausible(byte) {
                assert!(plausible(other).any(|back| back == (rank, byte)), "{byte} {other}");
            }
        }
        let others = |byte| plausible(byte).map(|(_, other)| other).collect::<Vec<_>>();
        assert_eq!((others(b'O'), others(b'0')), (b"0QD".to_vec(), b"OQD8".to_vec()));
    }

    #[test]
    fn a_letter_stands_for_one_digit_alone() {
        assert_eq!((digit(b'O'), digit(b'D'), digit(b'W'), digit(b'0')), (Some(b'0'), Some(b'0'), None, None));
        assert_eq!((letter(b'0'), letter(b'7'), as_letter(b'1'), as_letter(b'X')), (Some(b'O'), None, b'I', b'X'));
    }
}
