//! Every value that the contract lists.

use super::response::{answer, failure};
use idsnap::document::{CheckKind, CheckStatus, DocumentKind};
use idsnap::error::ErrorCode;
use idsnap::http::HttpResponse;
use idsnap::vendors::Operation;
use idsnap::vendors::beorg::*;

fn document(json: serde_json::Value) -> serde_json::Value {
    let body = serde_json::json!({ "document_id": "s-1", "documents": [json] }).to_string();
    serde_json::to_value(answer(&body).documents.remove(0)).unwrap()
}

#[test]
fn each_type_has_a_kind() {
    for (document_type, kind) in [
        ("PASSPORT_FRGN", DocumentKind::Passport),
        ("PASSPORT", DocumentKind::Passport),
        ("PASSPORT_REG", DocumentKind::Passport),
        ("SNILS", DocumentKind::SocialSecurity),
        ("BRTH", DocumentKind::BirthCertificate),
        ("RVP", DocumentKind::ResidencePermit),
        ("DLIC", DocumentKind::Other),
    ] {
        let read = document(serde_json::json!({ "type": document_type, "data": {} }));
        assert_eq!((&read["kind"], &read["vendorType"]), (&serde_json::json!(kind), &document_type.into()));
    }
}

#[test]
fn each_key_of_a_field_has_its_place() {
    for (place, raw, expected, keys) in [
        ("issuingCountry", "KAZ", "KAZ", &["Code"][..]),
        ("documentNumber", "N1", "N1", &["Number", "SolutionNumber"]),
        ("personalNumber", "N1", "N1", &["IDNumber"]),
        ("authority", "МВД", "МВД", &["IssuedBy"]),
        ("sex", "М", "M", &["Gender", "ChildGender"]),
        ("surname", "A", "A", &["LastName", "ChildLastName"]),
        ("givenNames", "A", "A", &["FirstName", "ChildFirstName"]),
        ("middleName", "A", "A", &["MiddleName", "ChildMiddleName"]),
        ("dateOfBirth", "01.02.1990", "1990-02-01", &["BirthDate", "ChildBirthDate"]),
        ("placeOfBirth", "A", "A", &["BirthPlace"]),
        ("dateOfIssue", "01.02.2020", "2020-02-01", &["IssueDate"]),
        ("dateOfExpiry", "01.02.2030", "2030-02-01", &["FutureDate", "ExpiryDate"]),
        ("nationality", "UZB", "UZB", &["Nationality", "Citizenship"]),
        ("address", "A", "A", &["Address"]),
    ] {
        for key in keys {
            let read = document(serde_json::json!({ "data": { *key: raw } }));
            assert_eq!((&read[place]["value"], &read["extra"]), (&expected.into(), &serde_json::json!({})), "{key}");
        }
    }
    for key in ["HasPhoto", "HasOwnerSignature", "IssueId", "RegistrationDate", "SolutionDate", "MRZ1"] {
        assert_eq!(document(serde_json::json!({ "data": { key: "1" } }))["extra"][key], "1", "{key}");
    }
}

#[test]
fn each_check_has_a_kind_and_a_reason() {
    for (key, kind, code) in [
        ("fields_to_check_valid", CheckKind::Information, ErrorCode::DocumentInconsistent),
        ("fio_series_number_mrz", CheckKind::MrzVisualConsistency, ErrorCode::DocumentInconsistent),
        ("series_okato", CheckKind::Consistency, ErrorCode::DocumentInconsistent),
        ("region_valid", CheckKind::Consistency, ErrorCode::DocumentInconsistent),
        ("issued_after_14", CheckKind::Consistency, ErrorCode::DocumentInconsistent),
        ("issued_after_1997", CheckKind::Consistency, ErrorCode::DocumentInconsistent),
        ("expiration_date", CheckKind::Expired, ErrorCode::DocumentExpired),
        ("added_later", CheckKind::Other, ErrorCode::DocumentInconsistent),
    ] {
        for (status, expected) in
            [("0", CheckStatus::Passed), ("1", CheckStatus::Failed), ("\"\"", CheckStatus::NotRun)]
        {
            let answer = answer(&format!(
                r#"{{"documents": [{{"data": {{"LastName": "A"}}, "metadata": {{"verifications": {{"checks": {{"verify_passport":
                [{{"status": {status}, "key": "{key}", "title": "x"}}]}}}}}}}}]}}"#
            ));
            let check = &answer.documents[0].checks[0];
            assert_eq!((check.kind, check.status, check.vendor_code.as_deref()), (kind, expected, Some(key)));
            let reasons: Vec<_> = answer.verdict.reasons.iter().map(|reason| reason.code).collect();
            assert_eq!(reasons, if status == "1" { vec![code] } else { Vec::new() }, "{key}");
        }
    }
}

#[test]
fn the_metadata_of_a_document_is_typed() {
    let answer = answer(super::TWO_SIDES);
    let document = &answer.data.documents[0];
    let checks = serde_json::to_value(&document.metadata_check).unwrap();
    let expected = serde_json::json!({ "status": 0, "checks": { "sourceCheck": 1, "suspiciousAppDetection": 0,
        "suspiciousValue": "", "createDate": "2020:01:01 00:00:00", "make": "Maker", "model": "Model" } });
    assert_eq!(checks, expected);
    assert_eq!(document.verifications.status_text.as_deref(), Some("ok"));
}

#[test]
fn an_upload_fails_as_a_result_does() {
    for (status, body, code, vendor_code) in [
        (400, "", ErrorCode::RequestRejected, None),
        (401, "", ErrorCode::CredentialsRejected, None),
        (404, r#"{"errors": {"type": "CampaignNotFound"}}"#, ErrorCode::NotFound, Some("CampaignNotFound")),
        (409, r#"{"error": {"data": {"questionary_id": 17}}}"#, ErrorCode::DocumentAlreadySubmitted, Some("17")),
        (503, "<html>", ErrorCode::VendorUnavailable, None),
    ] {
        let error = BeorgAddDocument::parse(&HttpResponse { status, body: body.as_bytes() }).unwrap_err();
        assert_eq!(error, failure(status, code, vendor_code));
    }
}
