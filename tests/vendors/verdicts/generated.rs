//! Plausible odd responses, made from accepted ones: each decision in many forms, each reading gone, each other field odd.
//! What has to come of one is known from how it was made.

use super::slots::{Slot, Values};
use super::{Outcome, Parse, parse};
use crate::samples;
use idsnap::json::Json;
use idsnap::vendors::beorg::BeorgGetResult;
use idsnap::vendors::biometric_kz::BiometricKzParseDocument;
use idsnap::vendors::cvs::CvsCards;
use idsnap::vendors::zoloz::ZolozRecognize;

/// An accepted response, and what of it counts.
struct Base {
    name: &'static str,
    parse: Parse,
    body: Vec<u8>,
    decisions: &'static [(&'static str, Slot)],
    /// The maps that hold everything that was read.
    readings: &'static [&'static str],
    /// Where an odd value may count, and which are tried apart.
    relevant: &'static [&'static str],
}

const BEORG: &str = r#"{"document_id":"s-1","documents":[{"key":"K","type":"PASSPORT","data":{"LastName":"A","Number":"1","Address":""},
"metadata":{"confidences":{"LastName":"0.99"},"verifications":{"status":0,"status_text":"ok","bad_fields":[],"region_valid":true,
"checks":{"verify":[{"status":0,"key":"series_okato","title":"x"},{"status":"","key":"b","title":"y"}]}},
"metadata_check":{"status":0,"checks":{"source_check":1}},"biometry_liveness":{"status":0}},
"broken":false,"broken_reasons":[],"broken_reasons_ru":[]}]}"#;

const CVS: &str = r#"{"errorCode":"0","errorMessage":"Success","transactionId":"t","data":[
{"type":"chip_id_card_back","info":{"person_number":"0010","dob":"05-09-1990","mrz_confidence":0.9,"image":""},"valid":"True","invalidCode":"0","invalidMessage":""},
{"type":"chip_id_card_front","info":{"id":"0010","name":"A","hometown":"B","id_confidence":0.9,"id_box":[1,2,3,4]},"valid":"True","invalidCode":"0","invalidMessage":""}]}"#;

fn bases() -> Vec<Base> {
    let own = [
        Base {
            name: "zoloz",
            parse: parse::<ZolozRecognize>,
            body: include_bytes!("../../fixtures/zoloz/recognized.json").to_vec(),
            decisions: &[
                ("recognitionResult", Slot::Judgement),
                ("spoofResult.TAMPER_CHECK", Slot::Judgement),
                ("spoofResult.INFORMATION_CHECK", Slot::Judgement),
                ("result.resultStatus", Slot::Envelope),
            ],
            readings: &["ocrResult"],
            relevant: &["result", "recognition", "spoofResult", "ocrResult"],
        },
        Base {
            name: "beorg",
            parse: parse::<BeorgGetResult>,
            body: BEORG.into(),
            decisions: &[
                ("documents.0.broken", Slot::Broken),
                ("documents.0.broken_reasons", Slot::Failure),
                ("documents.0.metadata.verifications.status", Slot::Status),
                ("documents.0.metadata.verifications.status_text", Slot::Status),
                ("documents.0.metadata.verifications.region_valid", Slot::Status),
                ("documents.0.metadata.verifications.checks.verify.0.status", Slot::Status),
                ("documents.0.metadata.biometry_liveness", Slot::Status),
            ],
            readings: &["documents.0.data"],
            relevant: &[
                "documents.0.broken",
                "documents.0.metadata.verifications",
                "documents.0.metadata.biometry_liveness",
                "documents.0.data",
            ],
        },
        Base {
            name: "biometric_kz",
            parse: parse::<BiometricKzParseDocument>,
            body: include_bytes!("../../fixtures/biometric_kz/both-sides.json").to_vec(),
            decisions: &[("failure_reason", Slot::Failure)],
            readings: &[
                "first_name",
                "last_name",
                "patronymic",
                "personal_number",
                "date_of_birth",
                "document_number",
                "authority",
                "date_of_issue",
                "date_of_expiry",
            ],
            relevant: &["failure_reason"],
        },
        Base {
            name: "cvs",
            parse: parse::<CvsCards>,
            body: CVS.into(),
            decisions: &[
                ("data.0.valid", Slot::Judgement),
                ("data.1.valid", Slot::Judgement),
                ("data.0.invalidCode", Slot::Code),
                ("data.1.invalidCode", Slot::Code),
                ("errorCode", Slot::Code),
            ],
            readings: &["data.0.info", "data.1.info"],
            relevant: &[
                "data.0.valid",
                "data.0.invalid",
                "data.0.type",
                "data.1.valid",
                "data.1.invalid",
                "data.1.type",
                "errorCode",
                "data.0.info",
                "data.1.info",
            ],
        },
    ];
    let of = |base: &'static str, file: &str| Some((base, samples::read(file)?));
    let samples = [
        of("zoloz", "zoloz.response.json"),
        of("beorg", "beorg.response.passport_checked.synthetic.json"),
        of("biometric_kz", "biometric_kz.response.json"),
        of("cvs", "cvs.cards.response.synthetic.json"),
    ];
    let samples = samples.into_iter().flatten().map(|(name, body)| {
        let base = own.iter().find(|base| base.name == name).unwrap();
        Base { body, ..*base }
    });
    let samples: Vec<_> = samples.collect();
    own.into_iter().chain(samples).collect()
}

