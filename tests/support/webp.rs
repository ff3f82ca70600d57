//! WebP files whose every choice is random, and as good as always valid.

/// Pseudorandom numbers (xorshift), the same in every run.
pub struct Random(pub u64);

impl Random {
    fn next(&mut self) -> u32 {
        self.0 = self.0.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(0x1405_7B7E_F767_814F);
        u32::try_from(self.0 >> 33).unwrap()
    }

    pub fn below(&mut self, end: u32) -> u32 {
        self.next() % end
    }

    fn flag(&mut self) -> bool {
        self.below(2) == 1
    }

    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| u8::try_from(self.below(256)).unwrap()).collect()
    }
}

pub fn riff(chunks: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let mut file = b"RIFF\0\0\0\0WEBP".to_vec();
    for (name, data) in chunks {
        file.extend(*name);
        file.extend(u32::try_from(data.len()).unwrap().to_le_bytes());
        file.extend(data);
        file.resize(file.len().next_multiple_of(2), 0);
    }
    let length = u32::try_from(file.len() - 8).unwrap();
    file[4..8].copy_from_slice(&length.to_le_bytes());
    file
}

/// The encoder that belongs to the boolean decoder (RFC 6386, clause 7.3).
struct BoolEncoder {
    bytes: Vec<u8>,
    range: u32,
    bottom: u64,
    bits: u32,
}

impl BoolEncoder {
    const fn new() -> Self {
        Self { bytes: Vec::new(), range: 255, bottom: 0, bits: 0 }
    }

    fn bit(&mut self, probability: u8, bit: bool) {
        let split = 1 + (((self.range - 1) * u32::from(probability)) >> 8);
        if bit {
            self.bottom += u64::from(split);
            self.range -= split;
        } else {
            self.range = split;
        }
        while self.range < 128 {
            self.range <<= 1;
            self.bottom <<= 1;
            self.bits += 1;
            if self.bits == 8 {
                self.give();
            }
        }
    }

    /// Moves the highest byte out, with a carry into those before it.
    fn give(&mut self) {
        let top = self.bottom >> 8;
        if top > 0xFF {
            for byte in self.bytes.iter_mut().rev() {
                *byte = byte.wrapping_add(1);
                if *byte != 0 {
                    break;
                }
            }
        }
        self.bytes.push(top.to_le_bytes()[0]);
        self.bottom &= 0xFF;
        self.bits = 0;
    }

    fn number(&mut self, value: u32, bits: u32) {
        (0..bits).rev().for_each(|bit| self.bit(128, value >> bit & 1 == 1));
    }

    fn finish(mut self) -> Vec<u8> {
        self.number(0, 32);
        self.bytes
    }
}

/// A key frame: a header of random choices, then random bytes, which are modes and tokens as good as any.
pub fn lossy(random: &mut Random, (width, height): (u32, u32)) -> Vec<u8> {
    let partitions = random.below(4);
    let mut header = header(random, partitions);
    let macroblocks = (width.div_ceil(16) * height.div_ceil(16)) as usize;
    header.extend(random.bytes(100 + 60 * macroblocks));
    let tag = u32::try_from(header.len()).unwrap() << 5 | 1 << 4;
    let mut frame = tag.to_le_bytes()[..3].to_vec();
    frame.extend([0x9D, 0x01, 0x2A]);
    [width, height].iter().for_each(|side| frame.extend(&side.to_le_bytes()[..2]));
    frame.extend(header);
    let length = 4_000 * macroblocks;
    (1..1 << partitions).for_each(|_| frame.extend(&u32::try_from(length).unwrap().to_le_bytes()[..3]));
    frame.extend(random.bytes(length << partitions));
    frame
}

fn header(random: &mut Random, partitions: u32) -> Vec<u8> {
    let mut bits = BoolEncoder::new();
    bits.number(0, 2);
    let has_segments = random.flag();
    bits.number(has_segments.into(), 1);
    if has_segments {
        // A map or not, and steps and levels, each given or not.
        bits.number(random.below(2), 1);
        bits.number(1, 1);
        bits.number(random.below(2), 1);
        for width in [7, 6] {
            (0..4).for_each(|_| bits.number(1 << (width + 1) | random.below(24) << 1, width + 2));
        }
        // Behind a map's flag the probabilities are what the next bits happen to be.
    }
    // Filter, level, sharpness, changes of the level.
    bits.number(random.below(1 << 10), 10);
    let has_changes = random.flag();
    bits.number(has_changes.into(), 1);
    if has_changes {
        bits.number(1, 1);
        (0..8).for_each(|_| bits.number(1 << 7 | random.below(1 << 7), 8));
    }
    bits.number(partitions, 2);
    bits.number(random.below(40), 7);
    (0..5).for_each(|_| bits.number(1 << 5 | random.below(1 << 5), 6));
    bits.finish()
}

/// Bits from the lowest to the highest of each byte.
#[derive(Default)]
struct BitWriter {
    bytes: Vec<u8>,
    used: u32,
}

