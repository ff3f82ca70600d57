//! How a vendor is declared, and the list of vendors made of the declarations.

/// Declares a vendor: its identity, limits and operations, once.
///
/// It makes the static `VENDOR`; a type for each operation, which implements
/// [`Operation`](crate::vendors::Operation); `visit`, which finds an operation by its name; and `TYPESCRIPT`, the
/// operations' types for JavaScript. The documentation goes to both languages. The properties are those of
/// [`Properties`](crate::vendors::Properties).
macro_rules! vendor {
    (
        $( #[doc = $about:literal] )+
        id: $id:literal, client: $client:literal, name: $name:literal,
        limits: $limits:expr,
        metadata: $metadata:expr,
        secrets: [ $( $secret:literal ),* $(,)? ],
        operations: $operations:ident
        $(
            $( #[doc = $doc:literal] )+
            $operation:literal => $type:ident($request:ident => $data:ident) [ $( $property:ident $( = $text:literal )? ),* ]
            $build:expr, $parse:expr;
        )+
    ) => {
        $( #[doc = $about] )+
        pub static VENDOR: $crate::vendor::Vendor = $crate::vendor::Vendor {
            id: $id,
            client: $client,
            name: $name,
            limits: $limits,
            metadata: $metadata,
            secrets: &[ $( $secret ),* ],
        };

        $(
            $( #[doc = $doc] )+
            #[derive(Debug, Clone, Copy)]
            pub struct $type;

            impl $crate::vendors::Operation for $type {
                const VENDOR: &'static $crate::vendor::Vendor = &VENDOR;
                const PROPERTIES: $crate::vendors::Properties = $crate::vendors::Properties {
                    $( $property: $crate::vendors::declare::property!($( $text )?), )*
                    ..$crate::vendors::Properties::NONE
                };
                type Request = $request;
                type Data = $data;

                fn build(request: &Self::Request) -> $crate::Result<$crate::http::HttpRequest> {
                    let build: fn(&$request) -> $crate::Result<$crate::http::HttpRequest> = $build;
                    build(request)
                }

                fn parse(response: &$crate::http::HttpResponse<'_>) -> $crate::Result<$crate::vendors::Reply<$data>> {
                    $parse(response)
                }
            }
        )+

        /// Finds an operation of this vendor by its name.
        pub(super) fn visit<V: $crate::vendors::Visitor>(operation: &str, visitor: V) -> Option<V::Output> {
            match operation {
                $( $operation => Some(visitor.visit::<$type>()), )+
                _ => None,
            }
        }

        /// The operations for JavaScript.
        #[cfg(target_arch = "wasm32")]
        pub const TYPESCRIPT: &str = concat!(
            $crate::vendors::declare::comment!("" $( $about )+),
            "export interface ", stringify!($operations), " {\n",
            $(
                $crate::vendors::declare::comment!("    " $( $doc )+),
                "    ", $operation, ": { request: ", stringify!($request), "; data: ", stringify!($data),
                $( "; ", $crate::vendors::declare::property!($property $( $text )?), )*
                " };\n",
            )+
            "}\n",
            "/** Every vendor, by its name in the client, with its operations. */\n",
            "export interface VendorOperations {\n",
            $crate::vendors::declare::comment!("    " $( $about )+),
            "    ", $client, ": ", stringify!($operations), ";\n",
            "}\n",
            "/** Every vendor's name on the wire, by its name in the client. */\n",
            "export interface VendorIds {\n",
            "    ", $client, ": \"", $id, "\";\n",
            "}\n",
            "/** The names of every vendor's secrets, by its name in the client. */\n",
            "export interface VendorSecrets {\n",
            "    ", $client, ": [", $( "\"", $secret, "\", ", )* "];\n",
            "}\n",
            "/** Every operation, with the types of its request and of the vendor's answer. */\n",
            "export interface Operations {\n",
            $( "    \"", $client, ".", $operation, "\": ", stringify!($operations), "[\"", $operation, "\"];\n", )+
            "}\n",
        );
    };
}

/// A property without a text is a flag. Behind its name, as TypeScript has it.
macro_rules! property {
    () => {
        true
    };
    ($text:literal) => {
        Some($text)
    };
    ($property:ident) => {
        concat!(stringify!($property), ": true")
    };
    ($property:ident $text:literal) => {
        concat!(stringify!($property), ": \"", $text, "\"")
    };
}

/// Lines of documentation as TypeScript has them.
#[cfg(target_arch = "wasm32")]
macro_rules! comment {
    ($indent:literal $only:literal) => {
        concat!($indent, "/**", $only, " */\n")
    };
    ($indent:literal $( $line:literal )+) => {
        concat!($indent, "/**\n", $( $indent, " *", $line, "\n", )+ $indent, " */\n")
    };
}

/// Makes the list of vendors: [`VendorId`](crate::vendors::VendorId) and the search for an operation.
macro_rules! vendors {
    ($( $module:ident: $variant:ident ),+ $(,)?) => {
        /// A vendor of the list.
        #[$crate::input::from_input(rename_all = "snake_case")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
        pub enum VendorId {
            $(
                #[doc = concat!("[`", stringify!($module), "`]")]
                $variant,
            )+
        }

        impl VendorId {
            /// Every vendor.
            pub const ALL: [Self; [$( stringify!($module) ),+].len()] = [$( Self::$variant ),+];

            /// Who it is and what it accepts.
            #[must_use]
            pub const fn vendor(self) -> &'static $crate::vendor::Vendor {
                match self {
                    $( Self::$variant => &$module::VENDOR, )+
                }
            }
        }

        impl core::fmt::Display for VendorId {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                self.vendor().fmt(f)
            }
        }

        /// Finds an operation by its name, such as `biometricKz.parseDocument`, and shows it to `visitor`.
        pub fn visit<V: Visitor>(name: &str, visitor: V) -> Option<V::Output> {
            let (client, operation) = name.split_once('.')?;
            $(
                if client == $module::VENDOR.client {
                    return $module::visit(operation, visitor);
                }
            )+
            None
        }

        /// The types of every operation, for JavaScript.
        #[cfg(target_arch = "wasm32")]
        pub const TYPESCRIPT: &str = {
            const PARTS: &[&str] = &[$( $module::TYPESCRIPT ),+];
            const TEXT: [u8; $crate::vendors::declare::length(PARTS)] = $crate::vendors::declare::joined(PARTS);
            match core::str::from_utf8(&TEXT) {
                Ok(text) => text,
                Err(_) => "",
            }
        };
    };
}

/// How long texts are together, in bytes.
#[cfg(target_arch = "wasm32")]
pub(crate) const fn length(parts: &[&str]) -> usize {
    let (mut length, mut part) = (0, 0);
    while part < parts.len() {
        length += parts[part].len();
        part += 1;
    }
    length
}

/// Texts one after another, at compile time.
#[cfg(target_arch = "wasm32")]
pub(crate) const fn joined<const N: usize>(parts: &[&str]) -> [u8; N] {
    let (mut text, mut length, mut part) = ([0; N], 0, 0);
    while part < parts.len() {
        let (bytes, mut byte) = (parts[part].as_bytes(), 0);
        while byte < bytes.len() {
            text[length] = bytes[byte];
            length += 1;
            byte += 1;
        }
        part += 1;
    }
    text
}

pub(crate) use {property, vendor, vendors};

#[cfg(target_arch = "wasm32")]
pub(crate) use comment;
