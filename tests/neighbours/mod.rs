//! Takes an answer apart: each field in turn is removed, emptied or given a wrong type, and no other may be lost.
#![expect(clippy::print_stdout, reason = "what is skipped is said")]

use idsnap::json::Json;
use idsnap::vendor::Answer;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// What a vendor's answer gives, as text by path.
pub type Leaves = BTreeMap<String, String>;

/// How a vendor's answer is taken apart.
pub struct Vendor {
    /// The answer to a body, `None` where it has no result.
    pub read: fn(&[u8]) -> Option<Leaves>,
    /// What a field may change, by the start of its path: the field's own places and nothing else.
    pub own: fn(body: &Json, path: &[&str]) -> Vec<String>,
    /// Whether the answer has no result without the field.
    pub is_vital: fn(path: &[&str]) -> bool,
}

/// Everything in the typed data, under `data`, and in the normalized documents, under `documents`.
pub fn leaves<T: Serialize>(answer: &Answer<T>) -> Leaves {
    let mut leaves = Leaves::new();
    flatten("data", &serde_json::to_value(&answer.data).unwrap(), &mut leaves);
    flatten("documents", &serde_json::to_value(&answer.documents).unwrap(), &mut leaves);
    leaves
}

/// Checks go by their names and plain lists by their values, so that one that is missing does not move the others.
fn flatten(path: &str, value: &Value, leaves: &mut Leaves) {
    match value {
        Value::Object(entries) => {
            entries.iter().for_each(|(key, value)| flatten(&format!("{path}/{key}"), value, leaves));
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let name = match item {
                    Value::Object(check) => check.get("vendorCode").and_then(Value::as_str).map(str::to_owned),
                    Value::Array(_) => None,
                    scalar => Some(scalar.to_string()),
                };
                flatten(&format!("{path}/{}", name.unwrap_or_else(|| index.to_string())), item, leaves);
            }
        }
        scalar => {
            leaves.insert(path.to_owned(), scalar.to_string());
        }
    }
}

/// Takes an answer apart and returns how many changes were made.
#[track_caller]
pub fn take_apart(name: &str, body: &[u8], vendor: &Vendor) -> usize {
    let tree = Json::parse(body).unwrap();
    let before = (vendor.read)(body).unwrap();
    assert!(!before.is_empty(), "{name}");
    let mut changes = 0;
    for place in places(&tree) {
        let path = names(&tree, &place);
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        let own: Vec<String> = below(&tree, &place).iter().flat_map(|path| (vendor.own)(&tree, &refs(path))).collect();
        for (what, changed) in changed(&tree, &place) {
            changes += 1;
            let body = serde_json::to_vec(&changed).unwrap();
            let changed = Json::parse(&body).unwrap();
            let by_value = by_value(&[&tree, &changed], &place, &path, vendor);
            let own = [own.clone(), (vendor.own)(&changed, &path), by_value].concat();
            let at = format!("{name}: {what} at {}", path.join("/"));
            match (vendor.read)(&body) {
                Some(after) => compare(&at, &before, &after, &own),
                None => assert!((vendor.is_vital)(&path), "{at}: no result"),
            }
        }
    }
    changes
}

/// The paths of an item that goes by its value, before and after.
fn by_value(trees: &[&Json], place: &[usize], path: &[&str], vendor: &Vendor) -> Vec<String> {
    let (Some((index, list)), Some((_, list_path))) = (place.split_last(), path.split_last()) else {
        return Vec::new();
    };
    let lists = trees.iter().map(|tree| at(tree, list)).filter(|list| matches!(list, Json::List(_)));
    let items = lists.map(|list| children(list)[*index]);
    let values =
        items.flat_map(|item| [serde_json::to_string(item).unwrap(), format!("{:?}", item.text().unwrap_or_default())]);
    values
        .flat_map(|value| (vendor.own)(trees[0], list_path).into_iter().map(move |own| format!("{own}/{value}")))
        .collect()
}

fn compare(at: &str, before: &Leaves, after: &Leaves, own: &[String]) {
    let is_own = |path: &str| own.iter().any(|own| path == own || path.starts_with(&format!("{own}/")));
    for path in before.keys().chain(after.keys()) {
        assert!(is_own(path) || before.get(path) == after.get(path), "{at}: {path} changed too, own are {own:?}");
    }
}

fn refs(path: &[String]) -> Vec<&str> {
    path.iter().map(String::as_str).collect()
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
    let value = at(tree, place);
    let below = places(value).into_iter().map(|below| names(tree, &[place, below.as_slice()].concat()));
    core::iter::once(names(tree, place)).chain(below).collect()
}

fn changed(tree: &Json, place: &[usize]) -> Vec<(&'static str, Json)> {
    let values = [
        ("null", Json::Null),
        ("true", Json::Bool(true)),
        ("a number", Json::Number(-1.5e300)),
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

/// The `count` samples of a vendor whose name starts with `prefix`, where they are there.
pub fn samples(prefix: &str, count: usize) -> Vec<(String, Vec<u8>)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/vendors/samples");
    let Ok(files) = std::fs::read_dir(folder) else {
        println!("skipped: the samples of the vendors are not there");
        return Vec::new();
    };
    let paths = files.map(|file| file.unwrap().path());
    let name = |path: &std::path::Path| path.file_name().unwrap().to_string_lossy().into_owned();
    let wanted = paths.filter(|path| name(path).starts_with(prefix) && name(path).ends_with(".json"));
    let samples: Vec<_> = wanted.map(|path| (name(&path), std::fs::read(&path).unwrap())).collect();
    assert_eq!(samples.len(), count, "{prefix}");
    samples
}
