//! Trellis quantization: of the ways to quantize a block, the one with the least sum of bits and weighted distortion.

use super::fdct::FRACTION;
use super::huffman::CodeTable;
use super::sparse::SparseBlock;
use crate::jpeg::shared::frame::{BLOCK, Block};
use crate::jpeg::shared::lanes;

/// Bits of each AC symbol, extra bits included.
#[derive(Debug, Clone)]
pub struct Rates {
    symbols: [f32; 256],
    end: f32,
    sixteen_zeros: f32,
}

/// Bits that a squared step of distortion is worth in a block without texture.
const FLAT_WEIGHT: f32 = 12.0;
/// Energy of the AC coefficients, in eighths, that halves it: 38 a coefficient.
const HALF_ENERGY: f32 = 63.0 * 304.0 * 304.0;

/// How many predecessors of a coefficient are tried. Those between become zero; at the end of a block any number may.
/// With 16 an image takes a tenth longer and gains 0.03 points of SSIMULACRA2 at equal bytes.
const MAX_PREDECESSORS: usize = 2;

const END: usize = 0x00;
const SIXTEEN_ZEROS: usize = 0xF0;

impl Rates {
    /// Rates to begin with, before there are statistics: codes grow with the run and the magnitude.
    pub fn guess() -> Self {
        Self::from_lengths(|run, size| (1.0 + f32::from(run) * 0.6 + f32::from(size) * 1.3).min(16.0), 3.0)
    }

    /// The rates of a table; symbols without a code get the longest.
    pub fn of(table: &CodeTable) -> Self {
        let length = |symbol: usize| match table.lengths[symbol] {
            0 => 16.0,
            length => f32::from(length),
        };
        Self::from_lengths(|run, size| length(usize::from(run << 4 | size)), length(END))
    }

    fn from_lengths(length: impl Fn(u8, u8) -> f32, end: f32) -> Self {
        let symbols = core::array::from_fn(|symbol| {
            let symbol = u8::try_from(symbol).unwrap_or(0);
            length(symbol >> 4, symbol & 15) + f32::from(symbol & 15)
        });
        Self { symbols, end, sixteen_zeros: symbols[SIXTEEN_ZEROS] }
    }

    #[inline]
    pub fn of_run(&self, run: usize, size: usize) -> f32 {
        let mut rate = self.symbols[(run << 4 | size) & 0xFF];
        if run > 15 {
            rate = self.symbols[((run & 15) << 4 | size) & 0xFF];
            for _ in 0..run >> 4 {
                rate += self.sixteen_zeros;
            }
        }
        rate
    }
}

/// The weight of distortion in a block, from its coefficients in eighths. It is less where texture hides distortion.
#[inline]
#[expect(clippy::cast_precision_loss, reason = "a weight is rough")]
pub fn weight(coefficients: &Block) -> f32 {
    let dc = i32::from(coefficients[0]);
    weight_of_energy(lanes::energy(coefficients).wrapping_sub(dc * dc) as f32)
}

/// The same from the energy of the AC coefficients: the sum of their squares.
#[inline]
pub fn weight_of_energy(energy: f32) -> f32 {
    FLAT_WEIGHT / (1.0 + energy.max(0.0) / HALF_ENERGY)
}

/// Quantizes the blocks of one component.
#[derive(Debug)]
pub struct Quantizer<'a> {
    reciprocals: [f32; BLOCK],
    rates: &'a Rates,
    nodes: [Node; BLOCK],
}

/// The cheapest way to code a block up to a coefficient that is not zero.
#[derive(Debug, Clone, Copy, Default)]
struct Node {
    /// Position in zigzag order.
    at: u8,
    /// Bits and distortion so far.
    cost: f32,
    /// The distortion if all coefficients up to this one become zero.
    zeroed: f32,
    /// The node before.
    previous: u8,
    /// The quantized magnitude.
    magnitude: u16,
    negative: bool,
}

impl<'a> Quantizer<'a> {
    /// Quantizes by `steps`, which are in zigzag order.
    pub fn new(steps: &[u16; BLOCK], rates: &'a Rates) -> Self {
        let reciprocals = steps.map(|step| 1.0 / (f32::from(step) * FRACTION));
        Self { reciprocals, rates, nodes: [Node::default(); BLOCK] }
    }

    /// Quantizes one block. A squared step of distortion is worth `weight` bits. The values are left in `out`; gives
    /// which coefficients they are, and how many.
    pub fn quantize(&mut self, block: SparseBlock<'_>, weight: f32, out: &mut [i16; BLOCK]) -> (u64, usize) {
        let (last, zeroed) = self.forward(block, weight);
        let mut best = (f32::INFINITY, 0);
        for node in (0..=last).rev() {
            let Node { at, cost, zeroed: before, magnitude, .. } = self.nodes[node];
            let cost = cost + (zeroed - before) + if usize::from(at) < BLOCK - 1 { self.rates.end } else { 0.0 };
            if cost < best.0 {
                best = (cost, node);
            }
            if magnitude > 1 {
                break;
            }
        }
        self.backward(best.1, block.dc(), out)
    }

