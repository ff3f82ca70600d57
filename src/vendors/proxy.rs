//! What the proxy says for itself, in place of the vendor's response; and what others say in place of the proxy.

use crate::error::{Error, ErrorCode};
use crate::http::HttpResponse;
use crate::json::Json;
use crate::vendor::Vendor;

/// The longest sentence of a proxy that is passed on, in characters.
const SENTENCE_CHARS: usize = 300;
/// The longest code of a proxy that is passed on, in bytes.
const CODE_BYTES: usize = 40;

/// The failure of a response that comes from neither proxy nor vendor. A browser gives the status 0 to a redirect.
#[must_use]
pub fn foreign(vendor: &'static Vendor, response: &HttpResponse<'_>) -> Option<Box<Error>> {
    let is_page = response.body.trim_ascii_start().starts_with(b"<");
    let code = match response.status {
        // No vendor's interface responds so, and neither does a proxy: nobody knows who did.
        404 | 405 if is_page => return Some(nobodys(vendor, response.status)),
        0 | 300..=399 => ErrorCode::ProxyRedirected,
        // RFC 6585, section 6: network authentication required.
        511 => ErrorCode::UnexpectedPage,
        200..=299 if is_page => ErrorCode::UnexpectedPage,
        _ => return None,
    };
    Some(Error::vendor(vendor, code, response.status, None))
}

/// What a server says where no proxy is mounted.
fn nobodys(vendor: &'static Vendor, status: u16) -> Box<Error> {
    let sentence = "a page, as where no proxy is mounted".into();
    Box::new(Error::Proxy { vendor, code: ErrorCode::NotFound, status, proxy_code: None, sentence })
}

/// The failure that the proxy reports for itself: its response has the header `x-idsnap-proxy: error`, and the body
/// `{"proxy": {"code": …, "message": …}}`, or any other where the customer's own code refused the request.
#[must_use]
pub fn failure(vendor: &'static Vendor, response: &HttpResponse<'_>) -> Box<Error> {
    if let Some(error) = foreign(vendor, response) {
        return error;
    }
    let body = Json::parse(response.body);
    let report = body.as_ref().and_then(|body| body.get("proxy"));
    let text = |key| report?.get(key)?.text();
    let proxy_code = text("code").filter(|code| is_name(code));
    Box::new(Error::Proxy {
        vendor,
        code: published(proxy_code.as_deref(), response.status),
        status: response.status,
        proxy_code,
        sentence: text("message").unwrap_or_default().chars().take(SENTENCE_CHARS).collect(),
    })
}

fn is_name(text: &str) -> bool {
    (1..=CODE_BYTES).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

fn published(proxy_code: Option<&str>, status: u16) -> ErrorCode {
    match (proxy_code, status) {
        (Some("unauthorized") | None, 401) => ErrorCode::SessionEnded,
        // It may respond to the next request.
        (Some("vendor_unreachable"), _) => ErrorCode::VendorUnavailable,
        // RFC 9110, section 15.5.9: the request was not complete in time, which is a matter of the network.
        (Some("proxy_refused") | None, 408) => ErrorCode::DeadlineExceeded,
        (Some(name), _) => ErrorCode::by_name(name).unwrap_or(ErrorCode::ProxyRefused),
        (None, 413 | 429 | 500..) => ErrorCode::by_status(status),
        (None, _) => ErrorCode::ProxyRefused,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VENDOR: &Vendor = &crate::vendors::beorg::VENDOR;

    /// The code of a response with the proxy's header.
    fn code(status: u16, body: &str) -> Option<ErrorCode> {
        Some(failure(VENDOR, &HttpResponse { status, body: body.as_bytes() }).code())
    }

    /// The code of a response without it.
    fn foreign_code(status: u16, body: &str) -> Option<ErrorCode> {
        foreign(VENDOR, &HttpResponse { status, body: body.as_bytes() }).map(|error| error.code())
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
        assert_eq!(foreign_code(401, body), None);
    }

    #[test]
    fn a_response_of_the_customers_own_is_read_by_its_status() {
        for (status, expected) in [
            (401, ErrorCode::SessionEnded),
            (403, ErrorCode::ProxyRefused),
            (408, ErrorCode::DeadlineExceeded),
            (413, ErrorCode::ImageTooLarge),
            (429, ErrorCode::RateLimited),
            (500, ErrorCode::VendorUnavailable),
            (503, ErrorCode::VendorUnavailable),
            (504, ErrorCode::VendorTimeout),
        ] {
            for body in ["", "{}", "Sign in", r#"{"proxy": []}"#, r#"{"proxy": {"code": "<b>"}}"#] {
                assert_eq!(code(status, body), Some(expected), "{status} {body}");
            }
        }
        assert_eq!(code(200, "{}"), Some(ErrorCode::ProxyRefused), "what cannot be read is not a yes");
    }

    #[test]
    fn the_proxys_code_and_sentence_are_told() {
        let body = r#"{"proxy": {"code": "proxy_misconfigured", "message": "the option authorize threw an error"}}"#;
        let error = failure(VENDOR, &HttpResponse { status: 500, body: body.as_bytes() });
        let told = "the proxy answered proxy_misconfigured with HTTP status 500 (proxy_refused): the option authorize threw an error";
        assert_eq!(error.to_string(), told);
        let info = crate::error::ErrorInfo::from(error.as_ref());
        assert_eq!((info.proxy_code.as_deref(), info.vendor_code), (Some("proxy_misconfigured"), None));
        let long = format!(r#"{{"proxy": {{"code": "{}", "message": "{}"}}}}"#, "a".repeat(41), "é".repeat(400));
        let Error::Proxy { proxy_code, sentence, .. } =
            *failure(VENDOR, &HttpResponse { status: 500, body: long.as_bytes() })
        else {
            panic!("another failure")
        };
        assert_eq!((proxy_code, sentence.chars().count()), (None, 300));
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
            assert_eq!(foreign_code(status, ""), Some(ErrorCode::ProxyRedirected), "{status}");
        }
        assert_eq!(foreign_code(299, ""), None);
        assert_eq!(foreign_code(400, ""), None);
    }

    #[test]
    fn a_page_in_place_of_a_response_is_no_response() {
        assert_eq!(foreign_code(200, "\r\n <!doctype html>"), Some(ErrorCode::UnexpectedPage));
        assert_eq!(foreign_code(511, ""), Some(ErrorCode::UnexpectedPage));
        assert_eq!(foreign_code(200, "\"<html>\""), None);
    }

    #[test]
    fn a_page_that_says_not_found_is_not_the_vendors() {
        for status in [404, 405] {
            let page = HttpResponse { status, body: b"\n<!DOCTYPE html><title>Not found</title>" };
            let told = foreign(VENDOR, &page).map(|error| error.to_string());
            let expected =
                format!("the proxy answered HTTP status {status} (not_found): a page, as where no proxy is mounted");
            assert_eq!(told, Some(expected));
        }
        assert_eq!(foreign_code(404, r#"{"detail": "<b>Not found</b>"}"#), None);
        assert_eq!(foreign_code(404, ""), None);
    }

    #[test]
    fn a_vendors_answer_is_left_alone() {
        for status in [200, 404, 502] {
            assert_eq!(foreign_code(status, r#"{"proxy": {"code": "not_found"}}"#), None);
        }
        assert_eq!(foreign_code(404, r#"{"errors": {"type": "CampaignNotFound"}}"#), None);
        assert_eq!(foreign_code(502, "<html>"), None);
        assert_eq!(foreign_code(502, r#"{"proxy": {}}"#), None);
    }
}
