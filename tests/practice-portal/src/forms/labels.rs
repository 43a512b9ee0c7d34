//! The portal's words. Those marked "portal" are Digdir's own labels in
//! bokmål and English; the others are ours.

/// The language of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// Bokmål.
    #[default]
    Nb,
    /// English.
    En,
    /// Bokmål with other names for some things, and some of them in English.
    Relabelled,
}

impl Language {
    /// The value of `lang` attributes and of `?lang=`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Nb | Self::Relabelled => "nb",
            Self::En => "en",
        }
    }

    /// The language with this tag.
    pub fn from_tag(tag: &str) -> Option<Self> {
        [Self::Nb, Self::En].into_iter().find(|one| one.tag() == tag)
    }
}

/// A text in both languages.
#[derive(Debug, Clone, Copy)]
pub struct Label {
    nb: &'static str,
    en: &'static str,
}

impl Label {
    /// The text in a language.
    pub fn text(self, language: Language) -> &'static str {
        match language {
            Language::Nb => self.nb,
            Language::En => self.en,
            Language::Relabelled => relabelled(self),
        }
    }
}

/// Names seen in other versions of the portal, English ones, and some that
/// nobody could know.
const OTHER_NAMES: [(&str, &str); 9] = [
    ("Opprett klient", "Ny integrasjon"),
    ("Legg til Maskinporten klient", "Ny klient for Maskinporten"),
    ("Visningsnavn", "Navn på integrasjonen *"),
    ("Beskrivelse", "Description"),
    ("Andre scopes", "Utvalg"),
    ("Nøkler", "Egne public nøkler"),
    ("JWK eller PEM format", "JWK or PEM format:"),
    ("Lagre", "Save"),
    ("Send inn", "Submit"),
];

fn relabelled(label: Label) -> &'static str {
    let other = OTHER_NAMES.iter().find(|(name, _)| *name == label.nb);
    other.map_or(label.nb, |(_, other)| other)
}

const fn label(nb: &'static str, en: &'static str) -> Label {
    Label { nb, en }
}

// Portal.
pub const LOG_IN: Label = label("Logg inn", "Log in");
pub const WITH_ORGANISATION_NUMBER: Label =
    label("Med organisasjonsnummer", "With organisation number");
pub const WITH_SYNTHETIC: Label =
    label("Med syntetisk organisasjon", "With synthetic organisation");
pub const CREATE_CLIENT: Label = label("Opprett klient", "Create client");
pub const ADD_CLIENT: Label = label("Legg til klient", "Add client");
pub const ADD_MASKINPORTEN_CLIENT: Label =
    label("Legg til Maskinporten klient", "Add Maskinporten client");
pub const DISPLAY_NAME: Label = label("Visningsnavn", "Display name");
pub const DESCRIPTION: Label = label("Beskrivelse", "Description");
pub const CREATE: Label = label("Opprett", "Create");
pub const ADD: Label = label("Legg til", "Add");
pub const KEY_FIELD: Label = label("JWK eller PEM format", "JWK or PEM format");
pub const SAVE: Label = label("Lagre", "Save");
pub const SCOPES: Label = label("Scopes", "Scopes");
pub const SUBMIT: Label = label("Send inn", "Submit");
pub const ACCESS_MISSING: Label = label("Tilgang mangler", "Access missing");

