//! One odd field never costs its neighbours: each field of an answer in turn is removed, emptied or given a wrong type,
//! and nothing else of what was read may change.

use idsnap::json::Json;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What was read, as text by dotted path. A check goes by its vendor code and kind and an item of a plain list by its
/// value, so that one that is missing does not move the others.
type Leaves = BTreeMap<String, String>;

/// Changes every field of `answer` in turn; returns how many changes were tried.
///
/// `parse` gives what was read, or nothing for a failure; `touched` tells whether the field at a path may change the
/// leaf at a dotted path, `failure` being the leaf that stands for the answer as a whole. It is asked with the answer
/// before and after the change. An item of a plain list is named by its place and by its value.
#[track_caller]
pub fn assert_neighbours_stay(
    name: &str,
    answer: &[u8],
    parse: impl Fn(&[u8]) -> Option<Value>,
    touched: impl Fn(&Json, &[&str], &str) -> bool,
) -> usize {
    let tree = Json::parse(answer).unwrap();
    let before = leaves(parse(answer));
    let mut tried = 0;
    for place in places(&tree) {
        for (how, changed) in changed(&tree, &place) {
            let mut body = Vec::new();
            changed.write(&mut body);
            let changed = Json::parse(&body).unwrap();
            let after = leaves(parse(&body));
            let mut own = below(&tree, &place);
            own.extend([&tree, &changed].iter().flat_map(|tree| by_value(tree, &place)));
            for leaf in differences(&before, &after) {
                let excused = |path: &Vec<String>| {
                    let path: Vec<&str> = path.iter().map(String::as_str).collect();
                    touched(&tree, &path, &leaf) || touched(&changed, &path, &leaf)
                };
                assert!(own.iter().any(excused), "{name}: {how} at {} changed {leaf}", names(&tree, &place).join("."));
            }
            tried += 1;
        }
    }
    tried
}

fn leaves(read: Option<Value>) -> Leaves {
    let mut leaves = Leaves::new();
    match read {
        Some(value) => flatten(&value, String::new(), &mut leaves),
        None => _ = leaves.insert("failure".into(), String::new()),
    }
    leaves
}

fn flatten(value: &Value, path: String, leaves: &mut Leaves) {
    match value {
        Value::Object(entries) => {
            entries.iter().for_each(|(key, value)| flatten(value, join(&path, key), leaves));
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                match (item, item.get("vendorCode").and_then(Value::as_str), item.get("kind").and_then(Value::as_str)) {
                    (_, Some(code), Some(kind)) => {
                        leaves.insert(join(&path, &format!("{code}.{kind}")), item["status"].to_string());
                    }
                    (Value::Object(_) | Value::Array(_), ..) => flatten(item, join(&path, &index.to_string()), leaves),
                    (Value::String(text), ..) => flatten(item, join(&path, text), leaves),
                    (scalar, ..) => flatten(item, join(&path, &scalar.to_string()), leaves),
                }
            }
        }
        scalar => _ = leaves.insert(path, scalar.to_string()),
    }
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

fn differences(before: &Leaves, after: &Leaves) -> BTreeSet<String> {
    if after.contains_key("failure") || before.contains_key("failure") {
        let failed = before.contains_key("failure") != after.contains_key("failure");
        return failed.then(|| "failure".to_owned()).into_iter().collect();
    }
    let names = before.keys().chain(after.keys());
    names.filter(|name| before.get(*name) != after.get(*name)).cloned().collect()
}

/// Positions from the root down: the n-th entry or item.
type Place = Vec<usize>;

fn at<'a>(tree: &'a Json, place: &[usize]) -> &'a Json {
    place.iter().fold(tree, |tree, index| children(tree)[*index])
}

fn children(tree: &Json) -> Vec<&Json> {
    match tree {
        Json::List(items) => items.iter().collect(),
        other => other.entries().iter().map(|(_, value)| value).collect(),
    }
}

fn places(tree: &Json) -> Vec<Place> {
    let mut places = Vec::new();
    for (index, child) in children(tree).into_iter().enumerate() {
        places.push(vec![index]);
        places.extend(self::places(child).into_iter().map(|below| [vec![index], below].concat()));
    }
    places
}

fn names(tree: &Json, place: &[usize]) -> Vec<String> {
    let Some((first, rest)) = place.split_first() else { return Vec::new() };
    let name = tree.entries().get(*first).map_or_else(|| first.to_string(), |(key, _)| key.clone());
    [vec![name], names(children(tree)[*first], rest)].concat()
}

/// The paths of a place and of everything below it.
fn below(tree: &Json, place: &[usize]) -> Vec<Vec<String>> {
    let below = places(at(tree, place)).into_iter().map(|below| names(tree, &[place, below.as_slice()].concat()));
    core::iter::once(names(tree, place)).chain(below).collect()
}

/// The paths of an item of a list by its value.
fn by_value(tree: &Json, place: &[usize]) -> Vec<Vec<String>> {
    let Some((index, list)) = place.split_last() else { return Vec::new() };
    let Json::List(items) = at(tree, list) else { return Vec::new() };
    let values = [serde_json::to_string(&items[*index]).unwrap(), items[*index].text().unwrap_or_default()];
    values.map(|value| [names(tree, list), vec![value]].concat()).into()
}

fn changed(tree: &Json, place: &[usize]) -> Vec<(&'static str, Json)> {
    let values = [
        ("null", Json::Null),
        ("true", Json::Bool(true)),
        ("a number", Json::Number("-1.5e300".into())),
        ("a large number", Json::Integer(i64::MAX)),
        ("a text", Json::Text("odd".into())),
        ("an array", Json::List(vec![Json::Null])),
        ("an object", Json::Object(vec![("odd".into(), Json::Bool(true))])),
    ];
    let mut changed: Vec<_> =
        values.into_iter().map(|(what, value)| (what, with(tree, place, &|_| Some(value.clone())))).collect();
    changed.push(("nothing", with(tree, place, &|_| None)));
    changed
}

/// The tree with the value at `place` replaced. An entry can also be removed; an item then becomes `null`.
fn with(tree: &Json, place: &[usize], replace: &dyn Fn(&Json) -> Option<Json>) -> Json {
    let change = |index: usize, value: &Json| match place {
        [only] if *only == index => replace(value),
        [first, rest @ ..] if *first == index => Some(with(value, rest, replace)),
        _ => Some(value.clone()),
    };
    match tree {
        Json::List(items) => {
            let items = items.iter().enumerate();
            Json::List(items.map(|(index, item)| change(index, item).unwrap_or_default()).collect())
        }
        Json::Object(entries) => {
            let entries = entries.iter().enumerate();
            let changed = entries.filter_map(|(index, (key, value))| Some((key.clone(), change(index, value)?)));
            Json::Object(changed.collect())
        }
        other => other.clone(),
    }
}
