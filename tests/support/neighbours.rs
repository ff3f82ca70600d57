//! One odd field never costs its neighbours: every field of an answer is taken away, nulled and given a wrong type in
//! turn, and nothing else of what was read may change.

use idsnap::json::Json;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The way to a value: keys, and places in arrays.
pub type Path = Vec<String>;

/// The leaves of what was read, by their dotted path. A list of checks is keyed by kind and vendor code.
pub type Leaves = BTreeMap<String, String>;

/// Changes every field of `answer` in turn; returns how many changes were tried.
///
/// `parse` gives what was read, or nothing for a failure; `touched` tells whether the field at a path may change the
/// leaf at a dotted path, `failure` being the leaf that stands for the answer as a whole.
pub fn assert_neighbours_stay(
    name: &str,
    answer: &Json,
    parse: impl Fn(&[u8]) -> Option<Value>,
    touched: impl Fn(&[String], &str) -> bool,
) -> usize {
    let baseline = leaves(parse(&text(answer)));
    let mut tried = 0;
    for path in paths(answer) {
        let inside: Vec<Path> = paths(answer).into_iter().filter(|inner| inner.starts_with(&path)).collect();
        for (how, replacement) in replacements() {
            let changed = leaves(parse(&text(&replaced(answer, &path, replacement.as_ref()))));
            for leaf in differences(&baseline, &changed) {
                let excused = inside.iter().any(|inner| touched(inner, &leaf));
                assert!(excused, "{name}: {} {how} changed {leaf}", path.join("."));
            }
            tried += 1;
        }
    }
    tried
}

fn replacements() -> [(&'static str, Option<Json>); 7] {
    [
        ("absent", None),
        ("null", Some(Json::Null)),
        ("as a boolean", Some(Json::Bool(true))),
        ("as a number", Some(Json::Integer(7))),
        ("as a text", Some(Json::Text("?".into()))),
        ("as an array", Some(Json::List(vec![Json::Integer(1)]))),
        ("as an object", Some(Json::Object(vec![("?".into(), Json::Integer(1))]))),
    ]
}

fn text(json: &Json) -> Vec<u8> {
    serde_json::to_vec(json).unwrap()
}

/// Every entry of every object.
fn paths(json: &Json) -> Vec<Path> {
    let mut found = Vec::new();
    walk(json, &mut Vec::new(), &mut found);
    found
}

fn walk(json: &Json, path: &mut Path, found: &mut Vec<Path>) {
    if let Json::List(items) = json {
        for (index, item) in items.iter().enumerate() {
            path.push(index.to_string());
            walk(item, path, found);
            path.pop();
        }
    }
    for (key, value) in json.entries() {
        path.push(key.clone());
        found.push(path.clone());
        walk(value, path, found);
        path.pop();
    }
}

fn replaced(json: &Json, path: &[String], replacement: Option<&Json>) -> Json {
    let [key, rest @ ..] = path else { return json.clone() };
    match json {
        Json::List(items) => {
            let change = |(index, item): (usize, &Json)| match index.to_string() == *key {
                true => replaced(item, rest, replacement),
                false => item.clone(),
            };
            Json::List(items.iter().enumerate().map(change).collect())
        }
        Json::Object(entries) => {
            let change = |(name, value): &(String, Json)| match (name == key, rest, replacement) {
                (false, ..) => Some((name.clone(), value.clone())),
                (true, [], None) => None,
                (true, [], Some(replacement)) => Some((name.clone(), replacement.clone())),
                (true, rest, _) => Some((name.clone(), replaced(value, rest, replacement))),
            };
            Json::Object(entries.iter().filter_map(change).collect())
        }
        other => other.clone(),
    }
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
        Value::Object(map) => {
            for (key, value) in map {
                flatten(value, join(&path, key), leaves);
            }
        }
        Value::Array(items) if path.ends_with("checks") => {
            for item in items {
                let name = format!("{} {}", item["kind"], item["vendorCode"]).replace('"', "");
                leaves.insert(join(&path, &name), item["status"].to_string());
            }
        }
        Value::Array(items) if items.iter().any(Value::is_object) => {
            for (index, value) in items.iter().enumerate() {
                flatten(value, join(&path, &index.to_string()), leaves);
            }
        }
        other => _ = leaves.insert(path, other.to_string()),
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

/// A key without regard to its spelling: `due_date` and `dueDate` are one.
pub fn plain(key: &str) -> String {
    key.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
