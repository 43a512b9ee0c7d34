use crate::Key;
use nokkelsmie_jose::{Algorithm, Thumbprint};
use serde::Serialize;

/// Another key beside this one with the same public part.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Related {
    /// Which one.
    pub handle: u32,
    /// What it is to this one.
    pub relation: Relation,
    /// Its own kid.
    pub kid: Option<String>,
    /// Whether its kid is another, or only one of the two has one.
    pub kid_differs: bool,
    /// Its algorithm, when both say which they are for and it is another.
    pub other_algorithm: Option<Algorithm>,
}

/// What the other key is to this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "ts", derive(tsify::Tsify))]
pub enum Relation {
    /// Both have the private part.
    SamePrivate,
    /// Neither has it.
    SamePublic,
    /// The other has the private part of this public key.
    PrivatePart,
    /// The other is the public part of this private key.
    PublicPart,
}

/// So many others are told of; people are shown fewer.
pub const MOST_RELATED: usize = 20;

/// What one key must know of another to say how the two belong together.
#[derive(Debug)]
pub struct Identity {
    /// Names the key among the others.
    pub handle: u32,
    /// Two keys are one when it is the same (RFC 7638).
    pub thumbprint: Thumbprint,
    /// Whether the private part is there.
    pub private: bool,
    /// Its kid, as it was read.
    pub kid: Option<String>,
    /// What it signs with; of a public key what it says, which PEM does not.
    pub algorithm: Option<Algorithm>,
}

impl Identity {
    /// `says_algorithm`: what was read named one. A public key that names none
    /// was given the first that fits.
    pub fn of(handle: u32, key: &Key, says_algorithm: bool) -> Self {
        let private = matches!(key, Key::Private(_));
        let public = key.public_key();
        Self {
            handle,
            thumbprint: public.jwk().thumbprint(),
            private,
            kid: key.key_id().map(str::to_owned),
            algorithm: (private || says_algorithm).then(|| public.algorithm()),
        }
    }

    /// The others that are the same key, [`MOST_RELATED`] at most, and how many there
    /// are beside these. Of more than that the other halves of the pair come first.
    pub fn related(&self, all: &[&Self]) -> (Vec<Related>, usize) {
        let is_same =
            |other: &Self| other.handle != self.handle && other.thumbprint == self.thumbprint;
        let mut same: Vec<_> = all.iter().filter(|other| is_same(other)).collect();
        let beside = same.len().saturating_sub(MOST_RELATED);
        if beside > 0 {
            let (halves, copies): (Vec<_>, Vec<_>) =
                same.iter().partition(|other| other.private != self.private);
            same = halves;
            same.extend(copies);
        }
        (same.into_iter().take(MOST_RELATED).map(|other| self.to(other)).collect(), beside)
    }

