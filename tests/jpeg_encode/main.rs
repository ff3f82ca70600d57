//! The encoding half of the JPEG engine, through its public functions.
#![expect(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "helpers of tests")]

use std::io::Write;
use std::process::{Command, Stdio};

use idsnap::PixelError as Error;
use idsnap::jpeg::{Block, CoefficientReader, EncodeOptions, Encoded, Frame, McuRow, Subsampling, Target, encode};
use idsnap::rows::{ColorModel, RowSource, Size};

mod any;
mod lossless;
mod pixels;
mod split;
mod transcode;

type Sample = fn(u32, u32, u32) -> u8;

/// A picture made by a function of column, line and component.
struct Generated {
    size: Size,
    model: ColorModel,
    next: u32,
    sample: Sample,
}

impl RowSource for Generated {
    fn size(&self) -> Size {
        self.size
    }

    fn model(&self) -> ColorModel {
        self.model
    }

    fn next_row(&mut self, row: &mut [u8]) -> Result<(), Box<Error>> {
        for (component, samples) in (0..).zip(row.chunks_exact_mut(self.size.width as usize)) {
            for (x, sample) in (0..).zip(samples) {
                *sample = (self.sample)(x, self.next, component);
            }
        }
        self.next += 1;
        Ok(())
    }
}

fn byte(value: u32) -> u8 {
    u8::try_from(value.min(255)).unwrap()
}

fn gradient(x: u32, y: u32, component: u32) -> u8 {
    byte((x * 2 + y * 3) / 4 + component * 60)
}

/// Strokes two pixels wide on light paper, as print has them.
fn text(x: u32, y: u32, component: u32) -> u8 {
    let is_ink = (x / 2 * 7 + y / 2 * 5 + (x / 9) * (y / 11)).is_multiple_of(4) && y % 22 < 14;
    byte(if is_ink { 30 + 10 * component } else { 230 - 8 * component })
}

fn noise(x: u32, y: u32, component: u32) -> u8 {
    let mut state = x.wrapping_mul(0x9E37_79B9) ^ y.wrapping_mul(0x85EB_CA6B) ^ component.wrapping_mul(0xC2B2_AE35);
    state ^= state >> 15;
    byte(state.wrapping_mul(0x2C1B_3C6D) >> 24)
}

/// Detail of different strength from square to square, as photos have it.
fn blocks(x: u32, y: u32, component: u32) -> u8 {
    let strength = 1 + (x / 40 * 5 + y / 40 * 3) % 7;
    let grain = u32::from(noise(x / 2, y / 2, component)) * strength / 16;
    byte(u32::from(gradient(x / 4, y / 4, component)) / 2 + grain)
}

const PICTURES: [(&str, Sample); 3] = [("gradient", gradient), ("text", text), ("noise", noise)];

fn picture(width: u32, height: u32, model: ColorModel, sample: Sample) -> Generated {
    Generated { size: Size { width, height }, model, next: 0, sample }
}

const fn options(target: Target) -> EncodeOptions<'static> {
    EncodeOptions { target, subsampling: Subsampling::Auto, metadata: &[], progressive: true }
}

const fn budget(max_bytes: u64) -> Target {
    Target::Budget { max_bytes, min_quality: 1, max_quality: 100 }
}

fn encoded(picture: &mut Generated, options: &EncodeOptions<'_>) -> Encoded {
    encode(picture, options).unwrap()
}

/// What libjpeg-turbo makes of a file: PNM bytes. `None` where `djpeg` is not installed.
#[track_caller]
fn opened(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut command = Command::new("djpeg");
    let Ok(mut child) = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn() else {
        println!("djpeg is not installed: files are not opened by an independent decoder");
        return None;
    };
    let mut stdin = child.stdin.take().unwrap();
    let input = bytes.to_vec();
    let feeder = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    feeder.join().unwrap().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(output.stdout)
}

/// The samples of a PNM file: what follows its four words.
fn pnm_samples(pnm: &[u8]) -> &[u8] {
    let ends: Vec<usize> = (0..pnm.len()).filter(|&at| pnm[at].is_ascii_whitespace()).take(4).collect();
    &pnm[ends[3] + 1..]
}

/// Blocks of every component, row by row, without padding; and how many stand side by side.
type Coefficients = Vec<(usize, Vec<Block>)>;

fn coefficients(file: &[u8]) -> (Frame, Coefficients) {
    let mut reader = CoefficientReader::new(file).unwrap();
    let frame = reader.frame().clone();
    let side =
        |edge: u32, factor: u8, most: u8| (edge * u32::from(factor)).div_ceil(u32::from(most)).div_ceil(8) as usize;
    let mut planes: Coefficients = Vec::new();
    for component in &frame.components {
        planes.push((side(frame.size.width, component.horizontal, frame.max_horizontal()), Vec::new()));
    }
    let mut rows = McuRow::default();
    while reader.next_mcu_row(&mut rows).unwrap() {
        for ((columns, blocks), rows) in planes.iter_mut().zip(&rows.components) {
            for row in rows.blocks.chunks_exact(rows.blocks_per_row) {
                blocks.extend_from_slice(&row[..*columns]);
            }
        }
    }
    for ((columns, blocks), component) in planes.iter_mut().zip(&frame.components) {
        blocks.truncate(*columns * side(frame.size.height, component.vertical, frame.max_vertical()));
    }
    (frame, planes)
}
