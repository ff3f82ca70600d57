//! The answers of every vendor, and requests as callers write them.
#![no_main]

use idsnap::http::HttpResponse;
use idsnap::input;
use idsnap::input::ImageFile;
use idsnap::vendors::{Operation, beorg, biometric_kz, cvs, proxy, zoloz};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let status = match input.last() {
        Some(b'4') => 400,
        Some(b'5') => 502,
        _ => 200,
    };
    read::<zoloz::ZolozRecognize>(status, input);
    read::<zoloz::ZolozAsyncRecognize>(status, input);
    read::<zoloz::ZolozAsyncCheckResult>(status, input);
    read::<zoloz::ZolozAuthenticationTest>(status, input);
    read::<beorg::BeorgAddDocument>(status, input);
    read::<beorg::BeorgGetResult>(status, input);
    read::<biometric_kz::BiometricKzParseDocument>(status, input);
    read::<biometric_kz::BiometricKzProcessDocument>(status, input);
    read::<cvs::CvsCards>(status, input);
    read::<cvs::CvsCard>(status, input);
    read::<cvs::CvsOcrCard>(status, input);
});

fn read<O: Operation>(status: u16, body: &[u8]) {
    let response = HttpResponse { status, body };
    let _ = proxy::failure(O::VENDOR, &response);
    let _ = O::parse(&response);
    let image = ImageFile { bytes: vec![0xFF, 0xD8, 0xFF], mime_type: "image/jpeg".into() };
    if let Ok(request) = input::read::<O::Request>("request", body, &[image]) {
        let _ = O::build(&request);
    }
}
