//! JPEG: processes, sampling factors, components, orientations.

use super::Made;
use crate::support::exif;
use crate::support::files::{exif_segment, with_segments};
use crate::support::picture::Picture;
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

/// Sides that are no whole number of MCUs of any sampling factor.
const ODD: (u32, u32) = (91, 61);

/// Whole MCUs of 8 and of 16 pixels.
const WHOLE: (u32, u32) = (96, 64);

/// How a file is written.
#[derive(Clone, Copy)]
pub struct Kind {
    pub sampling: SamplingFactor,
    pub progressive: bool,
    pub restart_interval: Option<u16>,
    pub quality: u8,
}

impl Kind {
    /// As phones write it: 4:2:0, baseline.
    pub const PHONE: Self =
        Self { sampling: SamplingFactor::F_2_2, progressive: false, restart_interval: None, quality: 95 };

    pub fn file(self, picture: &Picture) -> Vec<u8> {
        self.of_samples(picture, &picture.rgb, ColorType::Rgb)
    }

    fn of_samples(self, picture: &Picture, samples: &[u8], color: ColorType) -> Vec<u8> {
        let mut file = Vec::new();
        let mut encoder = Encoder::new(&mut file, self.quality);
        encoder.set_sampling_factor(self.sampling);
        encoder.set_progressive(self.progressive);
        if let Some(interval) = self.restart_interval {
            encoder.set_restart_interval(interval);
        }
        let [width, height] = [picture.width, picture.height].map(|side| u16::try_from(side).unwrap());
        encoder.encode(samples, width, height, color).unwrap();
        file
    }
}

/// Each sampling factor, as baseline, with restart markers and progressive; gray, and four components.
pub fn files() -> Vec<Made> {
    const SAMPLINGS: [(&str, SamplingFactor); 6] = [
        ("444", SamplingFactor::F_1_1),
        ("422", SamplingFactor::F_2_1),
        ("440", SamplingFactor::F_1_2),
        ("420", SamplingFactor::F_2_2),
        ("411", SamplingFactor::F_4_1),
        ("410", SamplingFactor::F_4_2),
    ];
    let mut files = Vec::new();
    for (sampling_name, sampling) in SAMPLINGS {
        for (process, progressive, restart_interval) in
            [("baseline", false, None), ("restarts", false, Some(3)), ("progressive", true, None)]
        {
            for (width, height) in [ODD, WHOLE] {
                let picture = Picture::smooth(width, height);
                let kind = Kind { sampling, progressive, restart_interval, ..Kind::PHONE };
                let name = format!("{sampling_name}-{process}-{width}x{height}.jpg");
                files.push(Made::shows(name, "chroma stands where it belongs", kind.file(&picture), picture));
            }
        }
    }
    files.extend([
        gray(false),
        gray(true),
        tiny(),
        four_components(ColorType::Cmyk),
        four_components(ColorType::CmykAsYcck),
    ]);
    files
}

fn gray(progressive: bool) -> Made {
    let picture = Picture::from_fn(ODD.0, ODD.1, |x, y| [u8::try_from(40 + x + 2 * y).unwrap(); 3]);
    let samples: Vec<u8> = picture.rgb.iter().step_by(3).copied().collect();
    let file = Kind { progressive, ..Kind::PHONE }.of_samples(&picture, &samples, ColorType::Luma);
    Made::shows(format!("gray-progressive-{progressive}.jpg"), "one component is a whole picture", file, picture)
}

fn tiny() -> Made {
    let picture = Picture::from_fn(1, 1, |_, _| [200, 40, 90]);
    Made::shows("one-pixel.jpg", "less than a block", Kind::PHONE.file(&picture), picture)
}

/// Ink in four colours, as presses have it. Adobe's programs write it inverted, and say so in a segment of their own.
fn four_components(color: ColorType) -> Made {
    let picture = Picture::smooth(WHOLE.0, WHOLE.1);
    let ink: Vec<u8> = picture
        .rgb
        .as_chunks::<3>()
        .0
        .iter()
        .flat_map(|[red, green, blue]| [255 - red, 255 - green, 255 - blue, 0])
        .collect();
    let file = Kind { sampling: SamplingFactor::F_1_1, ..Kind::PHONE }.of_samples(&picture, &ink, color);
    Made::shows(format!("{color:?}.jpg"), "four components are ink, not light", file, picture)
}

/// Every orientation, on whole MCUs and not, in both byte orders.
pub fn turned() -> Vec<Made> {
    let mut files = Vec::new();
    for orientation in 1..=8 {
        for (width, height) in [ODD, WHOLE] {
            let stored = Picture::smooth(width, height);
            let exif = exif::orientation(orientation, width == ODD.0);
            let file = with_segments(&Kind::PHONE.file(&stored), &[exif_segment(&exif)]);
            let name = format!("orientation-{orientation}-{width}x{height}.jpg");
            files.push(Made::shows(name, "turned once, the right way", file, stored.shown(orientation)));
        }
    }
    files
}
