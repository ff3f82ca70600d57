//! Huffman tables fitted to the symbols of one scan (T.81 K.2).

/// How often each symbol occurs.
#[derive(Clone)]
pub struct Histogram(pub [u32; 256]);

impl core::fmt::Debug for Histogram {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Histogram({} symbols)", self.0.iter().filter(|&&count| count > 0).count())
    }
}

impl Histogram {
    /// No symbol yet.
    pub const fn new() -> Self {
        Self([0; 256])
    }

    /// Counts one symbol.
    #[inline]
    pub fn add(&mut self, symbol: u8) {
        self.0[usize::from(symbol)] += 1;
    }
}

/// The longest code JPEG allows.
const MAX_LENGTH: usize = 16;

/// A Huffman table: what the DHT segment holds, and the code of each symbol.
#[derive(Debug, Clone)]
pub struct CodeTable {
    /// How many codes have 1 to 16 bits.
    pub counts: [u8; MAX_LENGTH],
    /// The symbols, shortest code first.
    pub symbols: Vec<u8>,
    /// Code of each symbol.
    pub codes: [u16; 256],
    /// Length of each symbol's code in bits; 0 where the symbol has none.
    pub lengths: [u8; 256],
}

impl CodeTable {
    /// The table that makes the symbols of `histogram` shortest.
    pub fn optimal(histogram: &Histogram) -> Self {
        let count = |symbol: u8| histogram.0[usize::from(symbol)];
        let mut order = Vec::new();
        for symbol in (0..=255).filter(|symbol| count(*symbol) > 0) {
            let place = order.partition_point(|before| count(*before) >= count(symbol));
            order.insert(place, symbol);
        }
        let mut weights: Vec<u64> = order.iter().map(|&symbol| u64::from(count(symbol))).collect();
        // The code of all ones is forbidden (T.81 C): a symbol that never occurs takes it.
        weights.push(0);
        let mut counts = limited(&lengths_by_weight(&weights));
        if let Some(longest) = counts.iter_mut().rev().find(|count| **count > 0) {
            *longest -= 1;
        }
        Self::from_counts(counts, order)
    }

    fn from_counts(counts: [u8; MAX_LENGTH], symbols: Vec<u8>) -> Self {
        let mut table = Self { counts, symbols, codes: [0; 256], lengths: [0; 256] };
        let mut code = 0_u16;
        let mut next = table.symbols.iter();
        for (length, &count) in (1_u8..).zip(&counts) {
            for &symbol in next.by_ref().take(usize::from(count)) {
                table.codes[usize::from(symbol)] = code;
                table.lengths[usize::from(symbol)] = length;
                code = code.wrapping_add(1);
            }
            code = code.wrapping_shl(1);
        }
        table
    }

    /// Bits that the symbols of `histogram` take, their extra bits not counted.
    pub fn bits(&self, histogram: &Histogram) -> u64 {
        histogram.0.iter().zip(&self.lengths).map(|(&count, &length)| u64::from(count) * u64::from(length)).sum()
    }
}

/// How many codes have each length, for weights in falling order: two queues, one of leaves and one of pairs.
fn lengths_by_weight(weights: &[u64]) -> Vec<u32> {
    let leaves = weights.len();
    let mut nodes: Vec<(u64, usize)> = weights.iter().rev().map(|&weight| (weight, 0)).collect();
    let (mut leaf, mut pair) = (0, leaves);
    for parent in leaves..2 * leaves - 1 {
        let mut weight = 0;
        for _ in 0..2 {
            let take_leaf = leaf < leaves && (pair >= parent || nodes[leaf].0 <= nodes[pair].0);
            let child = if take_leaf { &mut leaf } else { &mut pair };
            weight += nodes[*child].0;
            nodes[*child].1 = parent;
            *child += 1;
        }
        nodes.push((weight, 0));
    }
    let mut depths = vec![0_usize; nodes.len()];
    let mut counts = vec![0; leaves.max(MAX_LENGTH) + 1];
    for node in (0..nodes.len().saturating_sub(1)).rev() {
        depths[node] = depths[nodes[node].1] + 1;
        if node < leaves {
            counts[depths[node]] += 1;
        }
    }
    // A single leaf is the root and still needs a code.
    if leaves == 1 {
        counts[1] = 1;
    }
    counts
}

/// Moves codes that are too long up the tree (T.81 figure K.3).
fn limited(counts: &[u32]) -> [u8; MAX_LENGTH] {
    let mut counts = counts.to_vec();
    for length in (MAX_LENGTH + 1..counts.len()).rev() {
        while counts[length] > 0 {
            let Some(shorter) = (1..length - 1).rev().find(|&shorter| counts[shorter] > 0) else { break };
            counts[length] -= 2;
            counts[length - 1] += 1;
            counts[shorter + 1] += 2;
            counts[shorter] -= 1;
        }
    }
    core::array::from_fn(|length| u8::try_from(counts[length + 1]).unwrap_or(u8::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(counts: &[(u8, u32)]) -> CodeTable {
        let mut histogram = Histogram::new();
        for &(symbol, count) in counts {
            histogram.0[usize::from(symbol)] = count;
        }
        CodeTable::optimal(&histogram)
    }

    #[test]
    fn frequent_symbols_get_shorter_codes() {
        let table = table(&[(7, 100), (8, 50), (9, 1)]);
        assert_eq!((table.lengths[7], table.lengths[8], table.lengths[9]), (1, 2, 3));
        assert_eq!(table.symbols, [7, 8, 9]);
    }

    #[test]
    fn a_single_symbol_has_a_code_that_is_not_all_ones() {
        let table = table(&[(42, 5)]);
        assert_eq!((table.lengths[42], table.codes[42]), (1, 0));
    }

    #[test]
    fn no_symbol_gives_an_empty_table() {
        let table = table(&[]);
        assert_eq!(table.counts, [0; 16]);
    }

    #[test]
    fn codes_stay_within_sixteen_bits_and_leave_all_ones_free() {
        let mut histogram = Histogram::new();
        let (mut a, mut b) = (1_u32, 1_u32);
        for count in &mut histogram.0 {
            *count = a;
            (a, b) = (b, a.saturating_add(b));
        }
        let table = CodeTable::optimal(&histogram);
        assert_eq!(table.counts.iter().map(|&count| usize::from(count)).sum::<usize>(), 256);
        assert!(table.lengths.iter().all(|&length| (1..=16).contains(&length)));
        let kraft: u32 = table.lengths.iter().map(|&length| 1 << (16 - length)).sum();
        assert!(kraft < 1 << 16, "the code of all ones is taken");
    }
}
