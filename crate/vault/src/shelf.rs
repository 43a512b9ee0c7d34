use crate::card::{Changes, KeyCard};
use crate::entry::Entry;
use crate::failure::{Failure, OwnCode};

/// Keys that are held at most: a bulk rotation makes some hundred.
pub const MAXIMUM_HELD: usize = 1000;

/// The keys, each behind its handle, and which of them are not as they were told.
///
/// A change costs the same however many keys there are: only the keys that are the
/// same one are looked at. (Sorted lists: trees weigh 8 KB more when packed.)
#[derive(Default)]
pub struct Shelf {
    /// By handle. In boxes, which are wiped when they are freed: a list leaves what it moves.
    entries: Vec<(u32, Box<Entry>)>,
    last_handle: u32,
    /// By thumbprint: the handles of the same key stand beside each other.
    kin: Vec<([u8; 32], u32)>,
    changed: Vec<u32>,
    removed: Vec<u32>,
}

impl Shelf {
    /// Whether so many more can be held.
    pub fn has_room_for(&self, count: usize) -> bool {
        self.entries.len() + count <= MAXIMUM_HELD
    }

    /// The handle that the next key gets.
    pub fn next_handle(&self) -> u32 {
        self.last_handle + 1
    }

    /// Keeps what was made for the next handle.
    pub fn keep(&mut self, entry: Entry) -> u32 {
        let handle = self.next_handle();
        self.last_handle = handle;
        if let Some(identity) = entry.identity() {
            let one = (*identity.thumbprint.as_bytes(), handle);
            self.kin.insert(self.kin.partition_point(|other| *other < one), one);
        }
        self.entries.push((handle, Box::new(entry)));
        self.touch(handle);
        handle
    }

    pub fn get(&self, handle: u32) -> Result<&Entry, Failure> {
        let place = self.place(handle).ok_or(OwnCode::NoSuchKey)?;
        Ok(&self.entries[place].1)
    }

    /// To change it: it is told anew, and so are the keys that are the same one.
    pub fn get_mut(&mut self, handle: u32) -> Result<&mut Entry, Failure> {
        self.touch(handle);
        let place = self.place(handle).ok_or(OwnCode::NoSuchKey)?;
        Ok(&mut self.entries[place].1)
    }

    /// To change every one.
    pub fn all_mut(&mut self) -> impl Iterator<Item = &mut Entry> {
        self.changed = self.handles();
        self.entries.iter_mut().map(|(_, entry)| entry.as_mut())
    }

    pub fn remove(&mut self, handle: u32) {
        self.touch(handle);
        let Some(place) = self.place(handle) else { return };
        self.entries.remove(place);
        self.kin.retain(|&(_, same)| same != handle);
        self.removed.push(handle);
    }

    pub fn clear(&mut self) {
        self.removed.append(&mut self.handles());
        self.kin.clear();
        self.entries.clear();
    }

    /// Of every key, the oldest first.
    pub fn handles(&self) -> Vec<u32> {
        self.entries.iter().map(|&(handle, _)| handle).collect()
    }

    pub fn card(&self, handle: u32) -> Result<KeyCard, Failure> {
        let entry = self.get(handle)?;
        let same = self.same_as(entry).iter();
        let kin: Vec<_> =
            same.filter_map(|&(_, handle)| self.get(handle).ok()?.identity()).collect();
        Ok(entry.card(handle, &kin))
    }

    /// Those of these keys that are there.
    pub fn cards(&self, handles: Vec<u32>) -> Vec<KeyCard> {
        handles.into_iter().filter_map(|handle| self.card(handle).ok()).collect()
    }

    /// What was not told yet; it is told once.
    pub fn changes(&mut self) -> Changes {
        let mut changed = std::mem::take(&mut self.changed);
        changed.sort_unstable();
        changed.dedup();
        Changes { changed: self.cards(changed), removed: std::mem::take(&mut self.removed) }
    }

    fn place(&self, handle: u32) -> Option<usize> {
        self.entries.binary_search_by_key(&handle, |&(handle, _)| handle).ok()
    }

    fn touch(&mut self, handle: u32) {
        let Ok(entry) = self.get(handle) else { return };
        let same: Vec<_> = self.same_as(entry).iter().map(|&(_, handle)| handle).collect();
        self.changed.push(handle);
        self.changed.extend(same);
    }

