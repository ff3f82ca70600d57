//! Times encoding and transcoding of a JPEG file: `encode_time FILE [RUNS] [BUDGET_BYTES] [QUALITY]`.
#![expect(clippy::print_stdout, reason = "a program for the terminal")]

use std::time::Instant;

use idsnap::Result;
use idsnap::jpeg::{
    Damaged, DecodeOptions, Decoder, EncodeOptions, Scale, Subsampling, Target, TranscodeOptions, Transform, encode,
    transcode,
};
use idsnap::rows::{ColorModel, RowSource, Size};

/// A decoded picture, so that decoding is not timed.
struct Held {
    size: Size,
    model: ColorModel,
    samples: Vec<u8>,
    next: usize,
}

impl Held {
    fn new(mut source: impl RowSource) -> Result<Self> {
        let (size, model, length) = (source.size(), source.model(), source.row_length());
        let mut samples = vec![0; length * size.height as usize];
        samples.chunks_exact_mut(length).try_for_each(|row| source.next_row(row))?;
        Ok(Self { size, model, samples, next: 0 })
    }
}

impl RowSource for Held {
    fn size(&self) -> Size {
        self.size
    }

    fn model(&self) -> ColorModel {
        self.model
    }

    fn next_row(&mut self, row: &mut [u8]) -> Result<(), Box<idsnap::PixelError>> {
        row.copy_from_slice(&self.samples[self.next..self.next + row.len()]);
        self.next += row.len();
        Ok(())
    }
}

fn median(runs: usize, name: &str, job: &mut dyn FnMut() -> Result<(usize, u8)>) -> Result<()> {
    let mut times = Vec::new();
    let mut made = (0, 0);
    for _ in 0..runs {
        let start = Instant::now();
        made = job()?;
        times.push(start.elapsed());
    }
    times.sort();
    println!("{name}: {:.1} ms, {} bytes, quality {}", times[runs / 2].as_secs_f64() * 1e3, made.0, made.1);
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let bytes = std::fs::read(arguments.next().ok_or("no file named")?)?;
    let mut number = |default: u64| arguments.next().map_or(Ok(default), |word| word.parse::<u64>());
    let (runs, max_bytes, quality) = (number(5)?, number(525_000)?, u8::try_from(number(80)?)?);
    let runs = usize::try_from(runs.max(1))?;
    let budget = Target::Budget { max_bytes, min_quality: 1, max_quality: 100 };

    for progressive in [false, true] {
        println!("progressive: {progressive}");
        let options = TranscodeOptions {
            target: budget,
            metadata: &[],
            progressive,
            transform: Transform::default(),
            halves_chroma: false,
        };
        median(runs, "transcode to budget", &mut || {
            let made = transcode(&bytes, &options)?;
            Ok((made.bytes.len(), made.quality))
        })?;
        for (name, target) in [("encode to budget", budget), ("encode at quality", Target::Quality(quality))] {
            let options = EncodeOptions { target, subsampling: Subsampling::Auto, metadata: &[], progressive };
            let decoder =
                Decoder::new(&bytes, DecodeOptions { scale: Scale::Full, damaged: Damaged::ShowWhatIsThere })?;
            let mut picture = Held::new(decoder)?;
            median(runs, name, &mut || {
                picture.next = 0;
                let made = encode(&mut picture, &options)?;
                Ok((made.bytes.len(), made.quality))
            })?;
        }
    }
    Ok(())
}
