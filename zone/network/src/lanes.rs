//! Four sums of products of two 16-bit numbers at a time: what a network of whole numbers is made of.

#[cfg(not(any(target_arch = "x86_64", all(target_arch = "wasm32", target_feature = "simd128"))))]
pub(crate) use portable::{Lanes, Sums};
#[cfg(target_arch = "x86_64")]
pub(crate) use sse2::{Lanes, Sums};
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub(crate) use vectors::{Lanes, Sums};

/// Two numbers in one, the first in the lower half.
pub(crate) const fn pair(first: i16, second: i16) -> i32 {
    let [a, b] = first.to_le_bytes();
    let [c, d] = second.to_le_bytes();
    i32::from_le_bytes([a, b, c, d])
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vectors {
    use core::arch::wasm32::{i16x8, i32x4_add, i32x4_dot_i16x8, i32x4_extract_lane, i32x4_max, i32x4_splat, v128};

    /// Weights of two inputs for each of four outputs.
    #[derive(Debug, Clone, Copy)]
    pub(crate) struct Lanes(v128);

    impl Lanes {
        pub(crate) fn new([a, b, c, d, e, f, g, h]: [i16; 8]) -> Self {
            Self(i16x8(a, b, c, d, e, f, g, h))
        }
    }

    /// The sums of four outputs.
    #[derive(Debug, Clone, Copy)]
    pub(crate) struct Sums(v128);

    impl Sums {
        #[inline(always)]
        pub(crate) fn new(value: i32) -> Self {
            Self(i32x4_splat(value))
        }

        /// Adds the products of a pair of inputs and its weights.
        #[inline(always)]
        pub(crate) fn add(&mut self, weights: &Lanes, pair: i32) {
            self.0 = i32x4_add(self.0, i32x4_dot_i16x8(weights.0, i32x4_splat(pair)));
        }

        #[inline(always)]
        pub(crate) fn greatest(&mut self, other: Self) {
            self.0 = i32x4_max(self.0, other.0);
        }

        #[inline(always)]
        pub(crate) fn get(self) -> [i32; 4] {
            let Self(sums) = self;
            [
                i32x4_extract_lane::<0>(sums),
                i32x4_extract_lane::<1>(sums),
                i32x4_extract_lane::<2>(sums),
                i32x4_extract_lane::<3>(sums),
            ]
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[expect(
    unsafe_code,
    reason = "without these instructions a window takes three times as long: compilers do not find them"
)]
mod sse2 {
    // SAFETY of every block here: the instructions are of SSE2, which every x86-64 processor has, and touch no memory.
    use core::arch::x86_64::{
        __m128i, _mm_add_epi32, _mm_and_si128, _mm_andnot_si128, _mm_cmpgt_epi32, _mm_cvtsi128_si32, _mm_madd_epi16,
        _mm_or_si128, _mm_set_epi16, _mm_set1_epi32, _mm_shuffle_epi32,
    };

    /// Weights of two inputs for each of four outputs.
    #[derive(Debug, Clone, Copy)]
    pub(crate) struct Lanes(__m128i);

    impl Lanes {
        pub(crate) fn new([a, b, c, d, e, f, g, h]: [i16; 8]) -> Self {
            // SAFETY: see above.
            Self(unsafe { _mm_set_epi16(h, g, f, e, d, c, b, a) })
        }
    }

    /// The sums of four outputs.
    #[derive(Debug, Clone, Copy)]
    pub(crate) struct Sums(__m128i);

    impl Sums {
        #[inline(always)]
        pub(crate) fn new(value: i32) -> Self {
            // SAFETY: see above.
            Self(unsafe { _mm_set1_epi32(value) })
        }

        /// Adds the products of a pair of inputs and its weights.
        #[inline(always)]
        pub(crate) fn add(&mut self, weights: &Lanes, pair: i32) {
            // SAFETY: see above.
            self.0 = unsafe { _mm_add_epi32(self.0, _mm_madd_epi16(weights.0, _mm_set1_epi32(pair))) };
        }

        #[inline(always)]
        pub(crate) fn greatest(&mut self, other: Self) {
            // SAFETY: see above.
            self.0 = unsafe {
                let is_greater = _mm_cmpgt_epi32(self.0, other.0);
                _mm_or_si128(_mm_and_si128(is_greater, self.0), _mm_andnot_si128(is_greater, other.0))
            };
        }

        #[inline(always)]
        pub(crate) fn get(self) -> [i32; 4] {
            let Self(sums) = self;
            // SAFETY: see above.
            unsafe {
                [
                    _mm_cvtsi128_si32(sums),
                    _mm_cvtsi128_si32(_mm_shuffle_epi32::<1>(sums)),
                    _mm_cvtsi128_si32(_mm_shuffle_epi32::<2>(sums)),
                    _mm_cvtsi128_si32(_mm_shuffle_epi32::<3>(sums)),
                ]
            }
        }
    }
}

#[cfg(not(any(target_arch = "x86_64", all(target_arch = "wasm32", target_feature = "simd128"))))]
mod portable {
    /// Weights of two inputs for each of four outputs. They are widened, so that compilers make vectors of the sums.
    #[derive(Debug, Clone, Copy)]
    pub(crate) struct Lanes {
        first: [i32; 4],
        second: [i32; 4],
    }

    impl Lanes {
        pub(crate) fn new([a, b, c, d, e, f, g, h]: [i16; 8]) -> Self {
            Self { first: [a, c, e, g].map(i32::from), second: [b, d, f, h].map(i32::from) }
        }
    }

    /// The sums of four outputs.
    #[derive(Debug, Clone, Copy)]
    pub(crate) struct Sums([i32; 4]);

    impl Sums {
        #[inline(always)]
        pub(crate) const fn new(value: i32) -> Self {
            Self([value; 4])
        }

        /// Adds the products of a pair of inputs and its weights.
        #[inline(always)]
        #[expect(clippy::cast_possible_truncation, reason = "takes the halves apart")]
        pub(crate) fn add(&mut self, weights: &Lanes, pair: i32) {
            let (a, b) = (i32::from(pair as i16), pair >> 16);
            for (sum, (first, second)) in self.0.iter_mut().zip(weights.first.iter().zip(&weights.second)) {
                *sum += first * a + second * b;
            }
        }

        #[inline(always)]
        pub(crate) fn greatest(&mut self, other: Self) {
            for (value, other) in self.0.iter_mut().zip(other.0) {
                *value = other.max(*value);
            }
        }

        #[inline(always)]
        pub(crate) const fn get(self) -> [i32; 4] {
            self.0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same test passes as WebAssembly, where these are instructions of the processor.
    #[test]
    fn sums_are_those_of_the_products() {
        let weights = [1, -2, 127, -127, 0, 5, -128, 7];
        let inputs = [[0, 0], [1, 0], [0, 1], [-3, 2], [8191, -8192], [i16::MAX, i16::MIN]];
        let mut sums = Sums::new(10);
        let mut expected = [10i32; 4];
        for [first, second] in inputs {
            sums.add(&Lanes::new(weights), pair(first, second));
            for (sum, [a, b]) in expected.iter_mut().zip(weights.as_chunks::<2>().0) {
                *sum += i32::from(*a) * i32::from(first) + i32::from(*b) * i32::from(second);
            }
        }
        assert_eq!(sums.get(), expected);
        let mut greatest = Sums::new(0);
        greatest.greatest(sums);
        assert_eq!(greatest.get(), expected.map(|sum| sum.max(0)));
    }
}
