//! The quotient of natural numbers of any length, for decimals that no short arithmetic reads exactly.

/// A natural number, in limbs of 32 bits from the lowest.
struct Natural(Vec<u32>);

impl Natural {
    /// `self * factor + add`
    fn scale(&mut self, factor: u32, add: u32) {
        let mut carry = u64::from(add);
        for limb in &mut self.0 {
            let product = u64::from(*limb) * u64::from(factor) + carry;
            *limb = low(product);
            carry = product >> 32;
        }
        if carry > 0 {
            self.0.push(low(carry));
        }
    }

    fn bits(&self) -> usize {
        let top = self.0.last().map_or(0, |limb| 32 - limb.leading_zeros());
        (self.0.len().saturating_sub(1) * 32).saturating_add(usize::try_from(top).unwrap_or_default())
    }

    fn bit(&self, at: usize) -> u32 {
        self.0.get(at / 32).map_or(0, |limb| (limb >> (at % 32)) & 1)
    }

    /// Subtracts `other`, if it is not greater.
    fn subtract(&mut self, other: &Self) -> bool {
        let limb = |number: &Self, at: usize| number.0.get(at).copied().unwrap_or(0);
        let length = self.0.len().max(other.0.len());
        let differing = (0..length).rev().find(|at| limb(self, *at) != limb(other, *at));
        if differing.is_some_and(|at| limb(self, at) < limb(other, at)) {
            return false;
        }
        let mut borrow = false;
        for (at, own) in self.0.iter_mut().enumerate() {
            let (first, second) = (own.overflowing_sub(limb(other, at)), u32::from(borrow));
            let (rest, second) = first.0.overflowing_sub(second);
            (*own, borrow) = (rest, first.1 || second);
        }
        true
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the higher bits are carried")]
const fn low(value: u64) -> u32 {
    value as u32
}

/// The bits of a quotient, more than a double-precision number has.
const BITS: usize = 66;

/// `digits * 10 ^ exponent` as `quotient * 2 ^ power`, of 66 or 67 bits, and whether the true value is a little above.
pub fn quotient(digits: impl Iterator<Item = u8>, exponent: i32) -> (u128, i32, bool) {
    let (mut dividend, mut divisor, mut rest) = (Natural(vec![0]), Natural(vec![1]), Natural(vec![0]));
    digits.for_each(|digit| dividend.scale(10, u32::from(digit)));
    let scaled = if exponent < 0 { &mut divisor } else { &mut dividend };
    (0..exponent.unsigned_abs()).for_each(|_| scaled.scale(10, 0));
    let (length, steps) = (dividend.bits(), BITS + divisor.bits());
    let mut quotient = 0u128;
    for step in 1..=steps {
        let bit = length.checked_sub(step).map_or(0, |at| dividend.bit(at));
        rest.scale(2, bit);
        quotient = quotient << 1 | u128::from(rest.subtract(&divisor));
    }
    let behind = (0..length.saturating_sub(steps)).any(|at| dividend.bit(at) == 1);
    let power = i32::try_from(length).unwrap_or(i32::MAX).saturating_sub(i32::try_from(steps).unwrap_or(i32::MAX));
    (quotient, power, behind || rest.0.iter().any(|limb| *limb > 0))
}
