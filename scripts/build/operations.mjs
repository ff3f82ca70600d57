// The list of operations that JavaScript goes by, made from the core's declaration as it stands in idsnap.d.ts.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../lib/process.mjs';

/** What JavaScript goes by when it runs. What else an operation's type says is for the types and the core alone. */
const USED = ['repeat', 'next'];

const DECLARATION = `import type { VendorIds, VendorOperations } from './idsnap.js';
/** What tells an operation from others. */
export interface OperationProperties {
  /** Whether the same request may be sent again when it failed. */
  repeat?: true;
  /** The operation that is asked for the result of this one. */
  next?: string;
}
/** Every vendor as the client names it: its name on the wire, and its operations. */
export declare const VENDORS: {
  readonly [V in keyof VendorOperations]: {
    readonly id: VendorIds[V];
    /** The names of its secrets: only the proxy may add what is called so. */
    readonly secrets: readonly string[];
    readonly operations: Readonly<Record<string, OperationProperties>>;
  };
};
`;

/** Writes operations.js and operations.d.ts beside the idsnap.d.ts in `folder`. */
export async function writeOperations(folder) {
  const { default: typescript } = await import('typescript');
  const path = join(folder, 'idsnap.d.ts');
  const source = typescript.createSourceFile(path, readFileSync(path, 'utf8'), typescript.ScriptTarget.Latest);
  const vendors = JSON.stringify(vendorsIn(source, typescript));
  writeFileSync(join(folder, 'operations.js'), `export const VENDORS = ${vendors};\n`);
  writeFileSync(join(folder, 'operations.d.ts'), DECLARATION);
}

function vendorsIn(source, typescript) {
  const interfaces = source.statements.filter(typescript.isInterfaceDeclaration);
  /** An interface may be declared in parts: each vendor adds to it. */
  const membersNamed = (name) => {
    const members = interfaces.filter((one) => one.name.text === name).flatMap((one) => membersOf(one.members));
    if (members.length === 0) throw new Failure(`idsnap.d.ts declares nothing in ${name}`);
    return members;
  };
  const ids = new Map(membersNamed('VendorIds').map(([name, type]) => [name, valueOf(type)]));
  const secrets = new Map(membersNamed('VendorSecrets').map(([name, type]) => [name, type.elements.map(valueOf)]));
  const operations = (name) =>
    membersNamed(name).map(([operation, type]) => [operation, propertiesOf(membersOf(type.members))]);
  return Object.fromEntries(
    membersNamed('VendorOperations').map(([vendor, type]) => [
      vendor,
      {
        id: ids.get(vendor),
        secrets: secrets.get(vendor),
        operations: Object.fromEntries(operations(type.typeName.text)),
      },
    ]),
  );

  function valueOf({ literal }) {
    return literal.kind === typescript.SyntaxKind.TrueKeyword ? true : literal.text;
  }

  function propertiesOf(members) {
    const properties = members.filter(([name]) => USED.includes(name));
    return Object.fromEntries(properties.map(([name, type]) => [name, valueOf(type)]));
  }
}

const membersOf = (members) => members.map(({ name, type }) => [name.text, type]);
