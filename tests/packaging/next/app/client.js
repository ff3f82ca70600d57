'use client';

/* global ImageData -- that of a page */

import { createElement, useEffect } from 'react';

export function Page({ prepared }) {
  useEffect(() => {
    const run = async () => {
      const { createClient } = await import('idsnap');
      const { tryAll } = await import('../page.js');
      const client = createClient({ endpoint: '/api/idsnap' });
      await client.biometricKz.parseDocument({ countryCode: 'kz', front: new ImageData(640, 400) });
      await tryAll();
    };
    run().catch((error) => (globalThis.outcome = { error: String(error?.message ?? error) }));
  }, []);
  return createElement('p', { id: 'prepared' }, `prepared ${prepared}`);
}