// Ours.
pub const PRACTICE: Label = label("Øvelse", "Practice");
pub const PRACTICE_EXPLAINED: Label = label(
    "Dette er ikke Digdirs portal, og ingenting her når Digdir. Utseendet er gjettet ut fra navnene på knapper og felter. Alt glemmes når øvelsen stoppes.",
    "This is not Digdir’s portal, and nothing here reaches Digdir. The looks are guessed from the names of buttons and fields. Everything is forgotten when the practice stops.",
);
pub const REACT_EXPLAINED: Label = label(
    "Utgaven «react»: feltene styres av React, slik en portal kan være bygd. Det er en gjetning.",
    "The build “react”: the fields are controlled by React, as a portal may be built. It is a guess.",
);
pub const RELABELLED_EXPLAINED: Label = label(
    "Utgaven «relabelled»: andre navn på knapper og felter, noen på engelsk. Det er en gjetning.",
    "The build “relabelled”: other names of buttons and fields, some in English. It is a guess.",
);
pub const STRICT_EXPLAINED: Label = label(
    "Utgaven «strict»: en streng Content-Security-Policy med Trusted Types. Det er en gjetning.",
    "The build “strict”: a strict Content-Security-Policy with Trusted Types. It is a guess.",
);
pub const SELF_SERVICE: Label = label("Selvbetjening", "Self-service");
pub const SKIP: Label = label("Hopp til innholdet", "Skip to content");
pub const LANGUAGE: Label = label("Språk", "Language");
pub const ORGANISATION: Label = label("Organisasjon", "Organisation");
pub const CHANGE: Label = label("Bytt", "Change");
pub const LOG_OUT: Label = label("Logg ut", "Log out");
pub const RESET: Label = label("Nullstill øvelsen", "Reset the practice");
pub const RESET_EXPLAINED: Label =
    label("Sletter alle klienter og nøkler her.", "Deletes all clients and keys here.");
pub const TO_NOKKELSMIE: Label = label("Til Nøkkelsmie", "To Nøkkelsmie");
pub const BACK: Label = label("Tilbake", "Back");
pub const CANCEL: Label = label("Avbryt", "Cancel");
pub const REMOVE: Label = label("Fjern", "Remove");
pub const OPTIONAL: Label = label("valgfritt", "optional");
pub const PROBLEM: Label = label("Feil", "Error");
pub const PROBLEMS: Label = label("Dette må rettes", "This must be put right");

pub const LOG_IN_LEAD: Label = label(
    "Velg hvordan du vil logge inn. Her trengs hverken ID-porten eller passord.",
    "Choose how to log in. No ID-porten and no password is needed here.",
);
pub const WITH_ORGANISATION_NUMBER_EXPLAINED: Label = label("Du representerer", "You represent");
pub const WITH_SYNTHETIC_EXPLAINED: Label = label(
    "Du kan bytte organisasjon øverst til høyre etterpå.",
    "You can change the organisation at the top right afterwards.",
);

pub const CLIENTS: Label = label("Klienter", "Clients");
pub const NO_CLIENTS: Label =
    label("Organisasjonen har ingen klienter ennå.", "The organisation has no clients yet.");
pub const CLIENT_ID: Label = label("Klient-ID", "Client ID");
pub const CREATED: Label = label("Opprettet", "Created");
pub const INTEGRATION_TYPE: Label = label("Integrasjonstype", "Integration type");
pub const CHOOSE_SERVICE: Label =
    label("Hvilken tjeneste skal klienten bruke?", "Which service is the client for?");
pub const MASKINPORTEN_EXPLAINED: Label = label(
    "Maskin til maskin: en virksomhet henter data fra en annen.",
    "Machine to machine: one organisation gets data from another.",
);
pub const LOGIN_SERVICE_EXPLAINED: Label = label("Innlogging av personer", "People log in");
pub const CONTACT_REGISTER_EXPLAINED: Label =
    label("Kontakt- og reservasjonsregisteret", "The contact and reservation register");
pub const NOT_IN_PRACTICE: Label = label("ikke med i øvelsen", "not part of the practice");
pub const CHANGE_LATER: Label = label("Alt kan endres senere.", "Everything can be changed later.");
pub const DESCRIPTION_HINT: Label = label(
    "Hva klienten skal brukes til, for dem som skal kjenne den igjen.",
    "What the client is for, so that others recognise it.",
);
pub const CLIENT_CREATED: Label = label("Klienten er opprettet.", "The client was created.");
pub const NAME_MISSING: Label =
    label("Gi klienten et visningsnavn.", "Give the client a display name.");
pub const NAME_TOO_LONG: Label = label(
    "Visningsnavnet kan ha høyst 255 tegn.",
    "The display name can have at most 255 characters.",
);

