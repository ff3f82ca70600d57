/** What a photo needs of the core. */
export const firstFile = (): URL => new URL('./idsnap_bg.wasm', import.meta.url);

/** What vendors and machine readable zones need beside it. */
export const secondFile = (): URL => new URL('./idsnap_vendors_bg.wasm', import.meta.url);
