//! The allocator of the module: memory is overwritten when it is given back.
//!
//! What a call holds of a document, from the file's bytes to the text of a field, is gone from the module's memory
//! with the value that held it, whoever made it: this crate, a dependency, or the glue of wasm-bindgen.

use std::alloc::{GlobalAlloc, Layout, System};

#[global_allocator]
static ALLOCATOR: Wiping = Wiping;

struct Wiping;

#[expect(unsafe_code, reason = "an allocator is unsafe to write; nothing else sees all memory that is given back")]
// SAFETY: every block comes from `System` and goes back to it with the layout that it has.
unsafe impl GlobalAlloc for Wiping {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller keeps the contract, which is the same.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as above.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the block is the caller's until it is given back, and `layout` is its own.
        unsafe {
            block.write_bytes(0, layout.size());
            System.dealloc(block, layout);
        }
    }

    // `realloc` stays the trait's own: another block, a copy, and this one given back. The system's own leaves what it
    // moves.
}
