//! Changes an input within its form: a member of the JSON, a value of the DER, also
//! inside PEM. Changes of octets alone are nearly always stopped by the first
//! length or the first quote, and the code behind it is never reached.

mod der;
mod dice;
mod json;
mod pem;

use dice::Dice;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

/// Changes the first `size` octets of `data` in place; gives the new size. `folders`
/// of `seeds/` hold what it begins with anew, time after time: the library prefers
/// inputs that reached something rare, and these are soon no keys any more.
pub fn mutate(folders: &[&str], data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    let mut dice = Dice::new(seed);
    let anew = dice.one_in(3);
    let begin = if anew { dice.pick(good(folders)) } else { &data[..size] };
    // Now and then octets all the same: lengths and quotes are to be tried too.
    let changes = if dice.one_in(4) { 0 } else { 1 + dice.below(3) };
    let changed = (0..changes).try_fold(begin.to_vec(), |it, _| within_its_form(&it, &mut dice));
    match changed {
        Some(changed) if changes > 0 && (1..=max_size).contains(&changed.len()) => {
            data[..changed.len()].copy_from_slice(&changed);
            changed.len()
        }
        _ => libfuzzer_sys::fuzzer_mutate(data, size, max_size),
    }
}

/// All files of these folders.
fn good(folders: &[&str]) -> &'static [Vec<u8>] {
    static FILES: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    FILES.get_or_init(|| {
        let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
        let inside = |folder: &&str| fs::read_dir(seeds.join(folder)).into_iter().flatten();
        let mut paths: Vec<_> =
            folders.iter().flat_map(inside).flatten().map(|it| it.path()).collect();
        // In the same order everywhere, so that a run can be repeated.
        paths.sort();
        let files: Vec<_> = paths.into_iter().flat_map(fs::read).collect();
        assert!(!files.is_empty(), "no seeds in {folders:?}");
        files
    })
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
