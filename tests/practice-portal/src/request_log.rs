//! What was received: never a body, never a query.

use serde::Serialize;

/// So many requests are remembered; older ones are forgotten.
const CAPACITY: usize = 20_000;

/// One request and its answer.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// Counts from 1 since the last reset.
    pub number: u64,
    /// Unix milliseconds by the machine's clock.
    pub at: u64,
    /// HTTP method.
    pub method: String,
    /// The `Host` that was asked for.
    pub host: String,
    /// Path without its query.
    pub path: String,
    /// The `Origin` header, when a page of another origin asked.
    pub origin: Option<String>,
    /// HTTP status of the answer.
    pub status: u16,
    /// The answer's own code, as `MP-124`, `unknown-kid` or `token`.
    pub code: Option<String>,
    /// The request carried a private key.
    pub private_material: bool,
}

/// All requests since the last reset.
#[derive(Debug, Default)]
pub struct RequestLog {
    entries: Vec<Entry>,
    received: u64,
    private_material: u64,
}

impl RequestLog {
    /// Remembers a request; its number is set here.
    pub fn record(&mut self, mut entry: Entry) {
        self.received += 1;
        self.private_material += u64::from(entry.private_material);
        entry.number = self.received;
        if self.entries.len() == CAPACITY {
            self.entries.remove(0);
        }
        self.entries.push(entry);
    }

    /// The requests, oldest first.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// How many requests carried a private key. Anything but 0 is a leak.
    pub fn private_material(&self) -> u64 {
        self.private_material
    }
}