/// Keys and values in the place of one of an object.
type Entries = Vec<(String, Json)>;

/// The tree with what stands at `path` changed by `change`; unchanged where nothing stands there.
fn with(tree: &Json, path: &[&str], change: &dyn Fn(&str, &Json) -> Entries) -> Json {
    let [first, rest @ ..] = path else { return tree.clone() };
    let entry = |key: &str, value: &Json| match (key == *first, rest.is_empty()) {
        (false, _) => vec![(key.to_owned(), value.clone())],
        (true, true) => change(key, value),
        (true, false) => vec![(key.to_owned(), with(value, rest, change))],
    };
    match tree {
        Json::Object(entries) => Json::Object(entries.iter().flat_map(|(key, value)| entry(key, value)).collect()),
        Json::List(items) => {
            let items = items.iter().enumerate();
            Json::List(items.flat_map(|(index, item)| entry(&index.to_string(), item)).map(|(_, item)| item).collect())
        }
        other => other.clone(),
    }
}

fn json(text: &str) -> Json {
    Json::parse(text.as_bytes()).unwrap_or_else(|| panic!("{text}"))
}

/// The forms of a value: alone, in lists and objects, and beside a good one under the same key, before it and behind it.
fn forms(slot: Slot, value: &Json, good: &Json, key: &str, is_no: bool) -> Vec<Entries> {
    let list = |items: &[&Json]| Json::List(items.iter().map(|item| (*item).clone()).collect());
    let one = |value: Json| vec![(key.to_owned(), value)];
    let mut forms = vec![one(value.clone()), one(list(&[value]))];
    let is_there = !matches!(value, Json::Null) && *value != json(r#""""#) && *value != json("{}");
    if matches!(slot, Slot::Judgement | Slot::Broken) && is_there {
        forms.push(one(list(&[&list(&[value])])));
        forms.push(one(Json::Object(vec![("result".into(), value.clone())])));
        forms.push(one(Json::Object(vec![("value".into(), value.clone())])));
    }
    if is_no && is_there {
        forms.push([one(good.clone()), one(value.clone())].concat());
        forms.push([one(value.clone()), one(good.clone())].concat());
    }
    forms
}

#[derive(Clone)]
struct Case {
    what: String,
    body: Json,
    is_yes: bool,
}

fn decisions(base: &Base, tree: &Json) -> Vec<Case> {
    let mut cases = Vec::new();
    for (path, slot) in base.decisions {
        let keys: Vec<&str> = path.split('.').collect();
        let key = keys.last().copied().unwrap_or_default();
        let Values { yes, no } = slot.values();
        let good = json(yes[0]);
        for (text, is_yes) in yes.iter().map(|text| (text, true)).chain(no.iter().map(|text| (text, false))) {
            for form in forms(*slot, &json(text), &good, key, !is_yes) {
                let body = with(tree, &keys, &|_, _| form.clone());
                if body != *tree {
                    cases.push(Case { what: format!("{path} as {text}"), body, is_yes });
                }
            }
        }
    }
    cases
}

/// Everything that was read, gone in each way.
fn without_readings(base: &Base, tree: &Json) -> Vec<Case> {
    let nothing = [
        r#""""#,
        "null",
        "[]",
        "{}",
        r#"[null]"#,
        r#"{"a":""}"#,
        r#"{"a":null,"b":"-"}"#,
        r#"{"a":"None"}"#,
        r#""-""#,
        r#""N/A""#,
    ];
    let mut cases: Vec<Case> = nothing
        .iter()
        .map(|text| {
            let body = base.readings.iter().fold(tree.clone(), |tree, path| {
                let keys: Vec<&str> = path.split('.').collect();
                with(&tree, &keys, &|key, _| vec![(key.to_owned(), json(text))])
            });
            Case { what: format!("nothing read: {text}"), body, is_yes: false }
        })
        .collect();
    let body = base.readings.iter().fold(tree.clone(), |tree, path| {
        let keys: Vec<&str> = path.split('.').collect();
        with(&tree, &keys, &|_, _| Vec::new())
    });
    cases.push(Case { what: "nothing read: no key".into(), body, is_yes: false });
    cases
}

/// Each field that does not count, odd in each way.
fn irrelevant(base: &Base, tree: &Json) -> Vec<Case> {
    let odd =
        ["null", "true", "-1.5e300", r#""odd""#, r#""""#, "[null]", r#"{"odd":true}"#, "1e400", "9007199254740993"];
    let mut cases = Vec::new();
    for path in paths(tree, "") {
        let counts = |relevant: &&str| path.starts_with(*relevant) || relevant.starts_with(&format!("{path}."));
        if base.relevant.iter().any(counts) || base.readings.contains(&path.as_str()) {
            continue;
        }
        let keys: Vec<&str> = path.split('.').collect();
        let mut values: Vec<Option<Json>> = odd.iter().map(|text| Some(json(text))).collect();
        values.push(None);
        for value in values {
            let what = format!("{path} as {value:?}");
            let change = |key: &str, _: &Json| value.iter().map(|value| (key.to_owned(), value.clone())).collect();
            cases.push(Case { what, body: with(tree, &keys, &change), is_yes: true });
        }
    }
    cases
}

fn paths(tree: &Json, path: &str) -> Vec<String> {
    let children: Vec<(String, &Json)> = match tree {
        Json::List(items) => items.iter().enumerate().map(|(index, item)| (index.to_string(), item)).collect(),
        other => other.entries().iter().map(|(key, value)| (key.clone(), value)).collect(),
    };
    let join = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    children.into_iter().flat_map(|(key, value)| [vec![join(&key)], paths(value, &join(&key))].concat()).collect()
}

#[test]
fn every_odd_response_comes_out_right() {
    let (mut wrong, mut tried) = (Vec::new(), std::collections::BTreeMap::new());
    for base in bases() {
        let tree = Json::parse(&base.body).unwrap();
        let written = |tree: &Json| {
            let mut text = Vec::new();
            tree.write(&mut text);
            text
        };
        assert_eq!((base.parse)(200, &base.body).0, Outcome::Accepted, "{}", base.name);
        for case in [decisions(&base, &tree), without_readings(&base, &tree), irrelevant(&base, &tree)].concat() {
            *tried.entry((base.name, case.is_yes)).or_insert(0) += 1;
            let (outcome, _) = (base.parse)(200, &written(&case.body));
            if (outcome == Outcome::Accepted) != case.is_yes {
                wrong.push(format!("{}: {}: {outcome:?}", base.name, case.what));
            }
        }
    }
    let all: usize = tried.values().sum();
    assert!(wrong.is_empty(), "{} of {all}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(all >= 585 && tried.len() == 8, "{tried:?}");
    println!("{all} odd responses: {tried:?}");
}
