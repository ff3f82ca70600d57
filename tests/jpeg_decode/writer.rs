//! Writes JPEG files from known coefficients: all that the tests need and nothing more.

use idsnap::jpeg::{Block, ZIGZAG};
use std::ops::RangeInclusive;

/// A picture of quantized coefficients. Sizes are whole MCUs.
pub struct Picture {
    pub width: usize,
    pub height: usize,
    pub components: Vec<Plane>,
}

/// One component: its sampling factors and its blocks, row after row, in natural order.
pub struct Plane {
    pub horizontal: usize,
    pub vertical: usize,
    pub blocks_per_row: usize,
    pub blocks: Vec<Block>,
}

/// The step of every coefficient.
pub const STEP: u8 = 3;

impl Picture {
    /// A picture of `mcus` that is different in every block, the same in every run.
    pub fn new(mcus: (usize, usize), sampling: &[(usize, usize)]) -> Self {
        let mut random = Random(1);
        let max = |of: fn(&(usize, usize)) -> usize| sampling.iter().map(of).max().unwrap_or(1);
        let components = sampling.iter().map(|&(horizontal, vertical)| {
            let count = mcus.0 * horizontal * mcus.1 * vertical;
            let blocks = (0..count).map(|_| random.block()).collect();
            Plane { horizontal, vertical, blocks_per_row: mcus.0 * horizontal, blocks }
        });
        let components = components.collect();
        Self { width: mcus.0 * 8 * max(|s| s.0), height: mcus.1 * 8 * max(|s| s.1), components }
    }

    /// A sequential file with a restart marker after every `restart` MCUs, and one scan, or one for each component.
    pub fn sequential(&self, restart: usize, interleaved: bool) -> Vec<u8> {
        let mut file = self.head(0xC0);
        file.extend([0xFF, 0xDD, 0, 4, u8::try_from(restart >> 8).unwrap(), u8::try_from(restart & 255).unwrap()]);
        let all: Vec<usize> = (0..self.components.len()).collect();
        for scan in if interleaved { vec![all.as_slice()] } else { all.chunks(1).collect() } {
            self.scan(&mut file, scan, [0, 63, 0], restart, |bits, state, block, nth| {
                bits.dc_difference(i32::from(block[0]), &mut state.predictions[nth]);
                bits.ac_first(block, 1..=63, 0, &mut 0);
                bits.end_of_band(&mut u32::from(block[63] == 0));
            });
        }
        file.extend([0xFF, 0xD9]);
        file
    }

    /// A progressive file: all but the last bit of every coefficient, then the last bit.
    pub fn progressive(&self) -> Vec<u8> {
        let mut file = self.head(0xC2);
        let all: Vec<usize> = (0..self.components.len()).collect();
        self.scan(&mut file, &all, [0, 0, 0x01], 0, |bits, state, block, nth| {
            bits.dc_difference(i32::from(block[0] >> 1), &mut state.predictions[nth]);
        });
        // The refinement of the whole band needs what the second of these scans brings.
        for (start, end) in [(1, 4), (5, 63)] {
            for &one in &all {
                self.scan(&mut file, &[one], [start, end, 0x01], 0, |bits, state, block, _| {
                    let band = usize::from(start)..=usize::from(end);
                    bits.ac_first(block, band, 1, &mut state.end_of_band_run);
                    let last = block[usize::from(ZIGZAG[usize::from(end)])];
                    state.end_of_band_run += u32::from(last.abs() < 2);
                });
            }
        }
        self.scan(&mut file, &all, [0, 0, 0x10], 0, |bits, _, block, _| bits.put(u32::from(block[0] & 1 != 0), 1));
        for &one in &all {
            self.scan(&mut file, &[one], [1, 63, 0x10], 0, |bits, _, block, _| bits.ac_refine(block));
        }
        file.extend([0xFF, 0xD9]);
        file
    }

