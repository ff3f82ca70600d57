//! Prints how long a JPEG file takes to decode at each scale: `decode_time FILE [RUNS]`, the median in milliseconds.

#![expect(clippy::print_stdout, reason = "a program for the terminal")]

use idsnap::jpeg::{CoefficientReader, Damaged, DecodeOptions, Decoder, McuRow, Scale, ycbcr_row_to_rgb};
use idsnap::rows::{ColorModel, RowSource};
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("usage: decode_time FILE [RUNS]")?;
    let runs: usize = arguments.next().map_or(Ok(9), |runs| runs.parse())?;
    let bytes = std::fs::read(path)?;
    for scale in [Scale::Full, Scale::Half, Scale::Quarter, Scale::Eighth] {
        let size = scale.apply(idsnap::jpeg::read_header(&bytes)?.size);
        let rows = median(runs, || decode(&bytes, scale, false))?;
        let rgb = median(runs, || decode(&bytes, scale, true))?;
        println!("{scale:?} {} x {}: rows {rows:.1} ms, as RGB {rgb:.1} ms", size.width, size.height);
    }
    println!("coefficients: {:.1} ms", median(runs, || read_coefficients(&bytes))?);
    Ok(())
}

fn median(runs: usize, mut run: impl FnMut() -> idsnap::Result<u64>) -> idsnap::Result<f64> {
    let mut times = Vec::new();
    for _ in 0..runs.max(1) {
        let start = Instant::now();
        std::hint::black_box(run()?);
        times.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    Ok(times[times.len() / 2])
}

fn decode(bytes: &[u8], scale: Scale, as_rgb: bool) -> idsnap::Result<u64> {
    let mut decoder = Decoder::new(bytes, DecodeOptions { scale, damaged: Damaged::ShowWhatIsThere })?;
    let converts = as_rgb && decoder.model() == ColorModel::YCbCr;
    let mut row = vec![0; decoder.row_length()];
    let mut sum = 0;
    for _ in 0..decoder.size().height {
        decoder.next_row(&mut row)?;
        if converts {
            ycbcr_row_to_rgb(&mut row);
        }
        sum += u64::from(row[row.len() / 2]);
    }
    Ok(sum)
}

fn read_coefficients(bytes: &[u8]) -> idsnap::Result<u64> {
    let mut reader = CoefficientReader::new(bytes)?;
    let mut rows = McuRow::default();
    let mut count = 0;
    while reader.next_mcu_row(&mut rows)? {
        count += 1;
    }
    Ok(count)
}