    /// Itself among them.
    fn same_as(&self, entry: &Entry) -> &[([u8; 32], u32)] {
        let Some(identity) = entry.identity() else { return &[] };
        let own = identity.thumbprint.as_bytes();
        let from = self.kin.partition_point(|(other, _)| other < own);
        let to = self.kin.partition_point(|(other, _)| other <= own);
        &self.kin[from..to]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::Made;
    use nokkelsmie_jose::{Algorithm, Profile};
    use nokkelsmie_keys::generate::{KeyKind, generate};
    use nokkelsmie_keys::write::{PublicFormat, public};
    use nokkelsmie_keys::{PrivateKey, read};
    use nokkelsmie_maskinporten::{EnvironmentName, profile};

    fn rules() -> Profile {
        profile(EnvironmentName::Test)
    }

    fn private(shelf: &mut Shelf) -> (u32, String) {
        let kid = Some("a".parse().unwrap());
        let key: PrivateKey = generate(KeyKind::Ed25519, Algorithm::EdDSA, kid).unwrap();
        let text = public(&key.public_key(), PublicFormat::Jwk).unwrap();
        let made = Made::new(key).ok().unwrap();
        let entry = Entry::of_generated(shelf.next_handle(), made, &rules(), 0);
        (shelf.keep(entry), text)
    }

    fn read_again(shelf: &mut Shelf, text: &str) -> u32 {
        let material = read::read(text.as_bytes()).unwrap().remove(0);
        shelf.keep(Entry::of_material(shelf.next_handle(), material, false, &rules(), 0))
    }

    /// Handles of those that changed, each with those that it is told to be the same as.
    fn told(shelf: &mut Shelf) -> (Vec<(u32, Vec<u32>)>, Vec<u32>) {
        let Changes { changed, removed } = shelf.changes();
        let same = |card: &KeyCard| card.related.iter().map(|other| other.handle).collect();
        (changed.iter().map(|card| (card.handle, same(card))).collect(), removed)
    }

    #[test]
    fn what_changed_is_told_once_with_the_keys_that_are_the_same() {
        let mut shelf = Shelf::default();
        let (one, text) = private(&mut shelf);
        let (two, _) = private(&mut shelf);
        assert_eq!(told(&mut shelf), (vec![(one, vec![]), (two, vec![])], vec![]));
        let three = read_again(&mut shelf, &text);
        assert_eq!(told(&mut shelf), (vec![(one, vec![three]), (three, vec![one])], vec![]));
        assert_eq!(told(&mut shelf), (vec![], vec![]));
        shelf.get_mut(two).ok().unwrap().mark_saved();
        assert_eq!(told(&mut shelf), (vec![(two, vec![])], vec![]));
        shelf.remove(one);
        assert_eq!(told(&mut shelf), (vec![(three, vec![])], vec![one]));
        shelf.all_mut().for_each(Entry::mark_saved);
        assert_eq!(told(&mut shelf).0.len(), 2);
        shelf.clear();
        assert_eq!(told(&mut shelf), (vec![], vec![two, three]));
        assert_eq!(private(&mut shelf).0, 4, "no handle is given twice");
    }

    #[test]
    fn another_kid_is_told_to_the_keys_that_are_the_same() {
        let mut shelf = Shelf::default();
        let (one, text) = private(&mut shelf);
        let two = read_again(&mut shelf, &text);
        shelf.changes();
        shelf.get_mut(two).ok().unwrap().relabel(Some("b".parse().unwrap()), None).ok().unwrap();
        let kids: Vec<_> =
            shelf.changes().changed.iter().map(|card| card.related[0].kid.clone()).collect();
        assert_eq!(kids, [Some("b".to_owned()), Some("a".to_owned())]);
        assert_eq!(shelf.card(one).ok().unwrap().related[0].handle, two);
    }

    #[test]
    fn holds_so_many_and_no_more() {
        let mut shelf = Shelf::default();
        assert!(shelf.has_room_for(MAXIMUM_HELD));
        private(&mut shelf);
        assert!(shelf.has_room_for(MAXIMUM_HELD - 1));
        assert!(!shelf.has_room_for(MAXIMUM_HELD));
    }
}
