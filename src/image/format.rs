//! Which format a file is in, told by its first bytes and never by its name.

use crate::error::HEIC;
use crate::limits::ImageFormat;
use crate::{Error, Result};

/// How far into a file the start of a PDF or SVG document is looked for.
const TEXT_WINDOW: usize = 1_024;

const SAVE_AS_JPEG: &str = "save or share it as JPEG or PNG";

/// The format of `bytes`.
///
/// # Errors
/// [`Error::EmptyImage`] for no bytes, [`Error::UnsupportedFormat`] for a format that is known by name but not read
/// (HEIC, AVIF, TIFF, GIF, PDF, SVG, JPEG XL, JPEG 2000, video), else [`Error::NotAnImage`].
pub fn detect(bytes: &[u8]) -> Result<ImageFormat> {
    if bytes.is_empty() {
        return Err(Error::EmptyImage.into());
    }
    if let Some(format) = readable(bytes) {
        return Ok(format);
    }
    match refused(bytes) {
        Some((name, reason)) => Err(Error::unsupported(name, reason)),
        None => Err(Error::NotAnImage { byte_length: bytes.len() as u64 }.into()),
    }
}

fn readable(bytes: &[u8]) -> Option<ImageFormat> {
    if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
        Some(ImageFormat::Jpeg)
    } else if bytes.starts_with(b"\x89PNG\r\n\x1A\n") {
        Some(ImageFormat::Png)
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Some(ImageFormat::Webp)
    } else if bytes.starts_with(b"BM") && has_bitmap_header(bytes) {
        Some(ImageFormat::Bmp)
    } else {
        None
    }
}

/// `BM` alone also begins English text, so the size of the header behind it has to be plausible too.
fn has_bitmap_header(bytes: &[u8]) -> bool {
    bytes.get(14..18).and_then(|size| size.try_into().ok()).map(u32::from_le_bytes).is_some_and(|size| size < 65_536)
}

fn refused(bytes: &[u8]) -> Option<(&'static str, String)> {
    let name = refused_by_signature(bytes).or_else(|| refused_by_brand(bytes)).or_else(|| refused_by_text(bytes))?;
    let reason = match name {
        HEIC => format!("only Safari decodes it; {SAVE_AS_JPEG} (on an iPhone: Camera, Formats, Most Compatible)"),
        "GIF" => format!("it is no format for photos; {SAVE_AS_JPEG}"),
        "PDF" => "it is a document, not an image; send it where the vendor takes PDF, or save the page as JPEG".into(),
        "SVG" => format!("it is a drawing, not a photo; {SAVE_AS_JPEG}"),
        "video" => "it is a video, not an image; take a photo instead".into(),
        _ => format!("the format is not read here; {SAVE_AS_JPEG}"),
    };
    Some((name, reason))
}

fn refused_by_signature(bytes: &[u8]) -> Option<&'static str> {
    const SIGNATURES: [(&[u8], &str); 10] = [
        (b"GIF87a", "GIF"),
        (b"GIF89a", "GIF"),
        (b"II*\0", "TIFF"),
        (b"MM\0*", "TIFF"),
        (b"II+\0", "TIFF"),
        (b"MM\0+", "TIFF"),
        (b"\xFF\x0A", "JPEG XL"),
        (b"\0\0\0\x0CJXL \r\n\x87\n", "JPEG XL"),
        (b"\0\0\0\x0CjP  \r\n\x87\n", "JPEG 2000"),
        (b"\x1A\x45\xDF\xA3", "video"),
    ];
    SIGNATURES.into_iter().find(|(signature, _)| bytes.starts_with(signature)).map(|(_, name)| name)
}

/// ISO base media files name their kind in a list of four-letter brands (ISO/IEC 14496-12, 4.3).
fn refused_by_brand(bytes: &[u8]) -> Option<&'static str> {
    if bytes.get(4..8)? != b"ftyp" {
        return None;
    }
    let length = u32::from_be_bytes(bytes.get(..4)?.try_into().ok()?) as usize;
    let end = length.clamp(12, 256).min(bytes.len());
    let brands: Vec<&[u8]> = bytes.get(8..end)?.chunks_exact(4).collect();
    let has = |names: &[&[u8; 4]]| brands.iter().any(|brand| names.iter().any(|name| brand == *name));
    if has(&[b"avif", b"avis"]) {
        Some("AVIF")
    } else if has(&[b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"]) {
        Some(HEIC)
    } else {
        Some("video")
    }
}

fn refused_by_text(bytes: &[u8]) -> Option<&'static str> {
    let window = bytes.get(..TEXT_WINDOW.min(bytes.len()))?;
    let contains = |needle: &[u8]| window.windows(needle.len()).any(|part| part.eq_ignore_ascii_case(needle));
    if contains(b"%PDF-") {
        return Some("PDF");
    }
    let text = window.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(window).trim_ascii_start();
    (text.starts_with(b"<") && contains(b"<svg")).then_some("SVG")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(bytes: &[u8]) -> String {
        match detect(bytes).map_err(|error| *error) {
            Err(Error::UnsupportedFormat { format, reason }) => {
                assert!(!reason.is_empty());
                format
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn known_formats_that_cannot_be_read_are_refused_by_name() {
        let cases: [(&[u8], &str); 12] = [
            (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
            (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "HEIC"),
            (b"\0\0\0\x1Cftypmif1\0\0\0\0mif1avifmiaf", "AVIF"),
            (b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", "video"),
            (b"II*\0\x08\0\0\0", "TIFF"),
            (b"MM\0*\0\0\0\x08", "TIFF"),
            (b"GIF89a\x01\0\x01\0", "GIF"),
            (b"%PDF-1.7\n", "PDF"),
            (b"  <svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
            (b"\xEF\xBB\xBF<?xml version='1.0'?><!-- x --><SVG>", "SVG"),
            (b"\xFF\x0A\x00", "JPEG XL"),
            (b"\0\0\0\x0CjP  \r\n\x87\n", "JPEG 2000"),
        ];
        for (bytes, name) in cases {
            assert_eq!(refusal(bytes), name);
        }
    }

    #[test]
    fn text_and_short_files_are_no_image() {
        for bytes in [&b"BM"[..], b"BMW is a car maker", b"<html></html>", b"\xFF\xD8", b"\x89PNG", b"RIFF\0\0\0\0WAVE"]
        {
            assert_eq!(detect(bytes), Err(Error::NotAnImage { byte_length: bytes.len() as u64 }.into()), "{bytes:?}");
        }
        assert_eq!(detect(b""), Err(Error::EmptyImage.into()));
    }
}
