import { checkBaseUrl, checkKeys, checkList, checkToken } from './checks.js';
import { refused, secretInRequest } from './errors.js';
import { parseObject, type Bytes, type Gateway, type Incoming, type Outgoing, type Route } from './gateway.js';

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
const SECRET_FIELDS = ['token', 'machine_uid'];
const RESULT = /^\/api\/document\/result\/(s-[0-9]{1,20})$/;

const UPLOAD: Route = {
  operation: 'add_document',
  path: '/api/bescan/add_document',
  methods: ['POST'],
  mediaTypes: ['application/json'],
  query: {},
};

const FETCH: Route = { operation: 'result', path: RESULT, methods: ['GET'], mediaTypes: [], query: {} };

/** Sets Beorg up: the token goes into the upload's body and into the result's query. */
export function beorgGateway(options: BeorgProxyOptions): Gateway {
  checkKeys(options, 'beorg.', KNOWN);
  const account = {
    token: checkToken(options.token, 'beorg.token'),
    machine_uid: checkToken(options.machineUid, 'beorg.machineUid'),
    project_id: checkToken(options.projectId, 'beorg.projectId'),
  };
  const projects = [account.project_id, ...checkList(options.allowedProjectIds, 'beorg.allowedProjectIds')];
  const fields = [...FIELDS, ...checkList(options.extraFields, 'beorg.extraFields')];
  return {
    vendor: 'beorg',
    baseUrl: checkBaseUrl(options.baseUrl, 'beorg.baseUrl', 'https://api.beorg.ru'),
    routes: [UPLOAD, FETCH],
    secrets: [account.token, account.machine_uid],
    outgoing: (incoming) =>
      Promise.resolve().then(() =>
        incoming.method === 'GET'
          ? { query: { token: account.token }, headers: {} }
          : upload(incoming, account, projects, fields),
      ),
    askedId: ({ path }) => RESULT.exec(path)?.[1],
    issuedId: ({ method }, answer) => (method === 'POST' ? documentId(answer.body) : undefined),
  };
}

function upload(
  { body }: Incoming,
  account: Readonly<Record<string, string>>,
  projects: readonly string[],
  fields: readonly string[],
): Outgoing {
  const order = parseObject(body);
  if (order === undefined) throw refused('the body is not a JSON object');
  for (const name of Object.keys(order)) {
    if (SECRET_FIELDS.includes(name.toLowerCase())) throw secretInRequest(name.toLowerCase());
    if (!fields.includes(name))
      throw refused('the body has a member that may not pass; see the option beorg.extraFields');
  }
  const project = order['project_id'] ?? account['project_id'];
  if (typeof project !== 'string' || !projects.includes(project)) {
    throw refused('the body names a project that may not pass; see the option beorg.allowedProjectIds');
  }
  const complete = { ...order, ...account, project_id: project };
  return {
    query: {},
    headers: { 'Content-Type': 'application/json' },
    body: new TextEncoder().encode(JSON.stringify(complete)),
  };
}

function documentId(body: Bytes): string | undefined {
  const id = parseObject(body)?.['document_id'];
  return typeof id === 'string' ? id : undefined;
}
