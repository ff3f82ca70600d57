/** The style sheet of the element, minified. */
declare const css: string;
export { css };
