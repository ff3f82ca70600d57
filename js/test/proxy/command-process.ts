import assert from 'node:assert/strict';
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';

const COMMAND = fileURLToPath(new URL('../../../dist/idsnap-proxy.js', import.meta.url));
const children: ChildProcessWithoutNullStreams[] = [];

after(() => {
  for (const child of children) child.kill('SIGKILL');
});

/** A line of the command's log. */
export interface Line {
  message: string;
  port?: number;
  reason?: string;
  [name: string]: unknown;
}

/** The command as a process of its own. */
export class Command {
  readonly lines: Line[] = [];
  text = '';

  constructor(readonly child: ChildProcessWithoutNullStreams) {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.text += text;
      this.lines.length = 0;
      for (const line of this.text.split('\n').slice(0, -1)) this.lines.push(JSON.parse(line) as Line);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.text += text));
  }

  /** Waits for so many lines with a message, and gives the last of them. */
  async line(message: string, count = 1): Promise<Line> {
    for (;;) {
      const found = this.lines.filter((line) => line.message === message);
      if (found.length >= count) return found.at(-1) ?? assert.fail();
      if (this.child.exitCode !== null || this.child.signalCode !== null)
        assert.fail(`the command ended: ${this.text}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  async base(): Promise<string> {
    return `http://127.0.0.1:${((await this.line('listening')).port ?? 0).toString()}`;
  }
}

/** Starts the command on loopback, until the tests of the file are over. */
export function run(env: Record<string, string>, ...args: string[]): Command {
  const child = spawn(process.execPath, [COMMAND, ...args], {
    env: { PATH: process.env['PATH'], IDSNAP_PORT: '0', IDSNAP_HOST: '127.0.0.1', ...env },
  });
  children.push(child);
  return new Command(child);
}
