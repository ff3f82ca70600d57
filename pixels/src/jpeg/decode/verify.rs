//! Whether the data of a file are whole: they are decoded and dropped.

use super::coefficients::CoefficientReader;
use crate::Result;
use crate::jpeg::shared::frame::{BLOCK, Block};
use crate::jpeg::shared::mcu::McuRow;

/// Decodes the coefficients of the JPEG in `bytes` and keeps none. Takes the memory of one row of MCUs.
///
/// # Errors
/// As [`CoefficientReader::new`] and [`CoefficientReader::next_mcu_row`]: [`crate::Error::DamagedImage`] for a file that
/// decoding would refuse.
pub fn verify(bytes: &[u8]) -> Result<()> {
    let mut reader = CoefficientReader::new(bytes)?;
    let mut rows = McuRow::default();
    for _ in 0..reader.frame().mcu_rows() {
        if pass_over_row(&mut reader) {
            reader.skip_mcu_row()?;
        } else {
            reader.next_mcu_row(&mut rows)?;
        }
    }
    Ok(())
}

/// Decodes a row of MCUs without storing more than DC. `false` where the image has several scans: a refinement cannot be
/// read without the coefficients before it.
fn pass_over_row(reader: &mut CoefficientReader<'_>) -> bool {
    let Some((scan, grids)) = reader.one_scan() else { return false };
    let Some(first) = grids.first() else { return false };
    let order: Vec<usize> = scan.component_indices().collect();
    let mut block: Block = [0; BLOCK];
    for _ in 0..first.blocks_per_row / first.horizontal {
        if !scan.begin_mcu() {
            continue;
        }
        for (nth, &index) in order.iter().enumerate() {
            for _ in 0..grids[index].horizontal * grids[index].vertical {
                scan.block(nth, 1, &mut block);
            }
        }
        scan.end_mcu();
    }
    true
}
