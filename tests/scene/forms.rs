//! One frame in every form in which browsers hand it out: it is the same to the core.

use crate::stage::Stage;
use idsnap::rows::Size;
use idsnap::scene::{FrameInput, FrameLayout, ImageAnalysis, Point, analyze_frame};
use idsnap::{Error, ErrorCode};

/// Weights of red and blue in luma: ITU-R BT.601 and BT.709.
const WEIGHTS: [[f64; 2]; 2] = [[0.299, 0.114], [0.2126, 0.0722]];

/// The planes of a frame.
#[derive(Debug, Clone, Copy)]
enum Format {
    I420,
    Nv12,
}

/// What the samples mean, and how they stand.
#[derive(Debug, Clone, Copy)]
struct Form {
    format: Format,
    full_range: bool,
    bt709: bool,
    /// Bytes before the first plane, and behind each row.
    gap: usize,
}

impl Form {
    fn analysis(self, rgba: &[u8], size: Size) -> ImageAnalysis {
        let (samples, layout) = self.samples(rgba, size);
        let input = FrameInput { layout: Some(layout), ..FrameInput::default() };
        analyze_frame(&samples, size, input).unwrap().analysis
    }

    fn samples(self, rgba: &[u8], size: Size) -> (Vec<u8>, FrameLayout) {
        let (width, height) = (size.width as usize, size.height as usize);
        let pixel = |x: usize, y: usize| {
            let at = (y.min(height - 1) * width + x.min(width - 1)) * 4;
            self.converted([rgba[at], rgba[at + 1], rgba[at + 2]].map(f64::from))
        };
        let chroma = |part: usize, x: usize, y: usize| {
            let sum: f64 =
                [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(dx, dy)| pixel(2 * x + dx, 2 * y + dy)[part]).iter().sum();
            sum / 4.0
        };
        let (across, down) = (width.div_ceil(2), height.div_ceil(2));
        let mut samples = vec![0; self.gap];
        let mut planes = self.add(&mut samples, (width, height), |x, y| pixel(x, y)[0]).to_vec();
        match self.format {
            Format::I420 => {
                planes.extend(self.add(&mut samples, (across, down), |x, y| chroma(1, x, y)));
                planes.extend(self.add(&mut samples, (across, down), |x, y| chroma(2, x, y)));
            }
            Format::Nv12 => {
                planes.extend(self.add(&mut samples, (2 * across, down), |x, y| chroma(1 + x % 2, x / 2, y)));
            }
        }
        (samples, FrameLayout { planes, full_range: self.full_range, bt709: self.bt709 })
    }

    fn add(
        self,
        samples: &mut Vec<u8>,
        (width, height): (usize, usize),
        sample: impl Fn(usize, usize) -> f64,
    ) -> [u32; 2] {
        let plane = [samples.len() as u32, (width + self.gap) as u32];
        for y in 0..height {
            samples.extend((0..width).map(|x| sample(x, y).round().clamp(0.0, 255.0) as u8));
            samples.extend(vec![255; self.gap]);
        }
        plane
    }

    /// Luma, Cb and Cr, by the formulas of ITU-R BT.601-7 and BT.709-6.
    fn converted(self, [red, green, blue]: [f64; 3]) -> [f64; 3] {
        let [of_red, of_blue] = WEIGHTS[usize::from(self.bt709)];
        let luma = of_red * red + (1.0 - of_red - of_blue) * green + of_blue * blue;
        let [cb, cr] = [(blue - luma) / (2.0 - 2.0 * of_blue), (red - luma) / (2.0 - 2.0 * of_red)];
        if self.full_range {
            return [luma, 128.0 + cb, 128.0 + cr];
        }
        [16.0 + luma * 219.0 / 255.0, 128.0 + cb * 224.0 / 255.0, 128.0 + cr * 224.0 / 255.0]
    }
}

/// Every form, with and without gaps.
fn forms() -> impl Iterator<Item = Form> {
    let formats = [Format::I420, Format::Nv12];
    let kinds = formats.into_iter().flat_map(|format| [(format, 0), (format, 19)]);
    kinds.flat_map(|(format, gap)| {
        let form = Form { format, full_range: false, bt709: false, gap };
        [form, Form { full_range: true, ..form }, Form { bt709: true, ..form }]
    })
}

