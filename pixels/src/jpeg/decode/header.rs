//! What a file says before its first scan: size, process, components and color.

use super::marker::{
    APP0, APP14, DAC, DHT, DNL, DQT, DRI, EOI, JPG, MarkerSegments, RST0, RST7, SOF0, SOF15, SOI, SOS, TEM, damaged,
    unsupported,
};
use super::tables::TablesInForce;
use crate::Result;
use crate::rows::Size;

/// The coding processes that are read (T.81 4.11).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Process {
    /// Baseline or extended sequential, 8 bits, Huffman.
    Sequential,
    /// Progressive, 8 bits, Huffman.
    Progressive,
}

/// What the components mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColorSpace {
    /// Luma alone.
    Gray,
    /// Y, Cb, Cr of JFIF.
    YCbCr,
    /// Red, green, blue.
    Rgb,
    /// Cyan, magenta, yellow, black; 255 is no ink, as Adobe writes it and as every browser reads it.
    Cmyk,
    /// As [`Self::Cmyk`], with cyan, magenta and yellow turned into Y, Cb, Cr.
    Ycck,
}

/// A component as SOF lists it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ComponentHeader {
    /// Component identifier.
    pub id: u8,
    /// Horizontal sampling factor, 1 to 4. Always 1 where there is one component (T.81 A.2.2).
    pub horizontal: u8,
    /// Vertical sampling factor, 1 to 4. Always 1 where there is one component.
    pub vertical: u8,
    /// Which quantization table the component uses, 0 to 3.
    pub quant: u8,
}

/// What stands before the first scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JpegHeader {
    /// Width and height in pixels, as stored: EXIF orientation is not looked at. Neither is 0.
    pub size: Size,
    /// The coding process.
    pub process: Process,
    /// Bits of a sample: 8.
    pub bits_per_sample: u8,
    /// One, three or four components.
    pub components: Vec<ComponentHeader>,
    /// What the components mean.
    pub color: ColorSpace,
    /// The transform flag of Adobe's APP14, where there is one.
    pub adobe_transform: Option<u8>,
}

impl JpegHeader {
    /// Whether components share an id. The scans then name them in the order of the frame.
    #[must_use]
    pub fn repeats_ids(&self) -> bool {
        let components = &self.components;
        components.iter().enumerate().any(|(nth, one)| components.iter().skip(nth + 1).any(|other| other.id == one.id))
    }
}

/// Reads what stands before the first scan. Takes no memory that depends on the size of the image.
///
/// # Errors
/// [`crate::Error::EmptyImage`] and [`crate::Error::DamagedImage`] where there is no whole header,
/// [`crate::Error::UnsupportedFormat`] for arithmetic, lossless, hierarchical and 12-bit files.
pub fn read_header(bytes: &[u8]) -> Result<JpegHeader> {
    let mut parser = HeaderParser::new(bytes)?;
    match parser.next_scan()? {
        Some(_) => parser.header(),
        None => Err(damaged("no scan")),
    }
}

/// The parameters of SOF as they stand; the height may still be 0.
#[derive(Debug, Clone)]
struct FrameHeader {
    process: Process,
    width: u16,
    height: u16,
    components: Vec<ComponentHeader>,
}

/// Goes from scan to scan and keeps what was defined on the way.
#[derive(Debug)]
pub struct HeaderParser<'a> {
    pub segments: MarkerSegments<'a>,
    pub tables: TablesInForce,
    /// Whether EOI was reached.
    pub is_complete: bool,
    frame: Option<FrameHeader>,
    is_jfif: bool,
    adobe_transform: Option<u8>,
}

impl<'a> HeaderParser<'a> {
    pub fn new(bytes: &'a [u8]) -> Result<Self> {
        Ok(Self {
            segments: MarkerSegments::new(bytes)?,
            tables: TablesInForce::default(),
            is_complete: false,
            frame: None,
            is_jfif: false,
            adobe_transform: None,
        })
    }

