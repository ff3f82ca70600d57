//! One declaration for what a caller may write: the Rust type, how it is read from JSON, and its TypeScript type.
//!
//! [`macro@from_input`] stands above a struct or enum of the crate `idsnap`.

use proc_macro::TokenStream;
use syn::{Item, parse_macro_input};

mod attributes;
mod choice;
mod names;
mod object;
mod tagged;

/// Reads a type from what a caller wrote (`crate::input::FromInput`) and gives it a TypeScript type (`tsify`).
///
/// - A struct is an object of its fields, whose keys are their names in camelCase. An `Option` may be absent or null.
///   `#[from_input(default)]`: every field may be absent. On a field: `#[input(key = "enableOCR")]` names its key,
///   `#[input(default)]` lets it be absent, `#[input(ts = "unknown")]` is its TypeScript type.
/// - An enum without data is one of several strings (`crate::input::Choice`): its variants in the form of
///   `#[from_input(rename_all = "snake_case")]`, or as `#[input(key = "image/jpeg")]` has it.
/// - An enum of structs is an object whose key `#[from_input(tag = "type")]` holds the variant's name in camelCase and
///   thereby tells which other keys there are.
///
/// What serializes too has the same names in both directions.
#[proc_macro_attribute]
pub fn from_input(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let item = parse_macro_input!(item as Item);
    attributes::Container::parse(arguments.into())
        .and_then(|container| match item {
            Item::Struct(item) => object::expand(item, &container),
            Item::Enum(item) if container.tag.is_some() => tagged::expand(item, &container),
            Item::Enum(item) => choice::expand(item, &container),
            other => Err(syn::Error::new_spanned(other, "expected a struct or an enum")),
        })
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}
