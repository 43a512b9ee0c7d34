use crate::WriteError;

/// Octets from the system's source of randomness.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], WriteError> {
    let mut octets = [0; N];
    match getrandom::fill(&mut octets) {
        Ok(()) => Ok(octets),
        Err(_) => Err(WriteError::RandomUnavailable),
    }
}
