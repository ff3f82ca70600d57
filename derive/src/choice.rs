//! Enums without data: one of several strings.

use crate::attributes::{Container, Member, Naming, append};
use crate::names;
use proc_macro2::TokenStream;
use quote::quote;
use syn::{ItemEnum, Result};

pub fn expand(mut item: ItemEnum, container: &Container) -> Result<TokenStream> {
    let naming = Naming::of(&item.attrs, &item.vis);
    let (mut variants, mut texts) = (Vec::new(), Vec::new());
    for variant in &mut item.variants {
        if !variant.fields.is_empty() {
            return Err(syn::Error::new_spanned(variant, "expected a variant without data, or a tag"));
        }
        let text = match Member::take(&mut variant.attrs)?.key {
            Some(key) => key.value(),
            None => names::variant(&variant.ident.to_string(), container.rename_all.as_ref())?,
        };
        append(&mut variant.attrs, naming.serde(&quote!(rename = #text)))?;
        variants.push(variant.ident.clone());
        texts.push(text);
    }
    append(&mut item.attrs, naming.derive_tsify())?;
    let name = &item.ident;
    Ok(quote! {
        #item

        impl crate::input::Choice for #name {
            const NAMES: &'static [&'static str] = &[#(#texts),*];
            const ALL: &'static [Self] = &[#(Self::#variants),*];
        }

        impl crate::input::FromInput for #name {
            fn from_input(value: &crate::input::Value<'_>) -> crate::Result<Self> {
                value.choice()
            }
        }
    })
}
