//! Every value that the contract lists.

use super::*;

#[test]
fn each_value_of_an_option_is_spelt_as_the_vendor_spells_it() {
    let sent = |fields: &str| body(&build(fields).unwrap());
    for mode in ["CLOSED", "STANDARD", "LOOSE", "STRICT"] {
        let body = sent(&format!(r#""docType": "00000001003", "operationMode": "{mode}""#));
        assert_eq!(body["operationMode"], mode);
    }
    let categories = ["PASSPORT", "DRIVING_LICENSE", "ID_CARD", "RESIDENCE_PERMIT", "VISA", "ALL"];
    let body = sent(&format!(r#""autoDocCategory": {categories:?}"#));
    assert_eq!(body["autoDocCategory"], serde_json::json!(categories));
    for mode in ["CLOSED", "STANDARD"] {
        let body = sent(&format!(r#""docType": "00000001003", "productConfig": {{"spoofMode": "{mode}"}}"#));
        assert_eq!(body["productConfig"]["spoofMode"], mode);
    }
    for key in ["enableOCR", "allowExpiredDocument", "cropFaceImageFromDoc"] {
        for (flag, spelt) in [(true, "Y"), (false, "N")] {
            let body = sent(&format!(r#""docType": "00000001003", "productConfig": {{"{key}": {flag}}}"#));
            assert_eq!(body["productConfig"][key], spelt, "{key}");
        }
    }
    let details = ["NAME", "SEX", "ID_NUMBER", "COUNTRY_CODE", "EXPIRY_DATE", "DATE_OF_BIRTH"];
    let check = format!(r#"{{"type": "mrzVisualConsistencyCheck", "details": {details:?}}}"#);
    let body = sent(&format!(r#""autoDocTypes": ["00000001006"], "productConfig": {{"consistencyCheck": [{check}]}}"#));
    assert_eq!(body["productConfig"]["consistencyCheck"][0]["details"], serde_json::json!(details));
}

#[test]
fn the_doc_type_excludes_each_way_of_automatic_classification() {
    for (key, items) in
        [("autoDocTypes", "00000001003"), ("autoDocCategory", "PASSPORT"), ("autoDocCountrycode", "KAZ")]
    {
        let message = format!("request.{key}: found a value beside docType, expected one of the two");
        refused(&format!(r#""docType": "00000001003", "{key}": ["{items}"]"#), &message);
        assert!(build(&format!(r#""{key}": ["{items}"]"#)).is_ok(), "{key}");
    }
}

#[test]
fn each_doc_type_of_one_page_refuses_a_back_and_no_other_does() {
    let with_back = |doc_type: &str| build(&format!(r#""docType": "{doc_type}", "back": 1"#));
    for doc_type in [
        "00000001003",
        "00000001006",
        "00620000001",
        "00630000001",
        "00630000002",
        "00630000004",
        "00630000016",
        "00630000020",
        "00630000022",
        "00630000024",
        "00630000031",
        "00860000011",
        "08520000001",
        "08520000002",
    ] {
        assert!(with_back(doc_type).is_err(), "{doc_type}");
    }
    for doc_type in ["00600000001", "00610000001", "00630000017", "00630000032", "00660000001", "00990000001"] {
        assert!(with_back(doc_type).is_ok(), "{doc_type}");
    }
}

#[test]
fn each_doc_type_of_one_country_keeps_to_it() {
    for (doc_type, country) in [
        ("00860000888", "CHN"),
        ("08860000002", "TWN"),
        ("08530000002", "CHN"),
        ("00630000031", "PHL"),
        ("00630000032", "PHL"),
    ] {
        let with = |country: &str| {
            let check = format!(r#"{{"type": "passportCountryCheck", "valueRange": ["{country}"]}}"#);
            build(&format!(r#""docType": "{doc_type}", "productConfig": {{"consistencyCheck": [{check}]}}"#))
        };
        assert!(with(country).is_ok() && with("KAZ").is_err(), "{doc_type}");
    }
}

#[test]
fn jpeg_png_and_bmp_are_sent() {
    for mime_type in ["image/jpeg", "image/png", "image/bmp"] {
        let image = ImageFile { bytes: vec![1, 2, 3], mime_type: mime_type.into() };
        let json = r#"{"bizId": "b", "front": 0, "docType": "00000001003"}"#;
        assert_eq!(body(&build_with(json, &[image]).unwrap())["frontPageImage"], "AQID", "{mime_type}");
    }
}

#[test]
fn the_other_requests_keep_to_their_form() {
    let json = br#"{"transactionId": "t", "extraImageControlList": ["CROPPED_FACE_FROM_DOC"]}"#;
    let request = idsnap::input::read("request", json, &[]).unwrap();
    let expected = serde_json::json!({ "transactionId": "t", "extraImageControlList": ["CROPPED_FACE_FROM_DOC"] });
    assert_eq!(body(&ZolozAsyncCheckResult::build(&request).unwrap()), expected);
    let empty =
        ZolozAsyncCheckResultRequest { transaction_id: String::new(), extra_image_control_list: None, extra: None };
    assert!(ZolozAsyncCheckResult::build(&empty).is_err());
    let request = idsnap::input::read("request", br#"{"body": [1]}"#, &[]).unwrap();
    let error = ZolozAuthenticationTest::build(&request).unwrap_err().to_string();
    assert_eq!(error, "request.body: found another value, expected an object");
}

fn read(fields: &serde_json::Value) -> IdentityDocument {
    let body = serde_json::json!({ "result": { "resultStatus": "S" }, "recognitionResult": "Y" });
    let serde_json::Value::Object(mut body) = body else { panic!("an object") };
    body.extend(fields.as_object().unwrap().clone());
    ready(&serde_json::to_vec(&body).unwrap()).documents.remove(0)
}

#[test]
fn each_key_of_a_field_has_its_place() {
    for (place, value, expected, keys) in [
        ("surname", "Doe", "Doe", &["LAST_NAME", "LAST_NAME_EN", "ELAST_NAME"][..]),
        ("givenNames", "Ann", "Ann", &["FIRST_NAME", "FIRST_NAME_EN", "EFIRST_NAME"]),
        ("middleName", "May", "May", &["MIDDLE_NAME", "MIDDLE_NAME_EN"]),
        ("fullName", "Ann Doe", "Ann Doe", &["FULL_NAME", "FULL_NAME_EN", "NAME", "NAME_EN"]),
        ("localName", "样本", "样本", &["LOCAL_NAME", "NAME_CN", "TNAME"]),
        ("documentNumber", "E1", "E1", &["NUMBER", "ID_NUMBER", "DOCUMENT_NUMBER", "NIK"]),
        ("dateOfBirth", "1991/02/07", "1991-02-07", &["DATE_OF_BIRTH", "STANDARDIZED_DATE_OF_BIRTH"]),
        (
            "dateOfIssue",
            "2020/01/03",
            "2020-01-03",
            &["DATE_OF_ISSUE", "ISSUE_DATE", "LATEST_ISSUE_DATE", "STANDARDIZED_LATEST_ISSUE_DATE"],
        ),
        (
            "dateOfExpiry",
            "2030/01/03",
            "2030-01-03",
            &["DATE_OF_EXPIRY", "EXPIRY_DATE", "STANDARDIZED_DATE_OF_EXPIRY", "STANDARDIZED_EXPIRY_DATE"],
        ),
        ("sex", "F", "F", &["SEX", "GENDER"]),
        ("nationality", "Malaysia", "MYS", &["NATIONALITY", "NATIONALITY_CODE"]),
        ("issuingCountry", "MYS", "MYS", &["COUNTRY", "COUNTRY_CODE", "ISSUING_STATE", "ISSUING_COUNTRY"]),
        ("address", "1 Street", "1 Street", &["ADDRESS"]),
    ] {
        for key in keys {
            for map in ["ocrResult", "ocrResultFormat"] {
                let document = serde_json::to_value(read(&serde_json::json!({ map: { *key: value } }))).unwrap();
                assert_eq!(document[place]["value"], expected, "{key}");
                assert_eq!(document["extra"], serde_json::json!({}), "{key}");
            }
        }
    }
}

#[test]
fn a_key_without_a_place_is_kept() {
    for key in [
        "COUNTRY_CODE_IN_ISO",
        "HK_ID",
        "MAC_ID",
        "COUNTRY_OF_BIRTH",
        "CONDITIONS",
        "NAME_CN_RAW",
        "SYMBOLS",
        "CHINESE_COMMERCIAL_CODE",
        "PERMANENT_RESIDENT_STATUS",
        "EFIRST_NAME_FULL",
        "FIRST_NAME_FULL",
        "LASER_NUMBER",
    ] {
        let document = read(&serde_json::json!({ "ocrResult": { key: "Y" } }));
        assert_eq!(document.extra.get(key), Some(&Json::Text("Y".into())), "{key}");
        assert_eq!(document.issuing_country, None);
    }
}

#[test]
fn each_check_against_forgery_has_a_kind_and_a_reason() {
    for (name, kind, code) in [
        ("TAMPER_CHECK", CheckKind::Tamper, ErrorCode::DocumentNotGenuine),
        ("MATERIAL_CHECK", CheckKind::Material, ErrorCode::DocumentNotGenuine),
        ("SCREEN_RECAPTURE_CHECK", CheckKind::ScreenRecapture, ErrorCode::DocumentNotGenuine),
        ("SECURITY_FEATURE_CHECK", CheckKind::SecurityFeature, ErrorCode::DocumentNotGenuine),
        ("INFORMATION_CHECK", CheckKind::Information, ErrorCode::DocumentInconsistent),
        ("OTHER_CHECK", CheckKind::Other, ErrorCode::DocumentNotGenuine),
    ] {
        for (flag, status) in [("Y", CheckStatus::Passed), ("N", CheckStatus::Failed)] {
            let body = serde_json::json!({ "result": { "resultStatus": "S" }, "recognitionResult": "Y",
                "ocrResult": { "NAME": "A" }, "spoofResult": { name: flag } });
            let answer = ready(&serde_json::to_vec(&body).unwrap());
            let checks = &only(&answer).checks;
            let check = checks.iter().find(|check| check.vendor_code.as_deref() == Some(name)).unwrap();
            assert_eq!((check.kind, check.status), (kind, status), "{name}");
            let reasons: Vec<ErrorCode> = answer.verdict.reasons.iter().map(|reason| reason.code).collect();
            assert_eq!(reasons, if flag == "N" { vec![code] } else { Vec::new() }, "{name}");
        }
    }
}

#[test]
fn each_known_doc_type_and_category_has_a_kind() {
    use DocumentKind::*;
    for (kind, doc_types) in [
        (Passport, &["00000001003", "00000001006", "00630000031", "00630000032", "00860000888", "08530000002"][..]),
        (Passport, &["08860000002"]),
        (IdCard, &["00600000001", "00600000009", "00620000001", "00630000001", "00630000016", "00630000017"]),
        (IdCard, &["00630000022", "00650000001", "00650000002", "00660000001", "00840000001", "00860000001"]),
        (IdCard, &["08520000001", "08520000002", "08530000001"]),
        (DrivingLicence, &["00600000010", "00610000001", "00630000004", "00640000001"]),
        (MilitaryId, &["00600000004"]),
        (ResidencePermit, &["00600000007"]),
        (Visa, &["00600000011"]),
        (TravelPermit, &["00860000006", "00860000007", "00860000011"]),
        (SocialSecurity, &["00630000020", "00630000024"]),
        (TaxCard, &["00620000004", "00630000002"]),
        (Other, &["00600000003", "00990000001"]),
    ] {
        for doc_type in doc_types {
            let document = read(&serde_json::json!({ "certType": doc_type, "ocrResult": { "NAME": "A" } }));
            assert_eq!((document.kind, document.vendor_type.as_deref()), (kind, Some(*doc_type)));
        }
    }
    for (category, kind) in [
        ("PASSPORT", Passport),
        ("DRIVING_LICENSE", DrivingLicence),
        ("ID_CARD", IdCard),
        ("RESIDENCE_PERMIT", ResidencePermit),
        ("VISA", Visa),
        ("ADDED_LATER", Other),
    ] {
        let document = read(&serde_json::json!({ "docCategory": category, "ocrResult": { "NAME": "A" } }));
        assert_eq!(document.kind, kind, "{category}");
    }
}
