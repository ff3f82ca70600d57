//! What stands in the attributes.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::parse::Parser;
use syn::{Attribute, LitStr, Result, Visibility};

/// `#[from_input(…)]`
#[derive(Default)]
pub struct Container {
    pub default: bool,
    pub rename_all: Option<LitStr>,
    pub tag: Option<LitStr>,
}

impl Container {
    pub fn parse(arguments: TokenStream) -> Result<Self> {
        let mut container = Self::default();
        let parser = syn::meta::parser(|meta| {
            if meta.path.is_ident("default") {
                container.default = true;
            } else if meta.path.is_ident("rename_all") {
                container.rename_all = Some(meta.value()?.parse()?);
            } else if meta.path.is_ident("tag") {
                container.tag = Some(meta.value()?.parse()?);
            } else {
                return Err(meta.error("expected default, rename_all or tag"));
            }
            Ok(())
        });
        parser.parse2(arguments)?;
        Ok(container)
    }
}

/// `#[input(…)]` on a field or variant.
#[derive(Default)]
pub struct Member {
    pub key: Option<LitStr>,
    pub default: bool,
    pub ts: Option<LitStr>,
}

impl Member {
    /// Takes the attribute away from the others.
    pub fn take(attributes: &mut Vec<Attribute>) -> Result<Self> {
        let mut member = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("input")) {
            attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("key") {
                    member.key = Some(meta.value()?.parse()?);
                } else if meta.path.is_ident("default") {
                    member.default = true;
                } else if meta.path.is_ident("ts") {
                    member.ts = Some(meta.value()?.parse()?);
                } else {
                    return Err(meta.error("expected key, default or ts"));
                }
                Ok(())
            })?;
        }
        attributes.retain(|attribute| !attribute.path().is_ident("input"));
        Ok(member)
    }
}

/// Puts attributes behind those that are there: serde's own must stand below the derive that knows them.
pub fn append(attributes: &mut Vec<Attribute>, tokens: TokenStream) -> Result<()> {
    attributes.extend(Attribute::parse_outer.parse2(tokens)?);
    Ok(())
}

/// How the names reach serde and tsify: everywhere where the type serializes, else for TypeScript alone.
pub struct Naming {
    serializes: bool,
    is_public: bool,
}

impl Naming {
    pub fn of(attributes: &[Attribute], visibility: &Visibility) -> Self {
        let serializes = attributes.iter().any(|attribute| {
            let text = attribute.to_token_stream().to_string();
            attribute.path().is_ident("derive") && text.contains("Serialize")
        });
        Self { serializes, is_public: !matches!(visibility, Visibility::Inherited) }
    }

    /// What is private to its module has no place in TypeScript.
    pub fn derive_tsify(&self) -> TokenStream {
        match self.is_public {
            true => quote!(#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]),
            false => TokenStream::new(),
        }
    }

    pub fn serde(&self, arguments: &TokenStream) -> TokenStream {
        if self.serializes { quote!(#[serde(#arguments)]) } else { self.typescript(&quote!(serde(#arguments))) }
    }

    /// As [`Naming::serde`], where nothing but the TypeScript type is concerned.
    pub fn typescript(&self, arguments: &TokenStream) -> TokenStream {
        match self.is_public {
            true => quote!(#[cfg_attr(target_arch = "wasm32", #arguments)]),
            false => TokenStream::new(),
        }
    }
}
