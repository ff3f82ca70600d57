//! Prepares an image file for a vendor: `cargo run --example prepare_file -- photo.jpg out.jpg '{"limits":"zoloz"}'`.

use idsnap::image::prepare::{PrepareOptions, prepare_all};
use std::error::Error;
use std::io::Write;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(input), Some(output)) = (arguments.next(), arguments.next()) else {
        return Err("usage: prepare_file INPUT OUTPUT [OPTIONS AS JSON]".into());
    };
    let options: PrepareOptions =
        idsnap::input::read("options", arguments.next().as_deref().unwrap_or("{}").as_bytes(), &[])?;
    for prepared in prepare_all(&[&std::fs::read(input)?], &options)? {
        std::fs::write(&output, &prepared.bytes)?;
        writeln!(
            std::io::stdout(),
            "{} {} x {}, {} bytes, {} base64 characters, quality {:?}, {:?}, {:?}",
            prepared.mime_type.mime_type(),
            prepared.width,
            prepared.height,
            prepared.byte_length,
            prepared.base64_length,
            prepared.quality,
            prepared.path,
            prepared.notes,
        )?;
    }
    Ok(())
}
