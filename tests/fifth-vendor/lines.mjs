// The lines that a vendor takes in the project's shared files, one a registry and the import that it needs.

/** What is put behind the first place where `after` stands. */
export const LINES = [
  { file: 'src/vendors/mod.rs', after: 'mod declare;\n', line: 'pub mod acme;\n' },
  { file: 'src/vendors/mod.rs', after: 'cvs: Cvs', line: ', acme: Acme' },
  {
    file: 'js/src/vendors/clients.ts',
    after: "import { zoloz } from './zoloz/client.js';\n",
    line: "import { acme } from './acme/client.js';\n",
  },
  { file: 'js/src/vendors/clients.ts', after: '  zoloz: typeof zoloz;\n', line: '  acme: typeof acme;\n' },
  { file: 'js/src/vendors/clients.ts', after: 'cvs, zoloz', line: ', acme' },
  {
    file: 'js/src/proxy/gateways.ts',
    after: "import { zoloz } from '../vendors/zoloz/gateway.js';\n",
    line: "import { acme } from '../vendors/acme/gateway.js';\n",
  },
  { file: 'js/src/proxy/gateways.ts', after: '\n  cvs,', line: '\n  /** The account at Acme. */\n  acme,' },
  {
    file: 'js/src/sandbox/simulators.ts',
    after: "import { zoloz } from '../vendors/zoloz/simulator.js';\n",
    line: "import { acme } from '../vendors/acme/simulator.js';\n",
  },
  { file: 'js/src/sandbox/simulators.ts', after: '\n  cvs,', line: '\n  /** The account at Acme. */\n  acme,' },
  {
    file: 'js/src/vendors/types.ts',
    after: "export type * from './zoloz/types.js';\n",
    line: "export type * from './acme/types.js';\n",
  },
];