pub const DETAILS: Label = label("Detaljer", "Details");
pub const KEYS: Label = label("Nøkler", "Keys");
pub const SECTIONS: Label = label("Klientens deler", "Parts of the client");
pub const NEEDS_KEY: Label = label(
    "Klienten trenger minst én nøkkel før den kan hente token.",
    "The client needs at least one key before it can get a token.",
);
pub const NONE: Label = label("Ingen", "None");

pub const NO_KEYS: Label = label("Klienten har ingen nøkler ennå.", "The client has no keys yet.");
pub const KEYS_LEAD: Label = label(
    "Inntil fem offentlige nøkler. En nøkkel varer i ett år; legg til den samme på nytt for å fornye den.",
    "Up to five public keys. A key lasts one year; add the same one again to renew it.",
);
pub const KEY_ID: Label = label("Nøkkel-ID (kid)", "Key ID (kid)");
pub const ALGORITHM: Label = label("Algoritme", "Algorithm");
pub const KEY_TYPE: Label = label("Type", "Type");
pub const EXPIRES: Label = label("Utløper", "Expires");
pub const EXPIRED: Label = label("Utløpt", "Expired");
pub const NOT_KNOWN_YET: Label = label("Tas i bruk om litt", "In use in a moment");
pub const ADD_KEY: Label = label("Legg til nøkkel", "Add key");
pub const KEY_HINT: Label = label(
    "Lim inn den offentlige nøkkelen. Den private skal aldri hit.",
    "Paste the public key. The private one never belongs here.",
);
pub const KEY_SAVED: Label = label("Nøkkelen er lagret, med kid", "The key is saved, with kid");
pub const KEY_RENEWED: Label = label(
    "Nøkkelen var her fra før og varer ett år til. Kid:",
    "The key was here already and lasts another year. Kid:",
);
pub const PEM_SAVED: Label = label(
    "Nøkkelen er lagret. En PEM har ingen kid, så portalen har laget denne, som den private nøkkelen må få:",
    "The key is saved. A PEM has no kid, so the portal has made this one, which the private key must be given:",
);
pub const KEY_REMOVED: Label = label("Nøkkelen er fjernet.", "The key was removed.");
pub const REMOVE_KEY: Label = label("Fjern nøkkelen", "Remove key");

pub const SCOPES_LEAD: Label =
    label("Det klienten kan be om i Maskinporten.", "What the client can ask for in Maskinporten.");
pub const NO_SCOPES: Label =
    label("Klienten har ingen scopes ennå.", "The client has no scopes yet.");
pub const ADD_SCOPES: Label = label("Legg til scopes", "Add scopes");
pub const AVAILABLE_SCOPES: Label =
    label("Scopes som er tilgjengelige for organisasjonen", "Scopes available to the organisation");
pub const OTHER_SCOPES: Label = label("Andre scopes", "Other scopes");
pub const OTHER_SCOPES_HINT: Label = label(
    "Ett på hver linje. Har ikke organisasjonen tilgang, legges scopet til likevel og vises som «Tilgang mangler».",
    "One on each line. If the organisation has no access, the scope is added all the same and shows as “Access missing”.",
);
pub const SCOPES_SAVED: Label = label("Scopes er lagt til.", "The scopes were added.");
pub const SCOPE_REMOVED: Label = label("Scopet er fjernet.", "The scope was removed.");
pub const REMOVE_SCOPE: Label = label("Fjern scopet", "Remove scope");
pub const GRANTED: Label = label("Har tilgang", "Has access");
pub const NO_SCOPE_CHOSEN: Label = label("Velg minst ett scope.", "Choose at least one scope.");
pub const SCOPE_MALFORMED: Label = label(
    "Et scope er ett ord uten mellomrom og anførselstegn, som altinn:instances.read.",
    "A scope is one word without spaces and quotes, as altinn:instances.read.",
);

pub const NOT_FOUND: Label = label("Fant ikke siden", "Page not found");
pub const NOT_FOUND_EXPLAINED: Label = label(
    "Klienten finnes ikke, eller en annen organisasjon eier den.",
    "There is no such client, or another organisation owns it.",
);
