//! A card of Acme as a normalized document.

use super::response::AcmeCard;
use crate::document::{DocumentKind, Field, IdentityDocument};

pub(super) fn normalized(card: &AcmeCard) -> IdentityDocument {
    IdentityDocument {
        kind: DocumentKind::IdCard,
        document_number: Field::new(&card.card),
        ..IdentityDocument::default()
    }
}
