/* eslint @typescript-eslint/no-unsafe-call: off, @typescript-eslint/no-unsafe-member-access: off,
   @typescript-eslint/no-meaningless-void-operator: off -- what is refused has no type, and nothing here runs */
// What <id-capture> must accept, and what it must refuse: in the DOM, in React's JSX and in Preact's.
import { defineIdCapture, registerCaptureLocale } from 'idsnap/capture';
import type { IdCaptureElement } from 'idsnap/capture';
import type { JSX as PreactJsx } from 'preact';
import type { JSX as ReactJsx } from 'react';
import type { JSX as SolidJsx } from 'solid-js';
import type { SvelteHTMLElements } from 'svelte/elements';
import type { GlobalComponents } from 'vue';
import 'idsnap/capture/preact';
import 'idsnap/capture/solid';
import 'idsnap/capture/svelte';
import 'idsnap/capture/vue';
import 'idsnap/capture/react';

export async function inTheDom(element: IdCaptureElement): Promise<void> {
  document.createElement('id-capture').reset();
  element.document = 'id3';
  element.sides = ['front', 'back'];
  element.sides = 'front back';
  element.limits = 'zoloz';
  element.crop = { margin: 0.05 };
  element.strings = { upload: 'Choose a photo' };
  await element.start();
  await element.useFile(new Blob());
  element.addEventListener('id-capture:captured', ({ detail }) => {
    const base64: string | undefined = detail.results[0]?.image.base64();
    const overridden: boolean = detail.result.report.overridden;
    void [base64, overridden, detail.complete];
  });
  document.addEventListener('id-capture:hint', ({ detail: { hint, text } }) => void [hint === 'BLUR', text.length]);
  element.addEventListener('id-capture:error', ({ detail }) => void [detail.error?.code, detail.reason]);
  element.addEventListener('id-capture-error', ({ detail }) => void [detail.error?.code, detail.reason]);
  registerCaptureLocale('de', { title: 'Ausweis fotografieren' });
  registerCaptureLocale('fr', () => Promise.resolve({ title: 'Photographiez votre document' }));
  defineIdCapture('my-capture');

  // @ts-expect-error a size that does not exist
  element.document = 'a4';
  // @ts-expect-error a strictness that does not exist
  element.strictness = 'brutal';
  // @ts-expect-error a side that does not exist
  element.sides = ['top'];
  // @ts-expect-error a vendor that does not exist
  element.limits = 'moon';
  // @ts-expect-error a text that does not exist
  element.strings = { uplaod: 'Choose a photo' };
  // @ts-expect-error results cannot be set
  element.results = [];
  // @ts-expect-error an event that carries no such thing
  element.addEventListener('id-capture:ready', ({ detail }) => void detail.results);
  // @ts-expect-error a text is no source of texts
  registerCaptureLocale('de', 'Ausweis');
}

type InReact = ReactJsx.IntrinsicElements['id-capture'];
type InPreact = PreactJsx.IntrinsicElements['id-capture'];

export const react: InReact = {
  document: 'id1',
  sides: 'front back',
  limits: 'beorg',
  handover: { endpoint: '/api/handover' },
  'handover-url': '/phone',
  className: 'capture',
  ref: (element) => void element?.start(),
  'onid-capture:captured': ({ detail }) => void detail.results.length,
  'onid-capture:cancel': () => undefined,
};

export const preact: InPreact = {
  document: 'id2',
  auto: false,
  lang: 'kk',
  class: 'capture',
  'onid-capture:captured': ({ detail }) => void detail.complete,
};

// @ts-expect-error a property that does not exist
export const wrongReact: InReact = { documents: 'id1' };
// @ts-expect-error a size that does not exist
export const wrongPreact: InPreact = { document: 'a4' };

type InVue = InstanceType<GlobalComponents['id-capture']>['$props'];
type InSvelte = SvelteHTMLElements['id-capture'];
type InSolid = SolidJsx.IntrinsicElements['id-capture'];

export const vue: InVue = {
  sides: 'front back',
  limits: 'cvs',
  feedback: 'none',
  handover: '/api/handover',
  'onIdCapture:captured': ({ detail }) => void detail.results.length,
  onIdCaptureCaptured: ({ detail }) => void detail.complete,
  // @ts-expect-error a size that does not exist
  document: 'a4',
  // @ts-expect-error an event that carries no such thing
  onIdCaptureReady: ({ detail }) => void detail.results,
};

export const svelte: InSvelte = {
  sides: ['front'],
  class: 'capture',
  'onid-capture-captured': ({ detail }) => void detail.results.length,
  'on:id-capture-error': ({ detail }) => void detail.reason,
  // @ts-expect-error what is no address and no settings
  handover: 1,
  // @ts-expect-error a strictness that does not exist
  strictness: 'brutal',
};

export const solid: InSolid = {
  document: 'id3',
  mrz: 'require',
  class: 'capture',
  ref: (element) => void element.start(),
  'on:id-capture:captured': ({ detail }) => void detail.complete,
  'on:id-capture-hint': ({ detail }) => void detail.text,
  // @ts-expect-error a vendor that does not exist
  limits: 'moon',
};
