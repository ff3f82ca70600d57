//! Requests described by their fields, so that nothing is said twice.

/// Reads a struct from an object of the same fields, in camelCase. A key of another name stands behind `as`. After
/// `default`, every field may be absent.
macro_rules! object {
    (default $type:ident { $($field:ident),+ $(,)? }) => {
        impl $crate::input::FromInput for $type {
            fn from_input(value: &$crate::input::Value<'_>) -> $crate::Result<Self> {
                let mut object = value.object(&[$(stringify!($field)),+])?;
                match ($( object.take::<Option<_>>(stringify!($field)), )+) {
                    ($( Some($field), )+) => Ok(Self { $($field: $field.unwrap_or_default()),+ }),
                    _ => Err(object.failure()),
                }
            }
        }
    };
    ($type:ident { $($field:ident $(as $key:literal)?),+ $(,)? }) => {
        impl $crate::input::FromInput for $type {
            fn from_input(value: &$crate::input::Value<'_>) -> $crate::Result<Self> {
                let mut object = value.object(&[$($crate::input::object!(@key $field $($key)?)),+])?;
                match ($( object.take($crate::input::object!(@key $field $($key)?)), )+) {
                    ($( Some($field), )+) => Ok(Self { $($field),+ }),
                    _ => Err(object.failure()),
                }
            }
        }
    };
    (@key $field:ident) => { stringify!($field) };
    (@key $field:ident $key:literal) => { $key };
}

/// Names the variants of an enum without data, and reads it from a string.
macro_rules! choice {
    ($type:ident { $($name:literal => $variant:ident),+ $(,)? }) => {
        impl $crate::input::Choice for $type {
            const NAMES: &'static [&'static str] = &[$($name),+];
            const ALL: &'static [Self] = &[$(Self::$variant),+];
        }

        impl $crate::input::FromInput for $type {
            fn from_input(value: &$crate::input::Value<'_>) -> $crate::Result<Self> {
                value.choice()
            }
        }
    };
}

pub(crate) use {choice, object};
