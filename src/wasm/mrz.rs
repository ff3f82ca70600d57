//! The machine readable zone: read, compared with the print, and written.

use super::convert::{Thrown, thrown, to_js, to_ts};
use crate::Result;
use crate::document::mrz::{self, Mrz, MrzFields, ParseOptions, ZoneReading};
use crate::document::{PrintedFields, cross_check_fields};
use crate::input::{self, FromInput};
use tsify::Ts;
use wasm_bindgen::prelude::*;

/// Reads a zone. `lines` is a list of texts and `options` a [`ParseOptions`], both as JSON text; `today` counts where the
/// options have no date.
///
/// # Errors
/// What is wrong with the lines or the options.
#[wasm_bindgen(js_name = readZone)]
pub fn read_zone(lines: &str, options: &str, today: &str) -> Result<Ts<ZoneReading>, Thrown> {
    let read = || {
        let lines: Vec<String> = read("zone", lines)?;
        let mut options: ParseOptions = read("options", options)?;
        options.today.get_or_insert_with(|| today.to_owned());
        options.check().map_err(|error| error.within("options"))?;
        Ok(mrz::read_zone(&lines.iter().map(String::as_str).collect::<Vec<_>>(), &options))
    };
    to_ts(&read().map_err(|error: Box<crate::Error>| thrown(&error))?)
}

/// Compares a zone that was read with what is printed. `zone` is an [`Mrz`] and `fields` are [`PrintedFields`], both as
/// JSON text.
///
/// # Errors
/// What is wrong with either.
#[wasm_bindgen(js_name = crossCheckMrz, unchecked_return_type = "Check[]")]
pub fn cross_check_mrz(zone: &str, fields: &str) -> Result<JsValue, Thrown> {
    let checked = || Ok(cross_check_fields(&read::<Mrz>("mrz", zone)?, &read::<PrintedFields>("fields", fields)?));
    to_js(&checked().map_err(|error: Box<crate::Error>| thrown(&error))?)
}

/// The lines of a zone. `fields` is [`MrzFields`] as JSON text.
///
/// # Errors
/// What the zone cannot hold.
#[wasm_bindgen(js_name = formatMrz, unchecked_return_type = "string[]")]
pub fn format_mrz(fields: &str) -> Result<JsValue, Thrown> {
    let lines = read::<MrzFields>("fields", fields).and_then(|fields| mrz::format(&fields));
    to_js(&lines.map_err(|error| thrown(&error))?)
}

fn read<T: FromInput>(root: &str, json: &str) -> Result<T> {
    input::read(root, json.as_bytes(), &[])
}
