//! From Y, U and V to red, green and blue, with the chroma interpolated as every browser does it.

use super::plane::Vp8Plane;

/// Writes row `y` of an image of `height` rows as red, green, blue and full alpha.
pub fn write_row([luma, chroma @ ..]: &[Vp8Plane; 3], (y, height): (usize, usize), row: &mut [[u8; 4]]) {
    let last = height.div_ceil(2) - 1;
    let near = y / 2;
    let far = if y % 2 == 1 { (near + 1).min(last) } else { near.saturating_sub(1) };
    let columns = row.len().div_ceil(2);
    let [u, v] = chroma;
    let u = blended(&u.row(near)[..columns], u.row(far));
    let v = blended(&v.row(near)[..columns], v.row(far));
    for ((x, pixel), luma) in row.iter_mut().enumerate().zip(luma.row(y)) {
        let near = x / 2;
        let far = if x % 2 == 1 { (near + 1).min(columns - 1) } else { near.saturating_sub(1) };
        let (u, v) = ((3 * u[near] + u[far] + 8) >> 4, (3 * v[near] + v[far] + 8) >> 4);
        *pixel = rgba(i32::from(*luma), u, v);
    }
}

/// Four times the row at a quarter of the distance from one row to another.
fn blended(near: &[u8], far: &[u8]) -> Vec<i32> {
    let mut row = vec![0; near.len()];
    for (x, blended) in row.iter_mut().enumerate() {
        *blended = 3 * i32::from(near[x]) + i32::from(far[x]);
    }
    row
}

/// ITU-R BT.601 with the range of video, in 16,384ths, as libwebp rounds it.
fn rgba(luma: i32, u: i32, v: i32) -> [u8; 4] {
    let scaled = |sample: i32, factor: i32| (sample * factor) >> 8;
    let sample = |value: i32| super::plane::clamped(value >> 6);
    let luma = scaled(luma, 19_077);
    [
        sample(luma + scaled(v, 26_149) - 14_234),
        sample(luma - scaled(u, 6_419) - scaled(v, 13_320) + 8_708),
        sample(luma + scaled(u, 33_050) - 17_685),
        u8::MAX,
    ]
}
