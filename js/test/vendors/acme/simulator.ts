import { defineSimulator, json, readObject } from '../../../src/sandbox/simulator.js';
import { Submissions } from '../../../src/sandbox/submissions.js';

/** The account at the simulated vendor. */
export interface AcmeAccount {
  readonly baseUrl: string;
  readonly acmeKey: string;
}

/** A vendor that does not exist. */
export const acme = defineSimulator({
  id: 'acme',
  hosts: ['acme.example'],
  scenarios: ['torn'],
  open({ baseUrl, polls }) {
    const credentials: AcmeAccount = { baseUrl, acmeKey: 'sandbox-acme-key' };
    const submissions = new Submissions<Record<string, string>>(polls);
    return Promise.resolve({
      credentials,
      simulate({ method, path, headers, body, scenario }) {
        if (headers.get('x-acme') !== credentials.acmeKey) return json({ error: 'key' }, 401);
        if (path === '/v1/cards' && method === 'POST') {
          if (typeof readObject(body)?.['image'] !== 'string') return json({ error: 'image' }, 400);
          const card = `c${submissions.nextNumber().toString()}`;
          submissions.add(card, { card, state: scenario === 'torn' ? 'torn' : 'read' }, false);
          return json({ card });
        }
        const state = submissions.ask(path.slice('/v1/cards/'.length));
        if (state === 'unknown') return json({ error: 'card' }, 404);
        return state === 'pending' ? json({ state: 'wait' }, 202) : json(state.result);
      },
    });
  },
});
