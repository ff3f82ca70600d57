//! The parsers of containers and metadata: a file that was rewritten once is not changed by being rewritten again.
#![no_main]

use idsnap::image::decode::Source;
use idsnap::limits::MetadataPolicy;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Ok(source) = Source::inspect(input) else { return };
    for policy in [MetadataPolicy::Strip, MetadataPolicy::Camera] {
        let Some(once) = source.rewritten(policy) else { continue };
        let again = Source::inspect(&once).expect("a file of our own");
        assert_eq!(again.size, source.size);
        assert_eq!(again.rewritten(policy).as_ref(), Some(&once));
    }
});
