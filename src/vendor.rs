//! What a vendor is, as data.

use crate::limits::{ImageLimits, MetadataPolicy};

/// A vendor: who it is and what it accepts.
#[derive(Debug, PartialEq, Eq)]
pub struct Vendor {
    /// Its name on the wire between SDK and proxy, such as `biometric_kz`.
    pub id: &'static str,
    /// Its name in the JavaScript client, such as `biometricKz`.
    pub client: &'static str,
    /// Its own name, such as `Biometric.kz`.
    pub name: &'static str,
    /// What an image has to meet.
    pub limits: ImageLimits,
    /// What of an image's metadata stays unless the caller says otherwise.
    pub metadata: MetadataPolicy,
    /// The names of its secrets: only the proxy may add what is called so.
    pub secrets: &'static [&'static str],
}

impl core::fmt::Display for Vendor {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.name)
    }
}
