//! The alpha of a lossy image (RFC 9649, clause 2.7.1.2).

use super::bits::Bits;
use super::{coded_wrongly, ends_early, lossless};
use crate::Result;

/// The alpha of each pixel.
pub fn plane(data: &[u8], (width, height): (usize, usize)) -> Result<Vec<u8>> {
    let [flags, coded @ ..] = data else { return Err(ends_early()) };
    let (compression, filter, preprocessing) = (flags & 3, flags >> 2 & 3, flags >> 4 & 3);
    let mut plane = match compression {
        0 => coded.get(..width * height).ok_or_else(ends_early)?.to_vec(),
        1 => {
            let pixels = lossless::pixels(&mut Bits::new(coded), width, height)?;
            pixels.iter().map(|pixel| pixel.to_le_bytes()[1]).collect()
        }
        _ => return Err(coded_wrongly()),
    };
    if preprocessing > 1 {
        return Err(coded_wrongly());
    }
    if filter > 0 {
        add_predictions(&mut plane, width, filter);
    }
    Ok(plane)
}

fn add_predictions(plane: &mut [u8], width: usize, filter: u8) {
    for at in 1..plane.len() {
        let (left, above) = (plane[at - 1], at.checked_sub(width).map(|above| plane[above]));
        let predicted = match (above, at % width, filter) {
            (None, ..) | (Some(_), 1.., 1) => left,
            (Some(above), 0, _) | (Some(above), _, 2) => above,
            (Some(above), ..) => {
                super::plane::clamped(i32::from(left) + i32::from(above) - i32::from(plane[at - width - 1]))
            }
        };
        plane[at] = plane[at].wrapping_add(predicted);
    }
}