/// The most that corners are apart, in pixels.
fn apart(one: &ImageAnalysis, other: &ImageAnalysis) -> f64 {
    let corners = |analysis: &ImageAnalysis| analysis.corners.unwrap().corners();
    let pairs = corners(one).into_iter().zip(corners(other));
    pairs.map(|(one, other): (Point, Point)| (one.x - other.x).hypot(one.y - other.y)).fold(0.0, f64::max)
}

#[test]
fn every_form_gives_the_same_hints_measures_and_corners() {
    let scenes = [
        ("a good one", Stage::default()),
        ("blurred", Stage { blur: 6.0, ..Stage::default() }),
        ("dark", Stage { exposure: 0.25, ..Stage::default() }),
        ("a reflection", Stage { reflection: Some(([40.0, 25.0], 12.0, 1.2)), ..Stage::default() }),
        ("colored", Stage { table: [0.1, 0.2, 0.6], ..Stage::default() }),
        ("of odd sides", Stage { size: Size { width: 1001, height: 701 }, pixels_per_mm: 8.0, ..Stage::default() }),
    ];
    for (name, stage) in scenes {
        let rgba = stage.rgba();
        let drawn = analyze_frame(&rgba, stage.size, FrameInput::default()).unwrap().analysis;
        for form in forms() {
            let read = form.analysis(&rgba, stage.size);
            assert_eq!(read.hints, drawn.hints, "{name}: {form:?}");
            let shares =
                |analysis: &ImageAnalysis| [analysis.sharpness, analysis.brightness, analysis.contrast, analysis.glare];
            let differences = shares(&read).into_iter().zip(shares(&drawn)).map(|(one, other)| (one - other).abs());
            assert!(differences.fold(0.0, f64::max) < 0.03, "{name}: {form:?}: {read:?} {drawn:?}");
            assert!(apart(&read, &drawn) < 1.5, "{name}: {form:?}: {}", apart(&read, &drawn));
        }
    }
}

#[test]
fn a_frame_that_is_larger_than_what_is_measured_has_its_corners_in_its_own_pixels() {
    let stage = Stage { size: Size { width: 1080, height: 1920 }, pixels_per_mm: 11.0, ..Stage::default() };
    let form = Form { format: Format::Nv12, full_range: false, bt709: true, gap: 0 };
    let analysis = form.analysis(&stage.rgba(), stage.size);
    assert_eq!((analysis.width, analysis.height, analysis.hints.len()), (1080, 1920, 0), "{:?}", analysis.hints);
    assert!(stage.quad().farthest(&analysis.corners.unwrap()) < 4.0, "{:?}", analysis.corners);
}

#[test]
fn a_layout_that_does_not_fit_is_refused() {
    let (samples, layout) = Form { format: Format::I420, full_range: true, bt709: false, gap: 0 }
        .samples(&vec![90; 64 * 48 * 4], Size { width: 64, height: 48 });
    let refused = |samples: &[u8], width: u32, layout: &FrameLayout| {
        let input = FrameInput { layout: Some(layout.clone()), ..FrameInput::default() };
        analyze_frame(samples, Size { width, height: 48 }, input).err().map(|error| error.code())
    };
    assert_eq!(refused(&samples, 64, &layout), None);
    let of = |change: &dyn Fn(&mut FrameLayout)| {
        let mut changed = layout.clone();
        change(&mut changed);
        changed
    };
    let hostile = [
        of(&|layout| layout.planes[0] = u32::MAX),
        of(&|layout| layout.planes[5] = u32::MAX),
        of(&|layout| layout.planes[3] = 31),
        of(&|layout| layout.planes.clear()),
        of(&|layout| layout.planes.truncate(4)),
    ];
    for changed in hostile {
        assert_eq!(refused(&samples, 64, &changed), Some(ErrorCode::InvalidField), "{changed:?}");
    }
    assert_eq!(refused(&samples[1..], 64, &layout), Some(ErrorCode::InvalidField), "a byte is missing");
    assert_eq!(refused(&samples, 0, &layout), Some(ErrorCode::InvalidField), "no pixel");
    assert_eq!(refused(&samples, u32::MAX, &layout), Some(ErrorCode::InvalidField), "far more pixels");
    let unknown = idsnap::input::read::<FrameInput>("input", br#"{"layout": {"planes": [-1]}}"#, &[]).unwrap_err();
    assert!(
        matches!(*unknown, Error::InvalidField { ref field, .. } if field == "input.layout.planes[0]"),
        "{unknown:?}"
    );
}
