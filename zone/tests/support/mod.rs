//! What tests of the reader share: the passport, and the passport with other characters.

use idsnap_zone::{Luma, Reader, Reading};
use std::path::Path;

pub const PASSPORT: [&str; 2] =
    ["PWPIESKIKABEK<<FRIZAH<ZAHWANQUI<<<<<<<<<<<<<", "ZVAU0O2<<6PIE8608044F291016179331<<<<<<<<<32"];

pub fn image(name: &str) -> Luma {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
    let file = std::io::BufReader::new(std::fs::File::open(path).unwrap());
    let mut reader = png::Decoder::new(file).read_info().unwrap();
    let mut samples = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut samples).unwrap();
    Luma::new(samples, info.width.try_into().unwrap(), info.height.try_into().unwrap()).unwrap()
}

pub fn read(image: &Luma) -> Option<Reading> {
    Reader::new().unwrap().read(image)
}

/// From the upper line of the passport to the lower, in pixels.
const SPACING: f32 = 27.0;

/// The passport, whose characters stand in even cells, so that one can be put in the place of another.
pub struct Cells {
    pub image: Luma,
    left: f32,
    pitch: f32,
    /// Between the lines.
    pub middle: f32,
}

impl Cells {
    pub fn of_the_passport() -> Self {
        let image = image("passport-flat.png");
        let [top_left, top_right, _, bottom_left] = read(&image).unwrap().corners;
        let pitch = (top_right.x - top_left.x) / 44.0;
        Self { left: top_left.x, pitch, middle: (top_left.y + bottom_left.y) / 2.0, image }
    }

    /// Where a column begins, in pixels.
    pub fn start(&self, column: usize) -> f32 {
        self.left + self.pitch * column as f32
    }

    /// The image with other samples in a part of a cell: `part` has from where to where, across and down, from -1 to 1.
    pub fn changed(&self, [row, column]: [usize; 2], part: [f32; 4], sample: impl Fn(f32, f32) -> f32) -> Luma {
        let center = [self.start(column) + self.pitch / 2.0, self.middle + SPACING * (row as f32 - 0.5)];
        let [left, right, top, bottom] = part;
        Luma::from_fn(self.image.width(), self.image.height(), |x, y| {
            let (x, y) = (x as f32, y as f32);
            let (across, down) = ((x - center[0]) / self.pitch * 2.0, (y - center[1]) / SPACING * 2.0);
            let is_there = (left..right).contains(&across) && (top..bottom).contains(&down);
            if is_there { sample(x, y) } else { self.image.at(x, y) }
        })
        .unwrap()
    }

    /// With the character of a row and a column as that of another.
    pub fn with(&self, to: [usize; 2], from: [usize; 2]) -> Self {
        let across = self.start(from[1]) - self.start(to[1]);
        let down = SPACING * (from[0] as f32 - to[0] as f32);
        let image = self.changed(to, [-1.0, 1.0, -1.0, 1.0], |x, y| self.image.at(x + across, y + down));
        Self { image, ..*self }
    }
}
