//! Enums of structs: objects in which one key tells which others there are.

use crate::attributes::{Container, Naming, append};
use crate::names;
use crate::object::Keys;
use proc_macro2::TokenStream;
use quote::quote;
use syn::{Fields, ItemEnum, Result};

pub fn expand(mut item: ItemEnum, container: &Container) -> Result<TokenStream> {
    let naming = Naming::of(&item.attrs, &item.vis);
    let tag = &container.tag;
    let (mut texts, mut arms) = (Vec::new(), Vec::new());
    for (index, variant) in item.variants.iter_mut().enumerate() {
        let Fields::Named(fields) = &mut variant.fields else {
            return Err(syn::Error::new_spanned(variant, "expected fields with names"));
        };
        let keys = Keys::take(fields.named.iter_mut(), false, &naming)?;
        let (ident, names, keys, values) = (&variant.ident, &keys.names, &keys.texts, keys.values());
        let read = match names.is_empty() {
            true => quote!(value.object_beside(Some(#tag), &[]).map(|_| Self::#ident {})),
            false => quote! {{
                let mut object = value.object_beside(Some(#tag), &[#(#keys),*])?;
                match (#(#values,)*) {
                    (#(Some(#names),)*) => Ok(Self::#ident { #(#names),* }),
                    _ => Err(object.failure()),
                }
            }},
        };
        arms.push(quote!(#index => #read,));
        texts.push(names::variant(&ident.to_string(), None)?);
    }
    let derive = naming.derive_tsify();
    let serde = naming.serde(&quote!(tag = #tag, rename_all = "camelCase", rename_all_fields = "camelCase"));
    append(&mut item.attrs, quote!(#derive #serde))?;
    let name = &item.ident;
    Ok(quote! {
        #item

        impl crate::input::FromInput for #name {
            fn from_input(value: &crate::input::Value<'_>) -> crate::Result<Self> {
                match value.tag(#tag, &[#(#texts),*])? {
                    #(#arms)*
                    _ => Err(value.wrong("an object")),
                }
            }
        }
    })
}
