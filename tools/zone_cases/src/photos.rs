//! The documents of a corpus, photographed and scanned again: small, tilted, stamped, compressed, with a page above.

use crate::corpus::{self, Document};
use crate::damage;
use crate::page::{self, Clouds};
use crate::plane::Plane;
use crate::pose::Pose;
use crate::random::Random;
use crate::report;
use core::ops::Range;
use idsnap_zone::{Luma, Reader, Status};
use std::path::Path;

/// How wide a document is in a photo, in pixels.
const WIDTHS: [f32; 2] = [460.0, 1300.0];
/// Characters that fit on a document beside each other, about: what poses and damages count in.
const PITCHES: f32 = 48.0;

/// Reads the photos of these seeds; those that are not read whole, or wrongly called valid, are written to `output`.
pub fn measure(reader: &Reader, corpus: &Path, seeds: Range<u64>, output: Option<&Path>) -> Result<(), String> {
    let documents = corpus::documents(corpus)?;
    let mut counts = vec![[0; 4]; documents.len()];
    for seed in seeds {
        let random = &mut Random::new(seed);
        let at = random.below(documents.len());
        let document = &documents[at];
        let (strength, image) = photo(document, random).ok_or("no photo")?;
        let reading = reader.read(&image);
        let is_right = reading.as_ref().is_some_and(|reading| reading.lines == document.lines);
        let is_sure = reading.as_ref().is_some_and(|reading| reading.status != Status::Ambiguous);
        let [all, right, valid, wrong] = &mut counts[at];
        *all += 1;
        *right += usize::from(is_right);
        *valid += usize::from(is_sure && is_right);
        *wrong += usize::from(is_sure && !is_right);
        if is_right {
            continue;
        }
        let status = reading.as_ref().map(|reading| reading.status);
        report(&format!(
            "{seed}: {}, {} x {}, strength {strength:.2}: {status:?}",
            document.path,
            image.width(),
            image.height()
        ));
        for line in reading.iter().flat_map(|reading| &reading.lines) {
            report(&format!("    {line}"));
        }
        if let Some(output) = output {
            crate::write(&output.join(format!("{seed}.png")), &image).map_err(|error| error.to_string())?;
        }
    }
    for (document, [all, right, valid, wrong]) in documents.iter().zip(&counts) {
        report(&format!("{}: {all}, {right} right, {valid} valid, {wrong} wrong called valid", document.path));
    }
    let sum = |at: usize| counts.iter().map(|counts| counts[at]).sum::<usize>();
    report(&format!("photos: {}, {} right, {} valid, {} wrong called valid", sum(0), sum(1), sum(2), sum(3)));
    Ok(())
}

/// A photo of a document, and how strong its damages are.
fn photo(document: &Document, random: &mut Random) -> Option<(f32, Luma)> {
    let image = &document.image;
    let strength = random.unit() * 0.7;
    let pixels = image.width() as f32 / PITCHES;
    let pitch = (WIDTHS[0] * (WIDTHS[1] / WIDTHS[0]).powf(random.unit())) / PITCHES;
    let mut page = Plane::new(image.width(), image.height(), 0.0);
    page.change(|x, y, _| image.samples().get(y * image.width() + x).map_or(0.0, |sample| f32::from(*sample)));
    page.blur(0.4 * pixels / pitch);
    if random.happens(0.4) {
        page::stamp(&mut page, image.height() as f32 * random.range(0.6, 0.9), pixels, random);
    }
    let size = [PITCHES, image.height() as f32 / pixels];
    let mut pose = Pose::new(size, pitch, strength, random);
    // The other page of a passport lies above.
    let above = if random.happens(0.3) { size[1] } else { 0.0 };
    let [from, to] = pose.bounds([0.0, -above], size);
    let mut margin = || random.unit() * 8.0 * pitch;
    let (left, top, right, bottom) = (margin(), margin(), margin(), margin());
    pose.shift(left - from[0], top - from[1]);
    let (width, height) = (to[0] - from[0] + left + right, to[1] - from[1] + top + bottom);
    let (tone, depth, clouds) =
        (random.range(30.0, 230.0), random.range(0.0, 40.0), Clouds::new(6 + random.below(60), random));
    let mut photo = Plane::new(whole(width), whole(height), 0.0);
    photo.change(|x, y, _| {
        let [s, t] = pose.page([x as f32, y as f32]);
        let is_inside = (0.0..size[0]).contains(&s) && (-above..size[1]).contains(&t);
        // What is printed on the page above is as that below, upside down and paler.
        let (t, pale) = if t < 0.0 { (-t, 0.6) } else { (t, 0.0) };
        let sample = page.at(s * pixels - 0.5, t * pixels - 0.5);
        if is_inside {
            sample + (235.0 - sample) * pale
        } else {
            tone + depth * clouds.at(x as f32 / width, y as f32 / height)
        }
    });
    damage::apply(&mut photo, pitch, strength, random);
    Some((strength, Luma::from_fn(photo.width, photo.height, |x, y| photo.get(x, y))?))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a photo is small")]
fn whole(pixels: f32) -> usize {
    pixels.clamp(8.0, 6000.0) as usize
}
