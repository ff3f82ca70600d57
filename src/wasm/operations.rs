//! The one list of the vendors' operations.

use super::convert::{Thrown, set, thrown, to_js};
use super::unknown_operation;
use crate::Result;
use crate::http::{HttpRequest, HttpResponse};
use crate::input;
use crate::input::ImageFile;
use crate::vendors::{Answer, Operation, Reply, beorg, biometric_kz, cvs, proxy, zoloz};
use wasm_bindgen::prelude::*;

macro_rules! operations {
    ($( $name:literal: $operation:ty, $request:ident, $data:ident $(, $pending:literal)?; )+) => {
        #[wasm_bindgen(typescript_custom_section)]
        const OPERATIONS: &str = concat!(
            "/** Every operation, with the types of its request and of the vendor's answer. */\n",
            "export interface Operations {\n",
            $( "    \"", $name, "\": { request: ", stringify!($request), "; data: ", stringify!($data), $("; pending: ", $pending,)? " };\n", )+
            "}\n",
            "/** The name of an operation. */\nexport type OperationName = keyof Operations;\n",
        );

        pub(super) fn check(operation: &str, request: &str, images: &[ImageFile]) -> Result<()> {
            match operation {
                $( $name => read::<$operation>(request, images).map(drop), )+
                _ => Err(unknown_operation(operation)),
            }
        }

        pub(super) fn build(operation: &str, request: &str, images: &[ImageFile]) -> Result<HttpRequest> {
            match operation {
                $( $name => <$operation>::build(&read::<$operation>(request, images)?), )+
                _ => Err(unknown_operation(operation)),
            }
        }

        pub(super) fn parse(operation: &str, status: u16, body: &[u8]) -> Result<JsValue, Thrown> {
            match operation {
                $( $name => parse_as::<$operation>(status, body), )+
                _ => Err(thrown(&unknown_operation(operation))),
            }
        }
    };
}

operations! {
    "zoloz.recognize": zoloz::ZolozRecognize, ZolozRecognizeRequest, ZolozRecognizeData;
    "zoloz.asyncRecognize": zoloz::ZolozAsyncRecognize, ZolozRecognizeRequest, ZolozRecognizeData, "true";
    "zoloz.asyncCheckResult": zoloz::ZolozAsyncCheckResult, ZolozAsyncCheckResultRequest, ZolozRecognizeData, "true";
    "zoloz.authenticationTest": zoloz::ZolozAuthenticationTest, ZolozAuthenticationTestRequest, ZolozAuthenticationTestData;
    "beorg.addDocument": beorg::BeorgAddDocument, BeorgAddDocumentRequest, BeorgSubmission;
    "beorg.getResult": beorg::BeorgGetResult, BeorgGetResultRequest, BeorgResult, "true";
    "biometricKz.parseDocument": biometric_kz::BiometricKzParseDocument, BiometricKzParseRequest, BiometricKzParsedDocument;
    "biometricKz.processDocument": biometric_kz::BiometricKzProcessDocument, BiometricKzProcessRequest, BiometricKzProcessedDocument;
    "cvs.cards": cvs::CvsCards, CvsCardsRequest, CvsData;
    "cvs.card": cvs::CvsCard, CvsCardRequest, CvsData;
    "cvs.ocrCard": cvs::CvsOcrCard, CvsCardRequest, CvsData;
}

fn read<O: Operation>(request: &str, images: &[ImageFile]) -> Result<O::Request> {
    input::read("request", request.as_bytes(), images)
}

fn parse_as<O: Operation>(status: u16, body: &[u8]) -> Result<JsValue, Thrown> {
    let response = HttpResponse { status, body };
    let reply = match proxy::failure(O::VENDOR, &response) {
        Some(error) => Err(error),
        None => O::parse(&response),
    };
    let (reply, data) = match reply.map_err(|error| thrown(&error))? {
        Reply::Pending { id } => (Reply::Pending { id }, None),
        Reply::Ready(Answer { raw, data, documents, checks, verdict }) => {
            (Reply::Ready(Answer { raw, data: (), documents, checks, verdict }), Some(to_js(&data)?))
        }
    };
    joined(&reply, data)
}

/// What differs between vendors crosses apart, so that the code for the rest is there once.
fn joined(reply: &Reply<()>, data: Option<JsValue>) -> Result<JsValue, Thrown> {
    let object = to_js(reply)?;
    if let Some(data) = data {
        set(&object, "data", &data);
    }
    Ok(object)
}
