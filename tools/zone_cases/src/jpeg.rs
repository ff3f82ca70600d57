//! What a JPEG file does to grey samples: quantized coefficients of blocks of 8 by 8 (ITU-T T.81).

use crate::plane::Plane;

/// The table for luminance, T.81 annex K.1.
const TABLE: [u8; 64] = [
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51,
    87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101,
    72, 92, 95, 98, 112, 100, 103, 99,
];

type Block = [[f32; 8]; 8];

/// The plane as it comes out of a file of the quality, 1 to 100.
pub fn damage(plane: &mut Plane, quality: f32) {
    let percent = if quality < 50.0 { 5000.0 / quality } else { 200.0 - 2.0 * quality };
    let basis = basis();
    let (mut left, mut top) = (0, 0);
    while top < plane.height {
        let mut block: Block = [[0.0; 8]; 8];
        for (y, row) in block.iter_mut().enumerate() {
            for (x, sample) in row.iter_mut().enumerate() {
                *sample = plane.get((left + x).min(plane.width - 1), (top + y).min(plane.height - 1)) - 128.0;
            }
        }
        let mut coefficients = transform(&basis, &block, false);
        for (coefficient, entry) in coefficients.iter_mut().flatten().zip(TABLE) {
            let step = (f32::from(entry) * percent / 100.0).round().clamp(1.0, 255.0);
            *coefficient = (*coefficient / step).round() * step;
        }
        let block = transform(&basis, &coefficients, true);
        for (y, row) in block.iter().enumerate().take(plane.height - top) {
            for (x, sample) in row.iter().enumerate().take(plane.width - left) {
                plane.set(left + x, top + y, sample + 128.0);
            }
        }
        left += 8;
        if left >= plane.width {
            (left, top) = (0, top + 8);
        }
    }
}

/// The cosines: for each frequency its value at each place.
fn basis() -> Block {
    let mut basis = [[0.0; 8]; 8];
    for (frequency, row) in basis.iter_mut().enumerate() {
        for (place, value) in row.iter_mut().enumerate() {
            let scale = if frequency == 0 { 0.125f32.sqrt() } else { 0.5 };
            *value = scale * ((2 * place + 1) as f32 * frequency as f32 * core::f32::consts::PI / 16.0).cos();
        }
    }
    basis
}

fn transform(basis: &Block, block: &Block, back: bool) -> Block {
    let at = |a: usize, b: usize| if back { basis[b][a] } else { basis[a][b] };
    let mut rows = [[0.0; 8]; 8];
    for (from, to) in block.iter().zip(&mut rows) {
        for (u, to) in to.iter_mut().enumerate() {
            *to = (0..8).map(|x| at(u, x) * from[x]).sum();
        }
    }
    let mut both = [[0.0; 8]; 8];
    for (v, to) in both.iter_mut().enumerate() {
        for (u, to) in to.iter_mut().enumerate() {
            *to = (0..8).map(|y| at(v, y) * rows[y][u]).sum();
        }
    }
    both
}
