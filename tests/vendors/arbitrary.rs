//! Any JSON, with the words that a vendor uses.

use idsnap::json::Json;
use proptest::prelude::*;

/// Any JSON value of some depth, whose keys and texts are often among `words`.
pub fn json(words: &'static [&'static str]) -> impl Strategy<Value = Json> {
    let text = move || prop_oneof![proptest::sample::select(words).prop_map(str::to_owned), "\\PC{0,20}"];
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::Bool),
        any::<i64>().prop_map(Json::Integer),
        (-2i64..20).prop_map(Json::Integer),
        proptest::num::f64::NORMAL.prop_map(|number| Json::Number(format!("{number:e}"))),
        text().prop_map(Json::Text),
    ];
    leaf.prop_recursive(6, 64, 8, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Json::List),
            proptest::collection::vec((text(), inner), 0..8).prop_map(Json::Object),
        ]
    })
}
