//! Loads into the vectors of WebAssembly.

use core::arch::wasm32::{i64x2_splat, u16x8_extend_low_u8x16, v128, v128_load, v128_store};

/// Eight 16-bit numbers.
///
/// Built from its eight lanes instead, it becomes eight loads, and reducing a photo takes nearly twice as long.
#[inline(always)]
#[expect(unsafe_code, reason = "the compiler makes eight loads of the safe form")]
pub fn words(words: &[i16; 8]) -> v128 {
    // SAFETY: the reference is to 16 bytes that can be read, and the load needs no alignment.
    unsafe { v128_load(words.as_ptr().cast()) }
}

/// Sixteen samples.
#[inline(always)]
#[expect(unsafe_code, reason = "the compiler makes sixteen loads of the safe form")]
pub fn bytes(bytes: &[u8; 16]) -> v128 {
    // SAFETY: the reference is to 16 bytes that can be read, and the load needs no alignment.
    unsafe { v128_load(bytes.as_ptr().cast()) }
}

/// Eight sums.
#[inline(always)]
#[expect(unsafe_code, reason = "the compiler makes eight loads of the safe form")]
pub fn sums(sums: &[u16; 8]) -> v128 {
    // SAFETY: the reference is to 16 bytes that can be read, and the load needs no alignment.
    unsafe { v128_load(sums.as_ptr().cast()) }
}

/// Writes eight sums.
#[inline(always)]
#[expect(unsafe_code, reason = "the compiler makes eight stores of the safe form")]
pub fn store_sums(sums: v128, to: &mut [u16; 8]) {
    // SAFETY: the reference is to 16 bytes that can be written, and the store needs no alignment.
    unsafe { v128_store(to.as_mut_ptr().cast(), sums) }
}

/// Writes sixteen samples.
#[inline(always)]
#[expect(unsafe_code, reason = "the compiler makes sixteen stores of the safe form")]
pub fn store_bytes(bytes: v128, to: &mut [u8; 16]) {
    // SAFETY: the reference is to 16 bytes that can be written, and the store needs no alignment.
    unsafe { v128_store(to.as_mut_ptr().cast(), bytes) }
}

/// Writes eight 16-bit numbers.
#[inline(always)]
#[expect(unsafe_code, reason = "the compiler makes eight stores of the safe form")]
pub fn store_words(words: v128, to: &mut [i16; 8]) {
    // SAFETY: the reference is to 16 bytes that can be written, and the store needs no alignment.
    unsafe { v128_store(to.as_mut_ptr().cast(), words) }
}

/// Eight samples as 16-bit numbers.
#[inline(always)]
pub fn samples(samples: &[u8; 8]) -> v128 {
    u16x8_extend_low_u8x16(i64x2_splat(i64::from_le_bytes(*samples)))
}
