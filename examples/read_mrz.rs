//! Reads the machine readable zone of an image file: `cargo run --release --example read_mrz -- photo.jpg`.

use idsnap::zone::{ReadMrzOptions, read};
use std::error::Error;
use std::io::Write;

fn main() -> Result<(), Box<dyn Error>> {
    let Some(file) = std::env::args().nth(1) else {
        return Err("usage: read_mrz FILE".into());
    };
    let reading = read(&std::fs::read(file)?, &ReadMrzOptions::default())?;
    let mut out = std::io::stdout();
    writeln!(out, "{:?}", reading.status)?;
    for line in &reading.lines {
        writeln!(out, "{line}")?;
    }
    if let Some(mrz) = reading.mrz {
        writeln!(out, "{:?} {:?}, document number {:?}", mrz.surname, mrz.given_names, mrz.document_number)?;
    }
    for candidate in reading.candidates {
        writeln!(out, "{:.3} {}", candidate.likelihood, candidate.lines.join(" "))?;
    }
    Ok(())
}