    /// Reads up to the entropy-coded data of the next scan and gives the parameters of its SOS.
    pub fn next_scan(&mut self) -> Result<Option<&'a [u8]>> {
        while let Some(marker) = self.segments.next_marker() {
            match marker {
                SOS => return self.segments.parameters().map(Some),
                EOI => {
                    self.is_complete = true;
                    return Ok(None);
                }
                // A second image: the first one has no end.
                SOI => return Ok(None),
                RST0..=RST7 | 0..=TEM => {}
                _ => {
                    let parameters = self.segments.parameters()?;
                    self.segment(marker, parameters)?;
                }
            }
        }
        Ok(None)
    }

    fn segment(&mut self, marker: u8, parameters: &[u8]) -> Result<()> {
        match marker {
            DHT => self.tables.define_huffman(parameters),
            DQT => self.tables.define_quantization(parameters),
            DRI => self.tables.define_restart_interval(parameters),
            JPG | DAC => Err(unsupported("its coding is arithmetic or an extension; baseline or progressive is read")),
            SOF0..=SOF15 => self.start_of_frame(marker, parameters),
            APP0 => {
                self.is_jfif |= parameters.starts_with(b"JFIF\0");
                Ok(())
            }
            APP14 => {
                if parameters.starts_with(b"Adobe") {
                    self.adobe_transform = parameters.get(11).copied().or(self.adobe_transform);
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn start_of_frame(&mut self, marker: u8, parameters: &[u8]) -> Result<()> {
        let process = match marker - SOF0 {
            0 | 1 => Process::Sequential,
            2 => Process::Progressive,
            3 => return Err(unsupported("it is lossless JPEG; baseline or progressive is read")),
            9..=11 => return Err(unsupported("its coding is arithmetic; Huffman coding is read")),
            _ => return Err(unsupported("it is hierarchical; baseline or progressive is read")),
        };
        let [bits, y1, y0, x1, x0, count, listed @ ..] = parameters else {
            return Err(damaged("the frame header is cut short"));
        };
        if self.frame.is_some() {
            return Err(damaged("there are two frame headers"));
        }
        if *bits != 8 {
            return Err(unsupported("its samples have other than 8 bits"));
        }
        let listed = listed.get(..3 * usize::from(*count)).ok_or_else(|| damaged("the frame header is cut short"))?;
        let components = components(listed)?;
        let (width, height) = (u16::from_be_bytes([*x1, *x0]), u16::from_be_bytes([*y1, *y0]));
        self.frame = Some(FrameHeader { process, width, height, components });
        Ok(())
    }

    /// The header, once the first scan was reached.
    pub fn header(&self) -> Result<JpegHeader> {
        let frame = self.frame.as_ref().ok_or_else(|| damaged("no frame header before the first scan"))?;
        let height = if frame.height == 0 { self.defined_lines() } else { frame.height };
        if frame.width == 0 || height == 0 {
            return Err(damaged("the frame has no width or no height"));
        }
        Ok(JpegHeader {
            size: Size { width: u32::from(frame.width), height: u32::from(height) },
            process: frame.process,
            bits_per_sample: 8,
            color: self.color(&frame.components),
            components: frame.components.clone(),
            adobe_transform: self.adobe_transform,
        })
    }

    /// The height that DNL gives behind the first scan (T.81 B.2.5).
    fn defined_lines(&self) -> u16 {
        let mut segments = self.segments;
        segments.skip_entropy_coded();
        match (segments.next_marker(), segments.parameters()) {
            (Some(DNL), Ok([high, low])) => u16::from_be_bytes([*high, *low]),
            _ => 0,
        }
    }

    /// The rules of libjpeg: JFIF, then Adobe's flag, then component identifiers.
    fn color(&self, components: &[ComponentHeader]) -> ColorSpace {
        let ids = || components.iter().map(|component| component.id);
        match (components.len(), self.adobe_transform) {
            (1, _) => ColorSpace::Gray,
            (4, None | Some(0)) => ColorSpace::Cmyk,
            (4, Some(_)) => ColorSpace::Ycck,
            (_, Some(0)) if !self.is_jfif => ColorSpace::Rgb,
            (_, None) if !self.is_jfif && ids().eq(*b"RGB") => ColorSpace::Rgb,
            _ => ColorSpace::YCbCr,
        }
    }
}

fn components(listed: &[u8]) -> Result<Vec<ComponentHeader>> {
    let (triples, _) = listed.as_chunks::<3>();
    if !matches!(triples.len(), 1 | 3 | 4) {
        return Err(unsupported("it has other than 1, 3 or 4 components"));
    }
    let is_single = triples.len() == 1;
    let component = |&[id, sampling, quant]: &[u8; 3]| {
        let (horizontal, vertical) = if is_single { (1, 1) } else { (sampling >> 4, sampling & 15) };
        let is_legal = (1..=4).contains(&horizontal) && (1..=4).contains(&vertical) && quant < 4;
        is_legal
            .then_some(ComponentHeader { id, horizontal, vertical, quant })
            .ok_or_else(|| damaged("a component has a sampling factor or table number out of range"))
    };
    triples.iter().map(component).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;

    fn file(segments: &[&[u8]]) -> Vec<u8> {
        let mut bytes = vec![0xFF, SOI];
        for segment in segments {
            bytes.extend([0xFF, segment[0], 0, u8::try_from(segment.len() + 1).unwrap()]);
            bytes.extend(&segment[1..]);
        }
        bytes
    }

    const SCAN: &[u8] = &[SOS, 1, 1, 0, 0, 63, 0];
    const RGB: &[u8] = &[SOF0, 8, 0, 2, 1, 0, 3, b'R', 0x22, 0, b'G', 0x11, 0, b'B', 0x11, 3];

    #[test]
    fn reads_size_components_and_color() {
        let header = read_header(&file(&[RGB, SCAN])).unwrap();
        assert_eq!(header.size, Size { width: 256, height: 2 });
        assert_eq!(header.color, ColorSpace::Rgb);
        assert_eq!(header.components[0].horizontal, 2);
        let jfif = [APP0, b'J', b'F', b'I', b'F', 0];
        assert_eq!(read_header(&file(&[&jfif, RGB, SCAN])).unwrap().color, ColorSpace::YCbCr);
    }

    #[test]
    fn adobes_flag_decides_about_four_components() {
        let frame = [&[0xC2, 8, 0, 1, 0, 1, 4][..], &[1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 4, 0x11, 0]].concat();
        let adobe = |flag| [&[APP14][..], b"Adobe", &[0, 100, 0, 0, 0, 0, flag]].concat();
        for (flag, color) in [(0, ColorSpace::Cmyk), (2, ColorSpace::Ycck)] {
            assert_eq!(read_header(&file(&[&adobe(flag), &frame, SCAN])).unwrap().color, color);
        }
        assert_eq!(read_header(&file(&[&frame, SCAN])).unwrap().color, ColorSpace::Cmyk);
    }

    #[test]
    fn takes_a_missing_height_from_behind_the_first_scan() {
        let frame = [SOF0, 8, 0, 0, 0, 5, 1, 1, 0x22, 0];
        let mut bytes = file(&[&frame, SCAN]);
        assert!(matches!(read_header(&bytes).map_err(|error| *error), Err(Error::DamagedImage { .. })));
        bytes.extend([9, 0xFF, RST0, 9, 0xFF, DNL, 0, 4, 1, 2, 0xFF, EOI]);
        let header = read_header(&bytes).unwrap();
        assert_eq!(header.size, Size { width: 5, height: 258 });
        assert_eq!((header.components[0].horizontal, header.components[0].vertical), (1, 1));
    }

    #[test]
    fn names_what_cannot_be_read() {
        for (marker, bits) in [(0xC1, 12), (0xC3, 8), (0xC5, 8), (0xC9, 8), (0xCF, 8)] {
            let frame = [marker, bits, 0, 1, 0, 1, 1, 1, 0x11, 0];
            let error = read_header(&file(&[&frame, SCAN])).unwrap_err();
            assert!(matches!(*error, Error::UnsupportedFormat { .. }), "{marker:x}: {error}");
        }
        assert_eq!(read_header(&[]), Err(Error::EmptyImage.into()));
        for bytes in [&b"GIF89a"[..], &[0xFF, SOI], &file(&[SCAN]), &file(&[RGB])] {
            assert!(
                matches!(read_header(bytes).map_err(|error| *error), Err(Error::DamagedImage { .. })),
                "{bytes:x?}"
            );
        }
    }
}
