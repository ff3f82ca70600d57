//! The documentation that is made from the code is the code's own.

#![expect(clippy::unwrap_used, reason = "a test helper fails by panicking")]

use idsnap::ErrorCode;
use idsnap::error::{Category, HEIC_ADVICE};
use std::fmt::Write;

const HEIC_PART: &str = "
## A format that cannot be read

`unsupported_format` and `damaged_image` name the format of the file: `error.format` is `HEIC`, `AVIF`, `TIFF`, `GIF`, `PDF` and so \
on. [HEIC](heic.md), in which iPhones save photos, has advice of its own:

> ";

const LANGUAGES_PART: &str = "

## Languages

Advice is there in English, Kazakh (`kk`), Kyrgyz (`ky`), Russian (`ru`), Uzbek (`uz`) and Vietnamese (`vi`). A language is \
loaded when it is asked for. Set it for all calls, or for those of a client, and `error.advice` and the advice in \
`verdict.reasons` are in that language:

```js
import { createClient, init } from 'idsnap';

await init({ language: document.documentElement.lang });
const client = createClient({ endpoint: '/api/id', language: 'kk' });
```

Or ask for the advice of an error, a reason or a code:

```js
import { adviceFor } from 'idsnap';

const text = await adviceFor('document_expired', 'vi'); // the tag may have a region: vi-VN
```

A language that is not there becomes English. Where the texts cannot be loaded, or do not come within seconds, advice \
stays English: `adviceFor` then gives the advice that the error or reason has, and for a code alone, where no text \
comes, that of `engine_failed`. The functions of the MRZ return at \
once, so their errors are in English: translate them with `adviceFor`.
";

/// `docs/errors.md` as it should be. `UPDATE_DOCS=1 cargo test --test docs` writes it.
fn errors_page() -> String {
    let mut page = String::from(
        "# Error codes\n\nOne list for every vendor, made from `src/error/code.rs`. An `IdSnapError` carries the code, its \
         category, whether the same call can succeed when it is made again, and the advice below, in English or in [another language](#languages); \
         `verdict.reasons` uses the same codes for what a vendor decided about a document.\n\nAn aborted call rejects with \
         the standard `AbortError`, not with an `IdSnapError`.\n\nAn error of a call whose request was sent carries \
         `resume`: give it to the same call as the option `resume`, and nothing is lost or submitted twice. \
         [network.md](network.md) tells how.\n\n\
         | code | category | retry | advice for the person in front of the page |\n|---|---|---|---|\n",
    );
    for code in ErrorCode::ALL {
        let retry = if code.retryable() { "yes" } else { "no" };
        let category = serde_json::to_value(code.category()).unwrap();
        let category = category.as_str().unwrap();
        writeln!(page, "| `{code}` | {category} | {retry} | {} |", code.advice()).unwrap();
    }
    page.push_str(PROXY_CODES);
    page.push_str(ENGINE_REASONS);
    write!(page, "{}{}{}", HEIC_PART, HEIC_ADVICE, LANGUAGES_PART).unwrap();
    page
}

/// What the proxy says for itself: a part of the page that is not made from the core's list.
const PROXY_CODES: &str = "
## The proxy's own codes

A response with the header `x-idsnap-proxy: error` is the proxy's own. `error.proxyCode` is its code, and `error.message` holds its sentence.

| proxy's code | becomes | who can act | what to do |
|---|---|---|---|
| `not_found` | `not_found` | the operator | set the vendor up in `createProxy`; compare `basePath` with the client's `endpoint` |
| `method_not_allowed` | `proxy_refused` | the page's developer | use the client, or the method that `Allow` names |
| `proxy_refused` | `proxy_refused`; with status 408 `deadline_exceeded` | the page's developer; for another origin or host the operator; at 408 the person, on a better network | do what the sentence says; see `allowedOrigins` and `allowedHosts` |
| `secret_in_request` | `secret_in_request` | the page's developer | take the secret out of the page: the proxy adds it |
| `unauthorized` | `session_ended`; with status 403 `proxy_refused` | the person: sign in; at 403 the operator | `authorize` or `ownership` said no |
| `image_too_large` | `image_too_large` | the person: a smaller image; the operator | see `maxBodyBytes` |
| `rate_limited` | `rate_limited` | the person: later | see `rateLimit` |
| `vendor_unreachable` | `vendor_unavailable` | the person: later; the operator where it stays | see the proxy's log |
| `vendor_timeout` | `vendor_timeout` | the person: again; the operator where it stays | see `timeoutMs` |
| `outcome_unknown` | `outcome_unknown` | the operator: look whether the vendor has it | do not send it again |
| `proxy_misconfigured` | `proxy_refused` | the operator | a hook threw, or a body parser came first: see the proxy's log |

A response of your own that `authorize` returns has no code. Status 401 becomes `session_ended`, 408 `deadline_exceeded`, 413 `image_too_large`, 429 `rate_limited`, 504 `vendor_timeout`, others from 500 on `vendor_unavailable`, and everything else `proxy_refused`.

A page of HTML with status 404 or 405 is what a server sends where no proxy is mounted: `not_found`, whose message names no vendor. Compare `endpoint` with `basePath`.
";

/// Why there is no engine: a part of the page that is not made from the core's list, because the core is what is missing.
const ENGINE_REASONS: &str = "
## Where the engine is not available

`engine_unavailable` carries `error.reason`, and advice that names who can act; that of a handover too. [`diagnose()`](support.md) says exactly what to change.

