//! What the proxy says for itself, in place of the vendor's response.

use crate::error::{Error, ErrorCode};
use crate::http::HttpResponse;
use crate::json::Json;
use crate::vendor::Vendor;

/// The failure that the proxy reports, where the response is the proxy's own: `{"proxy": {"code": …}}`.
#[must_use]
pub fn failure(vendor: &'static Vendor, response: &HttpResponse<'_>) -> Option<Box<Error>> {
    if response.status < 400 {
        return None;
    }
    let body = Json::parse(response.body)?;
    let [(key, report)] = body.entries() else { return None };
    let name = (key == "proxy").then(|| report.get("code")?.text())??;
    let code = ErrorCode::ALL.iter().copied().find(|code| code.name() == name).unwrap_or(ErrorCode::ProxyRefused);
    Some(Error::vendor(vendor, code, response.status, None))
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
    }

    #[test]
    fn a_code_that_is_not_published_is_a_refusal() {
        assert_eq!(code(403, r#"{"proxy": {"code": "moon"}}"#), Some(ErrorCode::ProxyRefused));
    }

    #[test]
    fn a_vendors_answer_is_left_alone() {
        assert_eq!(code(200, r#"{"proxy": {"code": "not_found"}}"#), None);
        assert_eq!(code(404, r#"{"errors": {"type": "CampaignNotFound"}}"#), None);
        assert_eq!(code(502, "<html>"), None);
        assert_eq!(code(502, r#"{"proxy": {}}"#), None);
    }
}