    /// Quantizes every coefficient to the nearest multiple of its step. A magnitude of 1 becomes zero where its bits
    /// are worth more than its distortion. Each coefficient is decided alone.
    #[inline]
    pub fn quantize_simply(&self, block: SparseBlock<'_>, weight: f32, out: &mut [i16; BLOCK]) -> (u64, usize) {
        out[0] = self.quantized_dc(block.dc());
        let (mut mask, mut count, mut last) = (1, 1, 0);
        for (at, value) in block.ac() {
            let exact = f32::from(value.unsigned_abs()) * self.reciprocals[at as usize % BLOCK];
            let magnitude = nearest(exact);
            if magnitude > 1 || magnitude == 1 && self.is_worth_a_one(exact, (at - last - 1) as usize, weight) {
                out[count % BLOCK] = signed(magnitude, value < 0);
                count += 1;
                mask |= 1 << at;
                last = at;
            }
        }
        (mask, count)
    }

    /// Whether a magnitude of 1 behind `run` zeros saves more distortion than it takes bits.
    #[inline]
    fn is_worth_a_one(&self, exact: f32, run: usize, weight: f32) -> bool {
        weight * (2.0 * exact - 1.0) >= self.rates.of_run(run, 1)
    }

    #[inline]
    fn quantized_dc(&self, dc: i16) -> i16 {
        signed(nearest(f32::from(dc.unsigned_abs()) * self.reciprocals[0]), dc < 0)
    }

    /// Fills the nodes. Gives the last one, and the distortion of a block of zeros.
    #[inline]
    fn forward(&mut self, block: SparseBlock<'_>, weight: f32) -> (usize, f32) {
        let (mut last, mut zeroed) = (0, 0.0);
        self.nodes[0] = Node::default();
        for (at, value) in block.ac() {
            let at = at as usize % BLOCK;
            let exact = f32::from(value.unsigned_abs()) * self.reciprocals[at];
            let magnitude = nearest(exact);
            let if_zero = weight * exact * exact;
            if magnitude > 0 {
                let node = self.best_to(at, exact, magnitude, (last, zeroed, weight));
                last += 1;
                self.nodes[last % BLOCK] = Node { negative: value < 0, zeroed: zeroed + if_zero, ..node };
            }
            zeroed += if_zero;
        }
        (last, zeroed)
    }

    /// The cheapest way to a coefficient that is not zero at `at`.
    #[inline]
    fn best_to(&self, at: usize, exact: f32, magnitude: u16, (last, zeroed, weight): (usize, f32, f32)) -> Node {
        let distortion = |magnitude: u16| weight * (exact - f32::from(magnitude)) * (exact - f32::from(magnitude));
        let size = (u16::BITS - magnitude.leading_zeros()) as usize;
        let (full, less) = (distortion(magnitude), distortion(magnitude - 1));
        let can_shrink = magnitude > 1 && magnitude.is_power_of_two();
        let mut best = Node { at: low_byte(at), cost: f32::INFINITY, ..Node::default() };
        for previous in (0..=last).rev().take(MAX_PREDECESSORS) {
            let node = &self.nodes[previous % BLOCK];
            let run = at.wrapping_sub(usize::from(node.at) + 1);
            let base = node.cost + (zeroed - node.zeroed);
            let cost = base + self.rates.of_run(run, size) + full;
            if cost < best.cost {
                best = Node { cost, previous: low_byte(previous), magnitude, ..best };
            }
            if can_shrink {
                let cost = base + self.rates.of_run(run, size - 1) + less;
                if cost < best.cost {
                    best = Node { cost, previous: low_byte(previous), magnitude: magnitude - 1, ..best };
                }
            }
            // Zeroing a larger coefficient never pays.
            if node.magnitude > 1 {
                break;
            }
        }
        best
    }

    /// Follows the nodes back to the start and writes the block's values, DC first.
    #[inline]
    fn backward(&self, end: usize, dc: i16, out: &mut [i16; BLOCK]) -> (u64, usize) {
        let mut path = [0_u8; BLOCK];
        let (mut length, mut node, mut mask) = (0, end, 1);
        while node > 0 {
            path[length % BLOCK] = u8::try_from(node).unwrap_or(0);
            length += 1;
            mask |= 1 << self.nodes[node].at;
            node = usize::from(self.nodes[node].previous) % BLOCK;
        }
        out[0] = self.quantized_dc(dc);
        for (slot, &node) in out[1..].iter_mut().zip(path[..length].iter().rev()) {
            let node = &self.nodes[usize::from(node) % BLOCK];
            *slot = signed(node.magnitude, node.negative);
        }
        (mask, length + 1)
    }
}

#[inline]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "below 2^13")]
fn nearest(exact: f32) -> u16 {
    (exact + 0.5) as u16
}

#[inline]
#[expect(clippy::cast_possible_truncation, reason = "below 64")]
const fn low_byte(index: usize) -> u8 {
    index as u8
}

#[inline]
fn signed(magnitude: u16, negative: bool) -> i16 {
    let value = i16::try_from(magnitude).unwrap_or(i16::MAX);
    if negative { -value } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_run_costs_its_sixteens_and_the_symbol_of_the_rest() {
        let rates = Rates::from_lengths(|run, size| 1.0 + 3.0 * f32::from(run) + f32::from(size), 2.0);
        for (run, size) in [(16, 1), (37, 2), (37, 5), (58, 3), (62, 8)] {
            let sixteens = (run / 16) as f32 * rates.of_run(15, 0);
            assert_eq!(rates.of_run(run, size), sixteens + rates.of_run(run % 16, size), "{run} {size}");
        }
        // Code and additional bits of a run of 5 and a magnitude of 2 bits.
        assert_eq!(rates.of_run(5, 2), 18.0 + 2.0);
        assert_eq!(rates.of_run(37, 2), 2.0 * 46.0 + 20.0);
    }
}
