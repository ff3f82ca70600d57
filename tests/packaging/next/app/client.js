'use client';

/* global ImageData -- that of a page */

import { createElement, useEffect } from 'react';
import { Camera } from './camera';
import { finish, photograph } from '../mounted.js';

export function Page({ prepared }) {
  useEffect(() => {
    const run = async () => {
      const { createClient } = await import('idsnap');
      const client = createClient({ endpoint: '/api/idsnap' });
      await client.biometricKz.parseDocument({ countryCode: 'kz', front: new ImageData(640, 400) });
      await photograph();
    };
    run().catch((error) => (globalThis.outcome = { error: String(error?.message ?? error) }));
  }, []);
  return createElement(
    'main',
    null,
    createElement('p', { id: 'prepared' }, `prepared ${prepared}`),
    createElement(Camera, { onDone: finish }),
  );
}