impl BitWriter {
    fn number(&mut self, value: u32, bits: u32) {
        for bit in 0..bits {
            if self.used.is_multiple_of(8) {
                self.bytes.push(0);
            }
            *self.bytes.last_mut().unwrap() |= u8::try_from((value >> bit & 1) << (self.used % 8)).unwrap();
            self.used += 1;
        }
    }
}

/// A lossless picture with random transforms, codes, references and cached colours.
pub fn lossless(random: &mut Random, (width, height): (u32, u32)) -> Vec<u8> {
    let mut bits = BitWriter::default();
    bits.number(0x2F, 8);
    bits.number(width - 1, 14);
    bits.number(height - 1, 14);
    bits.number(random.below(2), 4);
    let mut coded_width = width;
    for kind in [3, 0, 2, 1] {
        if random.below(3) > 0 {
            continue;
        }
        bits.number(1 | kind << 1, 3);
        if kind == 3 {
            let colors = 1 + random.below(20);
            bits.number(colors - 1, 8);
            image(&mut bits, random, (colors, 1), Role::Other);
            coded_width = width.div_ceil(match colors {
                ..=2 => 8,
                3..=4 => 4,
                5..=16 => 2,
                _ => 1,
            });
        } else if kind < 2 {
            let side_bits = random.below(4);
            bits.number(side_bits, 3);
            let size = (coded_width.div_ceil(4 << side_bits), height.div_ceil(4 << side_bits));
            // Of the 16 values of a predictor, 14 are predictors.
            image(&mut bits, random, size, if kind == 0 { Role::GreenBelow(14) } else { Role::Other });
        }
    }
    bits.number(0, 1);
    image(&mut bits, random, (coded_width, height), Role::Main);
    bits.bytes
}

/// What an image is for.
#[derive(Clone, Copy, PartialEq)]
enum Role {
    Main,
    Other,
    /// Literals alone, of a green below a number, and of red 0.
    GreenBelow(u32),
}

fn image(bits: &mut BitWriter, random: &mut Random, (width, height): (u32, u32), role: Role) {
    let is_plain = matches!(role, Role::GreenBelow(_));
    let cache_bits = if is_plain { 0 } else { random.below(2) * (1 + random.below(11)) };
    bits.number(u32::from(cache_bits > 0), 1);
    if cache_bits > 0 {
        bits.number(cache_bits, 4);
    }
    let groups = if role == Role::Main { Groups::write(bits, random, (width, height)) } else { Groups::ONE };
    let cached = if cache_bits > 0 { 1 << cache_bits } else { 0 };
    let codes: Vec<Codes> = (0..groups.count()).map(|_| Codes::write(bits, random, (role, cached))).collect();
    let (mut at, end) = (0, width * height);
    while at < end {
        let Codes { green, others, distance } = &codes[groups.at(at % width, at / width)];
        let symbol = green.random(random);
        let reference = (256..280).contains(&symbol).then(|| reference(random, symbol - 256, distance, width));
        match reference {
            Some(reference) if reference.distance <= at && reference.length <= end - at => {
                green.write(bits, symbol);
                reference.extra.iter().for_each(|(value, count)| bits.number(*value, *count));
                at += reference.length;
            }
            Some(_) => {}
            None => {
                green.write(bits, symbol);
                if symbol < 256 {
                    others.iter().for_each(|code| code.write(bits, code.random(random)));
                }
                at += 1;
            }
        }
    }
}

/// Which of at most two groups of codes is in force in which square.
struct Groups {
    side_bits: u32,
    per_row: u32,
    squares: Vec<u32>,
}

impl Groups {
    const ONE: Self = Self { side_bits: 0, per_row: 0, squares: Vec::new() };

    fn write(bits: &mut BitWriter, random: &mut Random, (width, height): (u32, u32)) -> Self {
        let has_two = random.flag();
        bits.number(has_two.into(), 1);
        if !has_two {
            return Self::ONE;
        }
        let side_bits = 2 + random.below(4);
        let (per_row, rows) = (width.div_ceil(1 << side_bits), height.div_ceil(1 << side_bits));
        bits.number(side_bits - 2, 3);
        bits.number(0, 1);
        // A code of the symbols 0 and 1 for green, and four of the symbol 0 alone.
        bits.number(0b0011 | 1 << 4, 12);
        (0..4).for_each(|_| bits.number(1, 4));
        let squares: Vec<u32> = (0..per_row * rows).map(|nth| if nth == 0 { 1 } else { random.below(2) }).collect();
        squares.iter().for_each(|square| bits.number(*square, 1));
        Self { side_bits, per_row, squares }
    }

    const fn count(&self) -> usize {
        if self.squares.is_empty() { 1 } else { 2 }
    }

    fn at(&self, x: u32, y: u32) -> usize {
        let square = (y >> self.side_bits) * self.per_row + (x >> self.side_bits);
        self.squares.get(square as usize).map_or(0, |group| *group as usize)
    }
}

