import { JSON_TYPE, methodCheck, refusal, type Check } from './attacks.js';

/** A session that no relay has: an id has 128 random bits. */
const NOBODYS = 'AAAAAAAAAAAAAAAAAAAAAA';
const TOKEN = 'A'.repeat(43);
const OCTETS = { 'content-type': 'application/octet-stream' };

/** The checks of a relay that is mounted at `handover` below a proxy. None of their requests opens a session. */
export function handoverChecks(): Check[] {
  const post = (title: string, statuses: number[], path: string, init: RequestInit = {}) =>
    refusal(`/handover${path} ${title}`, statuses, (target) =>
      target.ask(`/handover${path}`, { method: 'POST', headers: JSON_TYPE, body: '{}', ...init }),
    );
  const session = JSON.stringify({ session: NOBODYS, token: TOKEN, join: TOKEN, offer: '' });
  const elsewhere = { ...JSON_TYPE, origin: 'https://elsewhere.example' };
  const claim = JSON.stringify({ join: TOKEN, token: TOKEN });
  return [
    methodCheck('/handover', 'GET'),
    post('from a page of another origin', [403], '', { headers: elsewhere, body: session }),
    ...['', '{}', '[]', session, `{"session":"${NOBODYS}"}`].map((body) =>
      post(`with ${body || 'nothing'}`, [400], '', { body }),
    ),
    post('with a media type of another kind', [415], '', { headers: { 'content-type': 'text/plain' } }),
    post('with more than a message', [413], '', { body: `{"session":"${'A'.repeat(1_000_000)}"}` }),
    post('for a session that nobody has', [404], `/${NOBODYS}/claim`, { body: claim }),
    post('for a session that nobody has', [404], `/${NOBODYS}/end`),
    post('for a session that nobody has', [404], `/${NOBODYS}/0`, { headers: OCTETS, body: 'x' }),
    ...[`/${NOBODYS}`, `/${NOBODYS}/0`, `/${NOBODYS}/100`, `/${NOBODYS}/claim/x`, '/x', '/..%2fx'].map((path) =>
      refusal(`/handover${path}`, [404], (target) => target.ask(`/handover${path}`)),
    ),
  ];
}
