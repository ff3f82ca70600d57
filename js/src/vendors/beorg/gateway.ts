import { VENDORS } from '../../../pkg/operations.js';
import { refused } from '../../proxy/errors.js';
import { defineGateway, type Outgoing, type Passing, type Route, type VendorRequest } from '../../proxy/gateway.js';
import { prependMembers } from '../../proxy/json.js';
import { valuesUnder, type LooseJson } from '../../proxy/loose-json.js';

/** What Beorg needs: three values from the projects section of your account. */
export interface BeorgProxyOptions {
  /** The access token. */
  token: string;
  /** The device id. */
  machineUid: string;
  /** The project of a request that names none. */
  projectId: string;
  /** More projects that a request may name. Default: none. */
  allowedProjectIds?: readonly string[];
  /** More members of the upload body that may pass, beside `images`, `process_info` and `project_id`. Default: none. */
  extraFields?: readonly string[];
  /** Default: `https://api.beorg.ru`. */
  baseUrl?: string;
}

const KNOWN = ['token', 'machineUid', 'projectId', 'allowedProjectIds', 'extraFields', 'baseUrl'];
const FIELDS = ['images', 'process_info', 'project_id'];
const RESULT = /^\/api\/document\/result\/(s-[0-9]{1,20})$/;

const ROUTES: readonly Route[] = [
  {
    operation: 'add_document',
    path: '/api/bescan/add_document',
    methods: ['POST'],
    accepts: { json: { images: { images: 'list' } } },
    query: {},
    repeat: 'doubles',
    issuedId: ({ body }) => issuedId(valuesUnder(/^document_id$/i, body)[0]),
  },
  {
    operation: 'result',
    path: RESULT,
    methods: ['GET'],
    accepts: {},
    query: {},
    repeat: 'harmless',
    requestedId: ({ path }) => RESULT.exec(path)?.[1],
  },
];

/** The first id that a response names counts, as in the SDK. */
function issuedId(value: LooseJson | undefined): string | undefined {
  return typeof value === 'string' && /^s-[0-9]{1,20}$/.test(value) ? value : undefined;
}

/** Beorg: the token goes into the upload's body and into the result's query. */
export const beorg = defineGateway<BeorgProxyOptions, 'beorg'>({
  id: 'beorg',
  name: 'Beorg',
  secretNames: VENDORS.beorg.secrets,
  routes: ROUTES,
  open(options) {
    options.only(KNOWN);
    const account = {
      token: options.token('token'),
      machine_uid: options.token('machineUid'),
      project_id: options.token('projectId'),
    };
    const rules: UploadRules = {
      account,
      projects: [account.project_id, ...options.list('allowedProjectIds')],
      fields: [...FIELDS, ...options.list('extraFields')],
      nameOf: (key) => options.nameOf(key),
    };
    return {
      baseUrl: options.baseUrl('https://api.beorg.ru'),
      secrets: [account.token, account.machine_uid],
      outgoing: (request) =>
        request.method === 'GET' ? { query: { token: account.token }, headers: {} } : upload(request, rules),
      passing: () => passUpload(rules),
    };
  },
});

/** What an upload may hold, and what is added to it. */
interface UploadRules {
  readonly account: Readonly<Record<'token' | 'machine_uid' | 'project_id', string>>;
  readonly projects: readonly string[];
  readonly fields: readonly string[];
  readonly nameOf: (key: string) => string;
}

function upload({ body, json = {} }: VendorRequest, rules: UploadRules): Outgoing {
  return { query: {}, headers: HEADERS, body: prependMembers(body, json, missingMembers(json, rules)) };
}

const HEADERS = { 'Content-Type': 'application/json' };

/** The same for an upload on its way: what is added stands behind its own members. */
function passUpload(rules: UploadRules): Passing {
  const textOf = (members: object) => JSON.stringify(members).slice(1, -1);
  const bytes = textOf(rules.account).length + 1;
  const text = (json: Readonly<Record<string, unknown>>) => {
    const comma = Object.keys(json).length === 0 ? '' : ',';
    return `${comma}${textOf(missingMembers(json, rules))}`.padEnd(bytes);
  };
  return { query: {}, headers: HEADERS, ending: { bytes, text } };
}

/** What the account adds to an upload with the members of `json`. */
function missingMembers(
  json: Readonly<Record<string, unknown>>,
  { account, projects, fields, nameOf }: UploadRules,
): Partial<UploadRules['account']> {
  if (!Object.keys(json).every((name) => fields.includes(name))) {
    throw refused(`the body has a member that may not pass; see the option ${nameOf('extraFields')}`);
  }
  const { project_id: project = account.project_id } = json;
  if (typeof project !== 'string' || !projects.includes(project)) {
    throw refused(`the body names a project that may not pass; see the option ${nameOf('allowedProjectIds')}`);
  }
  const { project_id: _, ...secrets } = account;
  return 'project_id' in json ? secrets : account;
}
