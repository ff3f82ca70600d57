//! Every value that the contract lists.

use super::*;

#[test]
fn each_field_of_an_answer_is_typed() {
    let side = r#"{"p": 0.5, "id": -1, "document_name": "Card", "rfid_presence": 1, "uv_exp": 6, "necessary_lights": 25165824,
        "check_authenticity": 3, "authenticity_necessary_lights": 4, "fdsid_list": {"list": [7], "d_mrz": true, "d_type": 12,
        "d_format": 0, "d_year": "2014", "icao_code": "KAZ", "d_description": "Identity Card",
        "d_country_name": "Kazakhstan", "d_state_code": "S", "d_state_name": "State"}}"#;
    let body = format!(
        r#"{{"first_name": "A", "last_name": "B", "patronymic": "C", "personal_number": "001", "date_of_birth": "01.10.1996",
        "document_number": "N", "authority": "D", "date_of_issue": "02.07.2012", "date_of_expiry": "02.07.2022",
        "country_code": "kz", "document_type": {{"frontside": {side}, "backside": null}}, "images": {{"face_photo": "AQ==",
        "front_side_image": "Ag==", "back_side_image": "Aw=="}}, "failure_reason": "None"}}"#
    );
    let expected = serde_json::json!({ "firstName": "A", "lastName": "B", "patronymic": "C", "personalNumber": "001",
        "dateOfBirth": "01.10.1996", "documentNumber": "N", "authority": "D", "dateOfIssue": "02.07.2012",
        "dateOfExpiry": "02.07.2022", "countryCode": "kz", "documentType": { "frontside": { "p": 0.5, "id": -1,
        "documentName": "Card", "rfidPresence": 1, "uvExp": 6, "necessaryLights": 25_165_824, "checkAuthenticity": 3,
        "authenticityNecessaryLights": 4, "fdsidList": { "list": [7], "dMrz": true, "dType": 12, "dFormat": 0,
        "dYear": "2014", "icaoCode": "KAZ", "dDescription": "Identity Card", "dCountryName": "Kazakhstan",
        "dStateCode": "S", "dStateName": "State" } } },
        "images": { "facePhoto": "AQ==", "frontSideImage": "Ag==", "backSideImage": "Aw==" } });
    assert_eq!(serde_json::to_value(answer(&body).data).unwrap(), expected);
}

#[test]
fn the_kind_is_told_by_words_or_the_one_number_that_is_known() {
    for (fdsid_list, kind) in [
        (r#"{"d_description": "Passport"}"#, DocumentKind::Passport),
        (r#"{"d_description": "Driving License"}"#, DocumentKind::DrivingLicence),
        (r#"{"d_description": "Residence Permit"}"#, DocumentKind::ResidencePermit),
        (r#"{"d_description": "Visa"}"#, DocumentKind::Visa),
        (r#"{"d_description": "Identity Card"}"#, DocumentKind::IdCard),
        (r#"{"d_type": 12}"#, DocumentKind::IdCard),
        (r#"{"d_type": 11}"#, DocumentKind::Other),
    ] {
        let body = format!(r#"{{"document_type": {{"frontside": {{"fdsid_list": {fdsid_list}}}}}}}"#);
        assert_eq!(document(&body).kind, kind, "{fdsid_list}");
    }
}

#[test]
fn the_country_that_was_recognised_goes_before_the_one_asked_for() {
    let issuing = |body: &str| document(body).issuing_country.map(|field| field.value);
    assert_eq!(issuing(r#"{"country_code": "kz"}"#).as_deref(), Some("KAZ"));
    let body = r#"{"country_code": "kz", "document_type": {"backside": {"fdsid_list": {"icao_code": "UZB"}}}}"#;
    assert_eq!(issuing(body).as_deref(), Some("UZB"));
}
