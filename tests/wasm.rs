//! The boundary to JavaScript: what crosses it, and how requests are sent. Runs in a browser.
#![cfg(target_arch = "wasm32")]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::cast_possible_truncation,
    reason = "a test fails by panicking"
)]

use idsnap::wasm;
use js_sys::{Array, Function, JSON, JsString, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::AbortController;

wasm_bindgen_test_configure!(run_in_browser);

fn get(object: &JsValue, path: &str) -> JsValue {
    path.split('.').fold(object.clone(), |value, key| Reflect::get(&value, &key.into()).unwrap())
}

fn text(object: &JsValue, path: &str) -> String {
    get(object, path).as_string().unwrap_or_else(|| panic!("{path} is no string"))
}

fn json(value: &JsValue) -> String {
    JSON::stringify(value).map(|text: JsString| text.into()).unwrap()
}

fn set(object: &JsValue, key: &str, value: impl Into<JsValue>) {
    Reflect::set(object.unchecked_ref(), &key.into(), &value.into()).unwrap();
}

/// An image as the core takes it.
fn file(field: &str, bytes: &[u8]) -> JsValue {
    let image = js_sys::Object::new().into();
    set(&image, "field", field);
    set(&image, "bytes", Uint8Array::from(bytes));
    image
}

fn pixels(field: &str, (width, height): (u32, u32), rgba: &[u8]) -> JsValue {
    let image = file(field, rgba);
    set(&image, "width", width);
    set(&image, "height", height);
    image
}

fn pattern(width: u32, height: u32) -> JsValue {
    let rgba: Vec<u8> = (0..width * height).flat_map(|at| [(at % 251) as u8, (at / 7 % 256) as u8, 90, 255]).collect();
    pixels("source", (width, height), &rgba)
}

fn call(request: &str, options: &str) -> JsValue {
    let call = js_sys::Object::new().into();
    set(&call, "request", request);
    set(&call, "options", options);
    set(&call, "traceId", "0123456789abcdef0123456789abcdef");
    call
}

const CVS_ANSWER: &str = r#"{"errorCode": "0", "errorMessage": "", "transactionId": null, "big": 12345678901234567890,
    "data": [{"type": "passport", "valid": "True", "invalidCode": "0", "invalidMessage": "",
    "info": {"id": "C1234567", "id_confidence": 0.9, "image": "/9j/2Q=="}}]}"#;

#[wasm_bindgen_test]
fn the_version_is_the_crates() {
    assert_eq!(wasm::version(), env!("CARGO_PKG_VERSION"));
}

