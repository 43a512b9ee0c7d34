//! Changes an input within its form: a member of the JSON, a value of the DER, also
//! inside PEM. Changes of octets alone are nearly always stopped by the first
//! length or the first quote, and the code behind it is never reached.

mod der;
mod dice;
mod json;
mod pem;

use dice::Dice;

/// Changes the first `size` octets of `data` in place; gives the new size.
pub fn mutate(data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let mut dice = Dice::new(seed);
    // Now and then octets all the same: lengths and quotes are to be tried too.
    if !dice.one_in(4)
        && let Some(changed) = within_its_form(&data[..size], &mut dice)
        && changed.len() <= max_size
        && !changed.is_empty()
    {
        data[..changed.len()].copy_from_slice(&changed);
        return changed.len();
    }
    libfuzzer_sys::fuzzer_mutate(data, size, max_size)
}

fn within_its_form(input: &[u8], dice: &mut Dice) -> Option<Vec<u8>> {
    if input.starts_with(&[0x30]) {
        return der::change(input, dice);
    }
    let text = core::str::from_utf8(input).ok()?;
    if text.contains(pem::BEGIN) {
        return pem::change(text, dice).map(String::into_bytes);
    }
    json::change(text, dice).map(String::into_bytes)
}
