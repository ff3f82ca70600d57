//! The machine readable zone of an image.

use super::convert::{Thrown, attachment, thrown, to_ts};
use super::{OPTIONS, read_options};
use crate::Error;
use crate::compose::Attachment;
use crate::input;
use crate::rows::Size;
use crate::zone::{self, FrameMrz, FrameMrzInput, MrzReading, ReadMrzOptions};
use tsify::Ts;
use wasm_bindgen::prelude::*;

/// Reads the zone of an image. `options` are [`ReadMrzOptions`] as JSON text; `today` counts where they have no date.
///
/// # Errors
/// What is wrong with the options or the image.
#[wasm_bindgen(js_name = readMrz)]
pub fn read_mrz(
    #[wasm_bindgen(unchecked_param_type = "ImageInput")] image: &JsValue,
    options: &str,
    today: &str,
) -> Result<Ts<MrzReading>, Thrown> {
    let read = || {
        let options = dated(options, today)?;
        let Attachment { field, bytes, size } = attachment(image)?;
        let reading = match size {
            Some(size) => zone::read_pixels(&bytes, size, &options),
            None => zone::read(&bytes, &options),
        };
        reading.map_err(|error| error.of_image(&field).within(OPTIONS))
    };
    to_ts(&read().map_err(|error: Box<Error>| thrown(&error))?)
}

/// Reads the zone of an image of one sample a pixel, `sides` its width and height and those of the whole image that it
/// shows. `options` and `today` as for [`read_mrz`].
///
/// # Errors
/// As [`read_mrz`].
#[wasm_bindgen(js_name = readMrzOfLuma)]
pub fn read_mrz_of_luma(luma: Vec<u8>, sides: &[u32], options: &str, today: &str) -> Result<Ts<MrzReading>, Thrown> {
    let read = || {
        let [width, height, full_width, full_height] = *sides.first_chunk().unwrap_or(&[0; 4]);
        let full = Size { width: full_width, height: full_height };
        zone::read_luma(luma, Size { width, height }, full, &dated(options, today)?)
    };
    to_ts(&read().map_err(|error: Box<Error>| thrown(&error))?)
}

/// Reads the zone of a frame of a video: red, green, blue and alpha, upright. `input` is a [`FrameMrzInput`] as JSON text;
/// `today` counts where it has no date.
///
/// # Errors
/// What is wrong with the input or the pixels.
#[wasm_bindgen(js_name = readMrzOfFrame)]
pub fn read_mrz_of_frame(
    rgba: &[u8],
    width: u32,
    height: u32,
    input: &str,
    today: &str,
) -> Result<Ts<FrameMrz>, Thrown> {
    let read = || {
        let mut input: FrameMrzInput = input::read("input", input.as_bytes(), &[])?;
        input.today.get_or_insert_with(|| today.to_owned());
        zone::read_frame(rgba, Size { width, height }, input)
    };
    to_ts(&read().map_err(|error: Box<Error>| thrown(&error))?)
}

fn dated(options: &str, today: &str) -> crate::Result<ReadMrzOptions> {
    let mut options: ReadMrzOptions = read_options(options)?;
    options.today.get_or_insert_with(|| today.to_owned());
    Ok(options)
}