#[wasm_bindgen_test]
fn a_prepared_image_is_plain_data_with_its_bytes_as_an_array_of_bytes() {
    let all: Array = wasm::prepare(vec![pattern(64, 48)], r#"{"maxBase64Length": 4000}"#).unwrap().into();
    let prepared = all.get(0);
    let bytes: Uint8Array = get(&prepared, "bytes").dyn_into().expect("bytes are an Uint8Array");
    assert_eq!(f64::from(bytes.length()), get(&prepared, "byteLength").as_f64().unwrap());
    assert_eq!(bytes.subarray(0, 2).to_vec(), [0xFF, 0xD8]);
    assert_eq!(text(&prepared, "mimeType"), "image/jpeg");
    assert!(get(&prepared, "base64Length").as_f64().unwrap() <= 4000.0);
    assert!(!Reflect::has(&get(&prepared, "source"), &"mimeType".into()).unwrap(), "absent is a key left out");
}

#[wasm_bindgen_test]
fn an_analysis_is_plain_data_and_says_null_where_nothing_is_known() {
    let analysis: JsValue = wasm::analyze(&pixels("source", (64, 48), &[200; 64 * 48 * 4]), "{}").unwrap().into();
    assert_eq!((get(&analysis, "corners"), get(&analysis, "pixelsPerMm")), (JsValue::NULL, JsValue::NULL));
    assert_eq!(json(&get(&analysis, "hints")), r#"["NO_DOCUMENT"]"#);
    assert_eq!(json(&get(&analysis, "issues")), r#"[{"hint":"NO_DOCUMENT","measured":0,"threshold":0.5}]"#);
    let thrown = wasm::analyze(&file("source", &[1]), r#"{"strictnes": 1}"#).unwrap_err();
    assert_eq!(text(&thrown, "field"), "options.strictnes");
}

#[wasm_bindgen_test]
fn a_frames_memory_goes_out_and_comes_back() {
    let see = |memory: &str, time_ms: u32| -> JsValue {
        let input = format!(r#"{{"options": {{}}, "memory": {memory}, "timeMs": {time_ms}}}"#);
        wasm::analyze_frame(&[200; 64 * 48 * 4], 64, 48, &input).unwrap().into()
    };
    let first = see("{}", 1_000);
    assert_eq!((get(&first, "hint"), get(&first, "steady")), (JsValue::NULL, JsValue::FALSE));
    let second = see(&json(&get(&first, "memory")), 1_500);
    assert_eq!(text(&second, "hint"), "NO_DOCUMENT");
}

#[wasm_bindgen_test]
fn several_images_come_back_in_their_order() {
    let images = vec![pattern(64, 40), pattern(32, 40)];
    let prepared: Array = wasm::prepare(images, r#"{"limits": "zoloz"}"#).unwrap().into();
    let widths: Vec<f64> = prepared.iter().map(|image| get(&image, "width").as_f64().unwrap()).collect();
    assert_eq!(widths, [64.0, 32.0]);
}

#[wasm_bindgen_test]
fn what_fails_is_named_in_the_callers_words() {
    let images = || vec![pattern(64, 40), file("sources[1]", &[1, 2, 3])];
    let thrown = wasm::prepare(images(), "{}").unwrap_err();
    assert_eq!((text(&thrown, "code"), text(&thrown, "field")), ("not_an_image".into(), "sources[1]".into()));
    let thrown = wasm::prepare(images(), r#"{"quality": 0}"#).unwrap_err();
    assert_eq!(text(&thrown, "field"), "options.quality");
    let thrown = wasm::analyze(&file("source", &[]), "{}").unwrap_err();
    assert_eq!((text(&thrown, "code"), text(&thrown, "field")), ("empty_image".into(), "source".into()));
    let thrown = wasm::analyze(&pattern(64, 40), r#"{"thresholds": {"maxGlare": 2}}"#).unwrap_err();
    assert_eq!(text(&thrown, "field"), "options.thresholds.maxGlare");
}

#[wasm_bindgen_test]
fn a_failure_is_thrown_as_plain_data() {
    let thrown = wasm::prepare(vec![file("source", &[1, 2, 3])], r#"{"maxEdeg": 5}"#).unwrap_err();
    assert_eq!(text(&thrown, "code"), "unknown_option");
    assert_eq!(text(&thrown, "category"), "input");
    assert_eq!(text(&thrown, "field"), "options.maxEdeg");
    assert_eq!(get(&thrown, "retryable"), JsValue::FALSE);
    assert!(!Reflect::has(&thrown, &"vendor".into()).unwrap(), "absent is a key left out");
    assert!(!thrown.is_instance_of::<js_sys::Error>());
}

#[wasm_bindgen_test]
fn a_request_is_checked_before_its_images_are_there() {
    let check = |operation: &str, request: &str| wasm::check(operation, &call(request, "{}"), 1);
    assert!(check("zoloz.recognize", r#"{"front": 0, "docType": "00000001003"}"#).is_ok());
    let thrown = check("zoloz.recognize", r#"{"front": 0, "docTyp": "00000001003"}"#).unwrap_err();
    assert_eq!(text(&thrown, "field"), "request.docTyp");
    let thrown = check("cvs.card", r#"{"image": 0, "apiKey": "x"}"#).unwrap_err();
    assert_eq!(text(&thrown, "code"), "secret_in_request");
    assert_eq!(text(&check("moon.land", "{}").unwrap_err(), "field"), "operation");
}

#[wasm_bindgen_test]
fn a_request_is_composed_of_its_prepared_images() {
    let request = call(r#"{"front": 0, "docType": "00000001003"}"#, r#"{"maxBase64Length": 4000}"#);
    let composed = wasm::compose("zoloz.recognize", &request, vec![pattern(64, 48)]).unwrap();
    let prepared: Array = get(&composed, "prepared").into();
    assert_eq!((prepared.length(), text(&prepared.get(0), "mimeType")), (1, "image/jpeg".into()));
    let bytes: Uint8Array = get(&prepared.get(0), "bytes").dyn_into().expect("bytes are an Uint8Array");
    let body: Uint8Array = get(&composed, "request.body").dyn_into().expect("the body is bytes");
    let body = JSON::parse(&String::from_utf8(body.to_vec()).unwrap()).unwrap();
    let base64 = text(&body, "frontPageImage");
    assert_eq!(base64.len(), (bytes.length() as usize).div_ceil(3) * 4);
    assert!(base64.len() <= 4000, "{} characters", base64.len());
    assert_eq!(text(&body, "bizId"), "0123456789abcdef0123456789abcdef");
    assert_eq!(text(&composed, "request.method"), "POST");
    assert_eq!(text(&composed, "request.path"), "/api/v1/zoloz/idrecognition/recognize");
}

#[wasm_bindgen_test]
fn an_answer_keeps_what_the_vendor_sent() {
    let reply = wasm::parse("cvs.card", 200, CVS_ANSWER.as_bytes(), r#"{"today": "2026-11-29"}"#).unwrap();
    assert_eq!(text(&reply, "state"), "ready");
    assert_eq!(get(&reply, "raw.transactionId"), JsValue::NULL);
    assert_eq!(text(&reply, "raw.big"), "12345678901234567890");
    let documents: Array = get(&reply, "documents").into();
    assert_eq!(text(&documents.get(0), "kind"), "passport");
    assert!(get(&documents.get(0), "images.aligned.bytes").is_instance_of::<Uint8Array>());
    assert!(!Reflect::has(&documents.get(0), &"surname".into()).unwrap(), "absent is a key left out");
}

#[wasm_bindgen_test]
fn the_proxys_own_refusal_is_told_from_the_vendors() {
    let body = br#"{"proxy": {"code": "proxy_refused", "message": "no such vendor"}}"#;
    let thrown = wasm::refuse("cvs.card", 403, body).unwrap_err();
    assert_eq!(text(&thrown, "code"), "proxy_refused");
    assert_eq!(text(&thrown, "vendor"), "cvs");
    assert_eq!(get(&thrown, "status").as_f64(), Some(403.0));
    assert!(text(&thrown, "message").ends_with("no such vendor"));
}

fn outgoing(method: &str, header: (&str, &str)) -> String {
    format!(
        r#"{{"url": "https://proxy.example/cvs/x?y=1", "method": "{method}", "headers": [{{"name": "{}", "value": "{}"}}]}}"#,
        header.0, header.1
    )
}

/// A request for `fetch`.
fn made(method: &str, header: (&str, &str), body: Option<&[u8]>) -> Result<web_sys::Request, JsValue> {
    let signal = AbortController::new().unwrap().signal();
    wasm::request(&outgoing(method, header), body.map(Uint8Array::from), &signal)
}

#[wasm_bindgen_test]
async fn a_request_is_made_whole_and_follows_no_redirect() {
    let script = "return request.arrayBuffer().then((sent) => new Response(
        [request.method, request.url, request.headers.get('x-own'), new Uint8Array(sent).join(), request.redirect].join(' ')));";
    let request = made("POST", ("x-own", "1"), Some(&[4, 5])).unwrap();
    let sent = Function::new_with_args("request", script).call1(&JsValue::NULL, &request).unwrap();
    let response: web_sys::Response = js_sys::Promise::from(sent).await.unwrap().unchecked_into();
    let text = response.text().unwrap().await.unwrap();
    assert_eq!(text.as_string().unwrap(), "POST https://proxy.example/cvs/x?y=1 1 4,5 manual");
}

#[wasm_bindgen_test]
fn the_head_is_asked_for_without_a_body_and_past_every_cache() {
    let signal = AbortController::new().unwrap().signal();
    let request = JsValue::from(wasm::probe(&outgoing("POST", ("x-own", "1")), &signal, false).unwrap());
    for (key, expected) in [("method", "HEAD"), ("redirect", "manual"), ("cache", "no-store")] {
        assert_eq!(text(&request, key), expected);
    }
    let blind = JsValue::from(wasm::probe(&outgoing("POST", ("x-own", "1")), &signal, true).unwrap());
    assert_eq!((text(&blind, "mode").as_str(), text(&blind, "method").as_str()), ("no-cors", "HEAD"));
}

#[wasm_bindgen_test]
fn an_upload_is_opened_and_takes_bytes() {
    let upload = JsValue::from(wasm::upload(&outgoing("POST", ("x-own", "1"))).unwrap());
    assert_eq!(get(&upload, "readyState").as_f64(), Some(1.0));
    assert_eq!(text(&upload, "responseType"), "arraybuffer");
}

#[wasm_bindgen_test]
fn a_header_that_no_request_can_carry_is_named() {
    let refused = [
        made("GET", ("bad name", "1"), None).unwrap_err(),
        wasm::upload(&outgoing("POST", ("bad name", "1"))).unwrap_err(),
    ];
    for thrown in refused {
        assert_eq!(text(&thrown, "code"), "invalid_field");
        assert_eq!(text(&thrown, "field"), "options.headers.bad name");
    }
}