    fn head(&self, start_of_frame: u8) -> Vec<u8> {
        let mut file = vec![0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0];
        file.extend([STEP; 64]);
        let count = u8::try_from(self.components.len()).unwrap();
        let [[h1, h0], [w1, w0]] = [self.height, self.width].map(|side| u16::try_from(side).unwrap().to_be_bytes());
        file.extend([0xFF, start_of_frame, 0, 8 + 3 * count, 8, h1, h0, w1, w0, count]);
        for (id, plane) in (1..).zip(&self.components) {
            file.extend([id, u8::try_from(plane.horizontal << 4 | plane.vertical).unwrap(), 0]);
        }
        // DC: 12 codes of 4 bits. AC: 255 codes of 8 bits and one of 9.
        file.extend([0xFF, 0xC4, 0, 31, 0x00, 0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        file.extend(0..12);
        file.extend([0xFF, 0xC4, 1, 19, 0x10, 0, 0, 0, 0, 0, 0, 0, 255, 1, 0, 0, 0, 0, 0, 0, 0]);
        file.extend(0..=255);
        file
    }

    fn scan(
        &self,
        file: &mut Vec<u8>,
        scan: &[usize],
        [start, end, approximation]: [u8; 3],
        restart: usize,
        mut code: impl FnMut(&mut Bits, &mut State, &Block, usize),
    ) {
        let count = u8::try_from(scan.len()).unwrap();
        file.extend([0xFF, 0xDA, 0, 6 + 2 * count, count]);
        scan.iter().for_each(|&index| file.extend([u8::try_from(index + 1).unwrap(), 0]));
        file.extend([start, end, approximation]);
        let (mut bits, mut state) = (Bits::default(), State::default());
        for (nth_mcu, mcu) in self.mcus(scan).into_iter().enumerate() {
            if restart > 0 && nth_mcu > 0 && nth_mcu % restart == 0 {
                file.extend(std::mem::take(&mut bits).finished());
                file.extend([0xFF, 0xD0 + u8::try_from((nth_mcu / restart - 1) % 8).unwrap()]);
                state = State::default();
            }
            mcu.into_iter().for_each(|(nth, block)| code(&mut bits, &mut state, block, nth));
        }
        bits.end_of_band(&mut state.end_of_band_run);
        file.extend(bits.finished());
    }

    /// The blocks of each MCU with the place of their component in the scan.
    fn mcus(&self, scan: &[usize]) -> Vec<Vec<(usize, &Block)>> {
        if let [one] = scan {
            return self.components[*one].blocks.iter().map(|block| vec![(0, block)]).collect();
        }
        let first = &self.components[0];
        let per_row = first.blocks_per_row / first.horizontal;
        let rows = first.blocks.len() / first.blocks_per_row / first.vertical;
        let mcu = |at: usize| {
            let (row, column) = (at / per_row, at % per_row);
            let mut blocks = Vec::new();
            for (nth, plane) in scan.iter().map(|&index| &self.components[index]).enumerate() {
                for y in row * plane.vertical..(row + 1) * plane.vertical {
                    let from = y * plane.blocks_per_row + column * plane.horizontal;
                    blocks.extend(plane.blocks[from..from + plane.horizontal].iter().map(|block| (nth, block)));
                }
            }
            blocks
        };
        (0..per_row * rows).map(mcu).collect()
    }
}

#[derive(Default)]
struct State {
    predictions: [i32; 4],
    end_of_band_run: u32,
}

#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    pending: u32,
    count: u32,
}

impl Bits {
    fn put(&mut self, value: u32, count: u32) {
        for bit in (0..count).rev() {
            self.pending = self.pending << 1 | (value >> bit & 1);
            self.count += 1;
            if self.count == 8 {
                let byte = u8::try_from(self.pending).unwrap();
                self.bytes.push(byte);
                if byte == 0xFF {
                    self.bytes.push(0);
                }
                (self.pending, self.count) = (0, 0);
            }
        }
    }

    fn finished(mut self) -> Vec<u8> {
        self.put(0x7F, (8 - self.count) % 8);
        self.bytes
    }

    fn ac_symbol(&mut self, run: u32, size: u32) {
        match run << 4 | size {
            255 => self.put(0x1FE, 9),
            symbol => self.put(symbol, 8),
        }
    }

    fn additional(&mut self, value: i32) -> (u32, u32) {
        let size = 32 - value.unsigned_abs().leading_zeros();
        let bits = if value < 0 { value - 1 } else { value };
        (bits.cast_unsigned() & ((1 << size) - 1), size)
    }

    fn dc_difference(&mut self, value: i32, prediction: &mut i32) {
        let (bits, size) = self.additional(value - *prediction);
        *prediction = value;
        self.put(size, 4);
        self.put(bits, size);
    }

    /// Leaves the end of the block to [`Self::end_of_band`], which several blocks may share.
    fn ac_first(&mut self, block: &Block, band: RangeInclusive<usize>, low_bit: u32, end_of_band_run: &mut u32) {
        let mut zeros = 0;
        for &natural in &ZIGZAG[band] {
            let whole = i32::from(block[usize::from(natural)]);
            let value = whole.signum() * (whole.abs() >> low_bit);
            if value == 0 {
                zeros += 1;
                continue;
            }
            self.end_of_band(end_of_band_run);
            while zeros > 15 {
                self.ac_symbol(15, 0);
                zeros -= 16;
            }
            let (bits, size) = self.additional(value);
            self.ac_symbol(zeros, size);
            self.put(bits, size);
            zeros = 0;
        }
    }

    fn end_of_band(&mut self, run: &mut u32) {
        while *run > 0 {
            let bits = run.ilog2().min(14);
            let covered = (*run).min((1 << (bits + 1)) - 1);
            self.ac_symbol(bits, 0);
            self.put(covered - (1 << bits), bits);
            *run -= covered;
        }
    }

    fn ac_refine(&mut self, block: &Block) {
        let values = ZIGZAG.map(|natural| block[usize::from(natural)]);
        let last_new = (1..64).rev().find(|&k| values[k].abs() == 1).unwrap_or(0);
        let (mut zeros, mut corrections) = (0, Vec::new());
        for (k, &value) in values.iter().enumerate().skip(1) {
            match value.abs() {
                0 => zeros += 1,
                1 => {
                    self.ac_symbol(zeros, 1);
                    self.put(u32::from(value > 0), 1);
                    zeros = 0;
                    corrections.drain(..).for_each(|bit| self.put(bit, 1));
                }
                magnitude => corrections.push(u32::from(magnitude & 1 != 0)),
            }
            if zeros == 16 && k < last_new {
                self.ac_symbol(15, 0);
                zeros = 0;
                corrections.drain(..).for_each(|bit| self.put(bit, 1));
            }
        }
        if last_new < 63 {
            self.ac_symbol(0, 0);
        }
        corrections.drain(..).for_each(|bit| self.put(bit, 1));
    }
}

/// A linear congruential generator (Knuth's MMIX constants).
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    fn block(&mut self) -> Block {
        let mut block = [0; 64];
        block[0] = i16::try_from(self.below(500)).unwrap() - 250;
        for _ in 0..self.below(12) {
            let limit = [3, 3, 9, 60][self.below(4)];
            let magnitude = i16::try_from(self.below(limit)).unwrap();
            let within = [6, 20, 64][self.below(3)];
            block[usize::from(ZIGZAG[self.below(within - 1) + 1])] =
                if self.below(2) == 0 { magnitude } else { -magnitude };
        }
        block
    }
}
