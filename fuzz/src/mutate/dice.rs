/// Numbers that follow from the seed, so that a run can be repeated.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u32) -> Self {
        Self(u64::from(seed) << 1 | 1)
    }

    /// Less than `limit`, which is not 0. (xorshift64*, Vigna 2016)
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % limit
    }

    pub(super) fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    /// One of a list that is not empty.
    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// Octets as the library changes them, with room for some more.
    pub(super) fn octets(&mut self, octets: &[u8]) -> Vec<u8> {
        let mut room = octets.to_vec();
        room.resize(octets.len() + 16, 0);
        let most = room.len();
        let size = libfuzzer_sys::fuzzer_mutate(&mut room, octets.len(), most);
        room.truncate(size);
        room
    }
}
