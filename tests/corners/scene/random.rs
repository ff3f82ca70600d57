//! Numbers that look random and are the same on every machine: SplitMix64.

pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        let mut random = Self(seed ^ 0x5851_F42D_4C95_7F2D);
        random.next();
        random
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// 0 to 1.
    pub fn unit(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1 << 24) as f32
    }

    pub fn range(&mut self, from: f32, to: f32) -> f32 {
        from + (to - from) * self.unit()
    }

    /// A whole number from `from` up to, but not including, `end`.
    pub fn between(&mut self, from: usize, end: usize) -> usize {
        from + (self.next() % (end - from) as u64) as usize
    }

    pub fn chance(&mut self, probability: f32) -> bool {
        self.unit() < probability
    }

    pub fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.between(0, items.len())]
    }

    /// Of mean 0 and deviation 1: the sum of twelve, by the central limit theorem.
    pub fn normal(&mut self) -> f32 {
        let bits = (self.next(), self.next());
        let sum: u64 = (0..4).map(|at| ((bits.0 >> (16 * at)) & 0xFFFF) + ((bits.1 >> (16 * at)) & 0xFFFF)).sum();
        // Eight uniform numbers of variance 1/12 each.
        (sum as f32 / 65_536.0 - 4.0) / (8.0_f32 / 12.0).sqrt()
    }

    pub fn colour(&mut self, dark: f32, bright: f32) -> [f32; 3] {
        let level = self.range(dark, bright);
        let tint = self.range(0.0, 45.0);
        core::array::from_fn(|_| (level + self.range(-tint, tint)).clamp(0.0, 255.0))
    }
}