    fn to(&self, other: &Self) -> Related {
        let relation = match (self.private, other.private) {
            (true, true) => Relation::SamePrivate,
            (false, false) => Relation::SamePublic,
            (false, true) => Relation::PrivatePart,
            (true, false) => Relation::PublicPart,
        };
        Related {
            handle: other.handle,
            relation,
            kid: other.kid.clone(),
            kid_differs: self.kid != other.kid,
            other_algorithm: other
                .algorithm
                .filter(|its| self.algorithm.is_some_and(|own| own != *its)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::{KeyKind, generate};
    use crate::inspect::judge;
    use crate::write::{self, PrivateFormat, PublicFormat};
    use crate::{PrivateKey, read};

    /// What the first of some texts is told about the others.
    fn told_to_the_first(texts: &[&str]) -> Vec<Related> {
        let identity = |(handle, text): (u32, &&str)| {
            let material = read::read(text.as_bytes()).unwrap().remove(0);
            let (_, key) = judge(&material);
            Some(Identity::of(handle, &key.ok()?, material.metadata.alg.is_some()))
        };
        let all: Vec<_> = (1..).zip(texts).filter_map(identity).collect();
        all.first()
            .map(|first| first.related(&all.iter().collect::<Vec<_>>()).0)
            .unwrap_or_default()
    }

    fn key(kid: &str) -> PrivateKey {
        generate(KeyKind::Rsa2048, Algorithm::RS256, Some(kid.parse().unwrap())).unwrap()
    }

    fn jwk(key: &PrivateKey) -> String {
        write::private(key, PrivateFormat::Jwk).unwrap().to_string()
    }

    fn public(key: &PrivateKey, format: PublicFormat) -> String {
        write::public(&key.public_key(), format).unwrap()
    }

    #[test]
    fn a_pair_is_one_from_both_sides() {
        let key = key("a");
        let (private, public) = (jwk(&key), public(&key, PublicFormat::Jwk));
        let expected = |relation| {
            let kid = Some("a".to_owned());
            vec![Related { handle: 2, relation, kid, kid_differs: false, other_algorithm: None }]
        };
        assert_eq!(told_to_the_first(&[&private, &public]), expected(Relation::PublicPart));
        assert_eq!(told_to_the_first(&[&public, &private]), expected(Relation::PrivatePart));
        assert_eq!(told_to_the_first(&[&private, &private]), expected(Relation::SamePrivate));
        assert_eq!(told_to_the_first(&[&public, &public]), expected(Relation::SamePublic));
    }

    #[test]
    fn of_very_many_the_other_halves_are_told_first() {
        let key = Key::Private(key("a"));
        let half = Key::Public(key.public_key());
        let mut all: Vec<_> = (1..=30).map(|handle| Identity::of(handle, &key, true)).collect();
        all.push(Identity::of(31, &half, true));
        let all: Vec<_> = all.iter().collect();
        let (told, beside) = all[0].related(&all[..=MOST_RELATED]);
        assert_eq!((told.len(), told[0].handle, beside), (MOST_RELATED, 2, 0));
        let (told, beside) = all[0].related(&all);
        assert_eq!((told.len(), told[0].handle, beside), (MOST_RELATED, 31, 10));
        assert_eq!((told[0].relation, told[1].handle), (Relation::PublicPart, 2));
    }

    #[test]
    fn another_key_and_what_is_no_key_are_not_related() {
        let (one, two) = (key("a"), key("a"));
        let damaged = jwk(&one).replace("\"d\": \"", "\"d\": \"AQAB");
        let others = [public(&two, PublicFormat::Jwk), jwk(&two), damaged];
        let [two_public, two_private, damaged] = &others;
        assert_eq!(told_to_the_first(&[&jwk(&one), two_public, two_private, damaged]), []);
    }

    #[test]
    fn a_kid_of_its_own_is_told() {
        let mut key = key("a");
        let first = jwk(&key);
        key.set_key_id(Some("b".parse().unwrap()));
        let told = told_to_the_first(&[&first, &jwk(&key), &public(&key, PublicFormat::SpkiPem)]);
        let told: Vec<_> = told.iter().map(|it| (it.kid.as_deref(), it.kid_differs)).collect();
        assert_eq!(told, [(Some("b"), true), (None, true)]);
    }

    #[test]
    fn another_algorithm_is_told_where_both_say_one() {
        let mut key = key("a");
        key.set_algorithm(Algorithm::RS512).unwrap();
        let private = jwk(&key);
        key.set_algorithm(Algorithm::RS256).unwrap();
        let others =
            [jwk(&key), public(&key, PublicFormat::Jwk), public(&key, PublicFormat::SpkiPem)];
        let [same, jwk, pem] = &others;
        let told: Vec<_> = told_to_the_first(&[&private, same, jwk, pem])
            .iter()
            .map(|it| it.other_algorithm)
            .collect();
        // A public PEM says nothing about the algorithm.
        assert_eq!(told, [Some(Algorithm::RS256), Some(Algorithm::RS256), None]);
    }
}
