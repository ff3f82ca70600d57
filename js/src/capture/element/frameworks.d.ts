/* eslint @typescript-eslint/no-empty-object-type: off, @typescript-eslint/no-namespace: off -- as the frameworks have them */
// The parts of the frameworks' types that ours add to, so that none of them has to be installed here. They are not
// shipped: in a page's project the framework's own stand in their place.

declare module 'vue' {
  export interface GlobalComponents {}
}

declare module 'svelte/elements' {
  export interface HTMLAttributes<T extends EventTarget> {
    class?: string | null;
    'bind:this'?: T | null;
  }
  export interface SvelteHTMLElements {}
}

declare module 'solid-js' {
  export namespace JSX {
    interface HTMLAttributes<T> {
      ref?: T | ((element: T) => void);
      class?: string;
    }
    interface IntrinsicElements {}
  }
}
