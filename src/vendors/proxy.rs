//! What the proxy says for itself, in place of the vendor's response; and what others say in place of the proxy.

use crate::error::{Error, ErrorCode};
use crate::http::HttpResponse;
use crate::json::Json;
use crate::vendor::Vendor;

/// The failure that the proxy reports, where the response is the proxy's own: `{"proxy": {"code": …}}`; or that of a
/// response that comes from neither proxy nor vendor.
#[must_use]
pub fn failure(vendor: &'static Vendor, response: &HttpResponse<'_>) -> Option<Box<Error>> {
    let code = match foreign(response) {
        Some(code) => code,
        None => reported(response)?,
    };
    Some(Error::vendor(vendor, code, response.status, None))
}

/// What a response is that comes from neither proxy nor vendor. A browser gives the status 0 to a redirect.
fn foreign(response: &HttpResponse<'_>) -> Option<ErrorCode> {
    match response.status {
        0 | 300..=399 => Some(ErrorCode::ProxyRedirected),
        // RFC 6585, section 6: network authentication required.
        511 => Some(ErrorCode::UnexpectedPage),
        200..=299 if response.body.trim_ascii_start().starts_with(b"<") => Some(ErrorCode::UnexpectedPage),
        _ => None,
    }
}

fn reported(response: &HttpResponse<'_>) -> Option<ErrorCode> {
    if response.status < 400 {
        return None;
    }
    let body = Json::parse(response.body)?;
    let [(key, report)] = body.entries() else { return None };
    let name = (key == "proxy").then(|| report.get("code")?.text())??;
    Some(match (name.as_str(), response.status) {
        ("unauthorized", 401) => ErrorCode::SessionEnded,
        // It may respond to the next request.
        ("vendor_unreachable", _) => ErrorCode::VendorUnavailable,
        // RFC 9110, section 15.5.9: the request was not complete in time, which is a matter of the network.
        ("proxy_refused", 408) => ErrorCode::DeadlineExceeded,
        _ => ErrorCode::ALL.iter().copied().find(|code| code.name() == name).unwrap_or(ErrorCode::ProxyRefused),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(status: u16, body: &str) -> Option<ErrorCode> {
        let response = HttpResponse { status, body: body.as_bytes() };
        failure(&crate::vendors::beorg::VENDOR, &response).map(|error| error.code())
    }

    #[test]
    fn the_proxys_own_code_is_kept() {
        assert_eq!(code(413, r#"{"proxy": {"code": "image_too_large"}}"#), Some(ErrorCode::ImageTooLarge));
        assert_eq!(
            code(504, r#"{"proxy": {"code": "vendor_timeout", "message": ""}}"#),
            Some(ErrorCode::VendorTimeout)
        );
        assert_eq!(code(409, r#"{"proxy": {"code": "outcome_unknown"}}"#), Some(ErrorCode::OutcomeUnknown));
    }

    #[test]
    fn a_code_that_is_not_published_is_a_refusal() {
        assert_eq!(code(403, r#"{"proxy": {"code": "moon"}}"#), Some(ErrorCode::ProxyRefused));
    }

    #[test]
    fn the_proxys_401_is_the_end_of_the_session() {
        let body = r#"{"proxy": {"code": "unauthorized"}}"#;
        assert_eq!(code(401, body), Some(ErrorCode::SessionEnded));
        assert_eq!(code(403, body), Some(ErrorCode::ProxyRefused));
        assert_eq!(code(401, "{}"), None);
    }

    #[test]
    fn what_may_pass_is_retryable_and_no_matter_of_settings() {
        for (status, name, expected) in [
            (502, "vendor_unreachable", ErrorCode::VendorUnavailable),
            (504, "vendor_timeout", ErrorCode::VendorTimeout),
            (429, "rate_limited", ErrorCode::RateLimited),
            (408, "proxy_refused", ErrorCode::DeadlineExceeded),
        ] {
            let found = code(status, &format!(r#"{{"proxy": {{"code": "{name}"}}}}"#));
            assert_eq!(found, Some(expected), "{status} {name}");
            assert!(expected.retryable(), "{status} {name}");
        }
        assert_eq!(code(400, r#"{"proxy": {"code": "proxy_refused"}}"#), Some(ErrorCode::ProxyRefused));
        assert_eq!(code(500, r#"{"proxy": {"code": "proxy_misconfigured"}}"#), Some(ErrorCode::ProxyRefused));
    }

    #[test]
    fn a_redirect_is_a_failure_of_its_own() {
        for status in [0, 300, 302, 307, 399] {
            assert_eq!(code(status, ""), Some(ErrorCode::ProxyRedirected), "{status}");
        }
        assert_eq!(code(299, ""), None);
        assert_eq!(code(400, ""), None);
    }

    #[test]
    fn a_page_in_place_of_a_response_is_no_response() {
        assert_eq!(code(200, "\r\n <!doctype html>"), Some(ErrorCode::UnexpectedPage));
        assert_eq!(code(511, ""), Some(ErrorCode::UnexpectedPage));
        assert_eq!(code(200, "\"<html>\""), None);
    }

    #[test]
    fn a_vendors_answer_is_left_alone() {
        assert_eq!(code(200, r#"{"proxy": {"code": "not_found"}}"#), None);
        assert_eq!(code(404, r#"{"errors": {"type": "CampaignNotFound"}}"#), None);
        assert_eq!(code(502, "<html>"), None);
        assert_eq!(code(502, r#"{"proxy": {}}"#), None);
    }
}
