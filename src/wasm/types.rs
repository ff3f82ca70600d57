//! TypeScript types that no Rust type stands for.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const SOURCES: &str = r"
/**
 * Anything an image can be taken from.
 *
 * Prefer the file itself (`Blob`, `File`, `ArrayBuffer`, `Uint8Array`): its bytes are decoded here, the same in every
 * browser, and a file that meets the limits already is passed through. Everything else is read as pixels, which come
 * oriented and without metadata. The source is never changed, moved or closed.
 */
export type ImageSource =
    | Blob
    | ArrayBuffer
    | Uint8Array
    | ImageBitmap
    | ImageData
    | HTMLImageElement
    | HTMLCanvasElement
    | OffscreenCanvas
    | HTMLVideoElement
    | VideoFrame;
/** An image of a request: the source itself, prepared on the way. */
export type ImageFile = ImageSource;
";
