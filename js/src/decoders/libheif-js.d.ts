/** An optional peer without types. */
declare module 'libheif-js/libheif-wasm/libheif-bundle.mjs';
