//! Structs: objects of fields.

use crate::attributes::{Container, Member, Naming, append};
use crate::names::camel_case;
use proc_macro2::TokenStream;
use quote::quote;
use syn::{Field, Fields, Ident, ItemStruct, Result, Type};

pub fn expand(mut item: ItemStruct, container: &Container) -> Result<TokenStream> {
    let naming = Naming::of(&item.attrs, &item.vis);
    let Fields::Named(fields) = &mut item.fields else {
        return Err(syn::Error::new_spanned(&item.ident, "expected fields with names"));
    };
    let keys = Keys::take(fields.named.iter_mut(), container.default, &naming)?;
    let (names, texts, values) = (&keys.names, &keys.texts, &keys.values());
    let derive = naming.derive_tsify();
    let renamed = naming.serde(&quote!(rename_all = "camelCase"));
    let default = container.default.then(|| naming.typescript(&quote!(serde(default))));
    append(&mut item.attrs, quote!(#derive #renamed #default))?;
    let name = &item.ident;
    Ok(quote! {
        #item

        impl crate::input::FromInput for #name {
            fn from_input(value: &crate::input::Value<'_>) -> crate::Result<Self> {
                let mut object = value.object(&[#(#texts),*])?;
                match (#(#values,)*) {
                    (#(Some(#names),)*) => Ok(Self { #(#names),* }),
                    _ => Err(object.failure()),
                }
            }
        }
    })
}

/// The fields of an object with their keys.
pub struct Keys {
    pub names: Vec<Ident>,
    pub texts: Vec<String>,
    may_be_absent: Vec<bool>,
}

impl Keys {
    /// Reads the fields, and writes for serde and tsify what their attributes say.
    pub fn take<'a>(fields: impl Iterator<Item = &'a mut Field>, default: bool, naming: &Naming) -> Result<Self> {
        let mut keys = Self { names: Vec::new(), texts: Vec::new(), may_be_absent: Vec::new() };
        for field in fields {
            let Some(name) = field.ident.clone() else { continue };
            let member = Member::take(&mut field.attrs)?;
            let attributes = typed(&member, default, &field.ty, naming);
            append(&mut field.attrs, attributes)?;
            let text = member.key.map_or_else(|| camel_case(&name.to_string()), |key| key.value());
            keys.names.push(name);
            keys.texts.push(text);
            keys.may_be_absent.push(default || member.default);
        }
        Ok(keys)
    }

    /// Takes each field from `object`.
    pub fn values(&self) -> Vec<TokenStream> {
        let fields = self.texts.iter().zip(&self.may_be_absent);
        fields
            .map(|(text, may_be_absent)| match may_be_absent {
                true => quote!(object.take::<Option<_>>(#text).map(Option::unwrap_or_default)),
                false => quote!(object.take(#text)),
            })
            .collect()
    }
}

fn typed(member: &Member, default: bool, ty: &Type, naming: &Naming) -> TokenStream {
    let renamed = member.key.as_ref().map(|key| naming.serde(&quote!(rename = #key)));
    let absent = member.default.then(|| naming.typescript(&quote!(serde(default))));
    let optional = (is_option(ty) && !default).then(|| quote!(optional));
    let ts = member.ts.as_ref().map(|ts| quote!(type = #ts));
    let tsify: Vec<_> = ts.into_iter().chain(optional).collect();
    let tsify = (!tsify.is_empty()).then(|| naming.typescript(&quote!(tsify(#(#tsify),*))));
    quote!(#renamed #absent #tsify)
}

fn is_option(ty: &Type) -> bool {
    let Type::Path(path) = ty else { return false };
    path.path.segments.last().is_some_and(|segment| segment.ident == "Option")
}
