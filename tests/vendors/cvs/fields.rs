//! Every documented field of every type has a place.

use super::*;

/// A value of the form that a field of this name has.
fn sample(name: &str) -> serde_json::Value {
    match name {
        name if name.ends_with("_box") => serde_json::json!([1, 2, 3, 4]),
        name if name.ends_with("confidence") => serde_json::json!(0.5),
        "image" => serde_json::json!("/9j/4AAQ"),
        name if name.ends_with("_validate") => serde_json::json!("True"),
        name => serde_json::json!(format!("the {name}")),
    }
}

fn names(item_type: CvsItemType) -> Vec<String> {
    let kinds = item_type.fields().iter();
    kinds
        .flat_map(|(name, kind)| match kind {
            CvsFieldKind::Text => vec![(*name).to_owned(), format!("{name}_confidence"), format!("{name}_box")],
            CvsFieldKind::Plain | CvsFieldKind::Number | CvsFieldKind::Flag | CvsFieldKind::Image => {
                vec![(*name).to_owned()]
            }
        })
        .collect()
}

/// Reads an item of these fields; what is left over of it.
fn left_over<'a>(item_type: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let info: serde_json::Map<_, _> = names.into_iter().map(|name| (name.to_owned(), sample(name))).collect();
    let count = info.len();
    let body = serde_json::json!({ "errorCode": "0", "data": [{ "type": item_type, "info": info }] }).to_string();
    let reply = CvsOcrCard::parse(&HttpResponse { status: 200, body: body.as_bytes() }).unwrap();
    let Reply::Ready(answer) = reply else { panic!("pending") };
    let [item] = answer.data.items.as_slice() else { panic!("one item") };
    assert_eq!(item.item_type.name(), item_type);
    assert!(count > 0 && item.info.names().count() > 0);
    item.extra.keys().cloned().collect()
}

#[test]
fn the_projects_own_list_of_fields_has_places() {
    assert_eq!(CvsItemType::ALL.len(), 17);
    for item_type in CvsItemType::ALL {
        let names = names(*item_type);
        assert_eq!(left_over(item_type.name(), names.iter().map(String::as_str)), [""; 0], "{}", item_type.name());
    }
}

#[test]
fn a_field_that_is_not_documented_is_left_over() {
    assert_eq!(left_over("passport", ["id", "blood_type", "id_colour"]), ["blood_type", "id_colour"]);
}

#[test]
fn the_vendors_list_of_fields_has_places() {
    let Some(sample) = crate::samples::read("cvs.info_fields.json") else { return };
    let lists: std::collections::BTreeMap<String, Vec<String>> = serde_json::from_slice(&sample).unwrap();
    assert_eq!(lists.len(), 12);
    for (item_type, names) in &lists {
        assert_eq!(left_over(item_type, names.iter().map(String::as_str)), [""; 0], "{item_type}");
    }
}