struct Codes {
    green: Code,
    /// Of red, blue and opacity.
    others: [Code; 3],
    distance: Code,
}

impl Codes {
    fn write(bits: &mut BitWriter, random: &mut Random, (role, cached): (Role, u32)) -> Self {
        let (green, red) = match role {
            Role::GreenBelow(end) => (Code::simple(bits, random, end), Code::one(bits, 0)),
            _ => (Code::any(bits, random, 280 + cached), Code::any(bits, random, 256)),
        };
        let others = [red, Code::any(bits, random, 256), Code::any(bits, random, 256)];
        Self { green, others, distance: Code::any(bits, random, 40) }
    }
}

struct Reference {
    length: u32,
    distance: u32,
    /// What is written behind the length's symbol: numbers with their bits.
    extra: Vec<(u32, u32)>,
}

fn reference(random: &mut Random, length_symbol: u32, distances: &Code, width: u32) -> Reference {
    let mut extra = Vec::new();
    let value = |random: &mut Random, symbol: u32, extra: &mut Vec<(u32, u32)>| {
        if symbol < 4 {
            return symbol + 1;
        }
        let bits = (symbol - 2) >> 1;
        let low = random.below(1 << bits);
        extra.push((low, bits));
        ((2 + (symbol & 1)) << bits) + low + 1
    };
    let length = value(random, length_symbol, &mut extra);
    let symbol = distances.random(random);
    let (code, bits) = distances.code(symbol);
    extra.push((code, bits));
    let distance = value(random, symbol, &mut extra);
    // Nearby pixels are at most 7 rows and 8 columns away.
    let distance = if distance > 120 { distance - 120 } else { 7 * width + 8 };
    Reference { length, distance, extra }
}

/// A prefix code: its symbols, and the codes with their lengths, first bit lowest.
struct Code(Vec<(u32, u32, u32)>);

impl Code {
    /// One of a random kind: of one symbol, of two, or of sixteen with lengths up to 15.
    fn any(bits: &mut BitWriter, random: &mut Random, symbols: u32) -> Self {
        match random.below(4) {
            0 => Self::one(bits, random.below(symbols.min(256))),
            1 => Self::simple(bits, random, symbols.min(256)),
            kind => Self::sixteen(bits, random, (symbols, kind == 2)),
        }
    }

    fn one(bits: &mut BitWriter, symbol: u32) -> Self {
        bits.number(0b101 | symbol << 3, 11);
        Self(vec![(symbol, 0, 0)])
    }

    fn simple(bits: &mut BitWriter, random: &mut Random, end: u32) -> Self {
        let first = random.below(end - 1);
        let second = first + 1 + random.below(end - first - 1);
        bits.number(0b111 | first << 3, 11);
        bits.number(second, 8);
        Self(vec![(first, 0, 1), (second, 1, 1)])
    }

    /// Sixteen symbols with lengths 1, 2, 3 to 15 and 15, or all with the length 4; each length takes four bits.
    fn sixteen(bits: &mut BitWriter, random: &mut Random, (symbols, is_long): (u32, bool)) -> Self {
        let mut lengths = vec![0; symbols as usize];
        for nth in 0..16 {
            // One literal at least.
            let end = if nth == 0 { symbols.min(256) } else { symbols };
            let free: Vec<u32> = (0..end).filter(|symbol| lengths[*symbol as usize] == 0).collect();
            let symbol = free[random.below(u32::try_from(free.len()).unwrap()) as usize];
            lengths[symbol as usize] = if is_long { (nth + 1).min(15) } else { 4 };
        }
        bits.number(0, 1);
        // All 19 lengths of the code for lengths are given: 0 for the three kinds of runs, 4 for the rest.
        bits.number(15, 4);
        for place in [17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15] {
            bits.number(if place > 15 { 0 } else { 4 }, 3);
        }
        bits.number(0, 1);
        lengths.iter().for_each(|length: &u32| bits.number(length.reverse_bits() >> 28, 4));
        Self::canonical(&lengths)
    }

    fn canonical(lengths: &[u32]) -> Self {
        let (mut codes, mut code) = (Vec::new(), 0_u32);
        for length in 1..=15 {
            for (symbol, _) in lengths.iter().enumerate().filter(|(_, other)| **other == length) {
                codes.push((u32::try_from(symbol).unwrap(), code.reverse_bits() >> (32 - length), length));
                code += 1;
            }
            code <<= 1;
        }
        Self(codes)
    }

    fn random(&self, random: &mut Random) -> u32 {
        self.0[random.below(u32::try_from(self.0.len()).unwrap()) as usize].0
    }

    /// The code of a symbol, and its length.
    fn code(&self, symbol: u32) -> (u32, u32) {
        let (_, code, length) = self.0.iter().find(|(other, ..)| *other == symbol).unwrap();
        (*code, *length)
    }

    fn write(&self, bits: &mut BitWriter, symbol: u32) {
        let (code, length) = self.code(symbol);
        bits.number(code, length);
    }
}
