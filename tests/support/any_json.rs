//! Any JSON, its keys and texts often those of a vendor.

use proptest::prelude::*;
use serde_json::Value;

/// JSON of a few levels whose keys are mostly from `keys`.
pub fn any_json(keys: &'static [&'static str]) -> impl Strategy<Value = Value> {
    let key = move || prop_oneof![9 => proptest::sample::select(keys).prop_map(str::to_owned), 1 => ".{0,8}"];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        key().prop_map(Value::from),
        proptest::sample::select(vec!["S", "F", "Y", "N", "0", "4", "True", "31-12-1999", "/9j/4AAQ"])
            .prop_map(Value::from),
    ];
    let tree = leaf.prop_recursive(5, 48, 8, move |inner| {
        prop_oneof![
            1 => proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            4 => proptest::collection::hash_map(key(), inner, 0..8).prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    });
    proptest::collection::hash_map(key(), tree, 0..8).prop_map(|map| Value::Object(map.into_iter().collect()))
}