| reason | when | who can act | advice in English |
|---|---|---|---|
| `not_found` | a file of the package is not at its address: HTTP status 404, or another below 500 | the operator | This page is not set up correctly. Please tell its operator. |
| `wrong_content` | something else is there: the page that a server sends for every address, a file that was cut or changed, or another file of the package | the operator | This page is not set up correctly. Please tell its operator. |
| `blocked_by_policy` | the content security policy forbids WebAssembly, or to fetch it; [csp.md](csp.md) | the operator | This page is not set up correctly. Please tell its operator. |
| `wrong_setup` | an address is missing or is none; a service worker calls the SDK, which it cannot load whole: call it from a page; a page with [a handover](handover.md) is in no secure context | the page's developer | This page is not set up correctly. Please tell its operator. |
| `unreachable` | the connection broke, the server failed (status 500 and more) or fell silent, or it lets no page of this origin have the file. `retryable` | the person: again; the operator where it stays | A part of this page could not be loaded. Check the network and try again. |
| `out_of_memory` | the device has too little memory left | the person | This device has too little free memory. Close other pages and apps, and try again. |
| `no_wasm` | the browser has no WebAssembly: it is old, or in Lockdown Mode (iPhone) | the person: another browser | that of the code |
| `no_simd` | the browser has no WebAssembly SIMD, and `wasmUrl` names the file that needs it; [without `wasmUrl` the other one is loaded](building.md#without-simd) | the page's developer; the person: a newer browser | that of the code |

A load never hangs. A wasm file of which no byte comes for 20 seconds is given up; a file that comes slowly may take as long as it needs. The worker's script and code that is loaded on demand have 30 seconds, for nobody sees their bytes come; without the worker, the page's own thread takes its place. The next call tries again. A browser asks only once for code that never came, until the page is loaded anew.

A worker that was ended from outside is noticed when a call gets no sign of life from it within 10 seconds: the call fails with `engine_failed`, and the next one starts another worker. One that is ended while it computes cannot be told from one that computes for long: the call fails after two minutes, which no computation takes. Only a frame of the camera fails after 12 seconds in which the worker is silent; one that waits for a part of the engine answers meanwhile. Seconds in which the page sleeps do not count, and of a frame none in which it is out of sight. A request on its way fails at its own deadline.

`<id-capture>` takes and gives photos [without the engine](capture.md#what-happens-without-the-engine). Where the person is offline, the advice is that of `network_unreachable`, since nothing else can be loaded.
";

#[test]
fn the_published_list_of_error_codes_is_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/errors.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, errors_page()).unwrap();
    }
    assert_eq!(
        std::fs::read_to_string(path).unwrap_or_default(),
        errors_page(),
        "run UPDATE_DOCS=1 cargo test --test docs"
    );
}

#[test]
fn no_name_in_the_list_stands_twice() {
    let mut names: Vec<_> = ErrorCode::ALL.iter().map(|code| code.name()).collect();
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(names.len(), count);
}

#[test]
fn only_failures_that_may_pass_are_retryable() {
    for code in ErrorCode::ALL.iter().filter(|code| code.retryable()) {
        let passing =
            matches!(code.category(), Category::Network | Category::Vendor | Category::Quota | Category::Engine);
        assert!(passing || *code == ErrorCode::ImageUnreachable, "{code}");
    }
}

/// The pages for readers: those at the root and those below `docs/`. The changelog tells of what was.
fn pages() -> Vec<(std::path::PathBuf, String)> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["", "docs", "docs/notes", "docs/vendors"].map(|folder| root.join(folder));
    let files = folders.iter().flat_map(|folder| std::fs::read_dir(folder).unwrap()).map(|entry| entry.unwrap().path());
    let is_page = |path: &std::path::PathBuf| {
        path.extension().is_some_and(|extension| extension == "md") && !path.ends_with("CHANGELOG.md")
    };
    files.filter(is_page).map(|path| (path.clone(), std::fs::read_to_string(path).unwrap())).collect()
}

/// The words between backticks that begin with a folder of this project; those with a placeholder are left out.
fn named_files(text: &str) -> impl Iterator<Item = &str> {
    let folders =
        ["src/", "pixels/", "derive/", "js/src/", "js/test/", "tests/", "tools/", "scripts/", "docs/", "www/", "fuzz/"];
    let is_path = move |word: &&str| folders.iter().any(|folder| word.starts_with(folder));
    let words = text.split('`').skip(1).step_by(2).flat_map(str::split_whitespace).filter(is_path);
    words.filter(|word| !word.contains(['<', '*', '{', '…', ':']))
}

/// The targets of links within the project.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let targets = text.split("](").skip(1).filter_map(|behind| behind.split(')').next());
    let targets = targets.filter(|target| !target.contains(':') && !target.starts_with('#'));
    targets.map(|target| target.split('#').next().unwrap_or(target))
}

#[test]
fn every_file_that_a_page_names_is_there() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut named, mut linked) = (0, 0);
    for (page, text) in pages() {
        // What stands in a fenced block is a command or code of a reader.
        let prose: String = text.split("```").step_by(2).collect();
        for file in named_files(&prose) {
            assert!(root.join(file).exists(), "{}: {file}", page.display());
            named += 1;
        }
        for target in links(&prose) {
            assert!(page.with_file_name("").join(target).exists(), "{}: {target}", page.display());
            linked += 1;
        }
    }
    assert!(named > 50 && linked > 20, "{named} {linked}");
}
