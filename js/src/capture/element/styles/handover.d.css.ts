/** The style sheet of the screens of a handover, minified. */
declare const css: string;
export { css };
