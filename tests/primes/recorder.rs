use getrandom::SysRng;
use rand_core::{TryCryptoRng, TryRng};

/// The system's random numbers. It remembers the last octets that were asked for at once: a window begins
/// there, so that the search need not say where.
#[derive(Default)]
pub(crate) struct Recorder {
    last: Vec<u8>,
}

type Error = <SysRng as TryRng>::Error;

impl Recorder {
    /// The first number of the window, the highest octet first: what was drawn, odd and with two upper bits set.
    pub(crate) fn window(&self) -> Vec<u8> {
        let mut first: Vec<u8> = self.last.iter().rev().copied().collect();
        if let [highest, .., lowest] = &mut first[..] {
            *highest |= 0xC0;
            *lowest |= 1;
        }
        first
    }
}

impl TryRng for Recorder {
    type Error = Error;

    fn try_next_u32(&mut self) -> Result<u32, Error> {
        SysRng.try_next_u32()
    }

    fn try_next_u64(&mut self) -> Result<u64, Error> {
        SysRng.try_next_u64()
    }

    fn try_fill_bytes(&mut self, octets: &mut [u8]) -> Result<(), Error> {
        SysRng.try_fill_bytes(octets)?;
        self.last = octets.to_vec();
        Ok(())
    }
}

impl TryCryptoRng for Recorder {}
