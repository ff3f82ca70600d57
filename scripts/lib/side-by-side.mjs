// Running suites that do not compete at the same time, each with its words together.
import { collect, print } from './output.mjs';
import { detail, heading, seconds, step } from './terminal.mjs';

const REMIND_MS = 30_000;

/**
 * Runs every suite, at most `slots` at once. Suites that share a lock never run together, and one that is `alone` has the
 * machine to itself. What a suite says is shown when it ends; one with nothing beside it says it at once.
 *
 * @template T
 * @param {import('../suites/index.mjs').Suite[]} suites the sooner in the list, the sooner started
 * @param {(suite: import('../suites/index.mjs').Suite) => Promise<T>} run
 * @param {number} slots
 * @returns {Promise<T[]>} in the order of `suites`
 */
export async function runSideBySide(suites, run, slots) {
  const [waiting, running, results] = [[...suites], new Map(), new Map()];
  const reminder = setInterval(() => remind(running), REMIND_MS);
  const start = (suite) => {
    waiting.splice(waiting.indexOf(suite), 1);
    const isLive = running.size === 0 && (slots === 1 || !waiting.some((other) => mayJoin(other, [suite])));
    const work = report(suite, run, isLive).then((result) => {
      results.set(suite, result);
      running.delete(suite);
    });
    running.set(suite, { work, started: performance.now(), isLive });
  };
  try {
    while (waiting.length + running.size > 0) {
      const next = running.size < slots && waiting.find((suite) => mayJoin(suite, [...running.keys()], waiting));
      if (next) start(next);
      else await Promise.race([...running.values()].map(({ work }) => work));
    }
  } finally {
    clearInterval(reminder);
  }
  return suites.map((suite) => results.get(suite));
}

/** A suite that needs the machine to itself comes last, so that the others do not wait for it. */
function mayJoin(suite, running, waiting = []) {
  if (suite.alone) return running.length === 0 && waiting.every((other) => other.alone);
  const taken = running.flatMap(({ locks = [] }) => locks);
  return !running.some(({ alone }) => alone) && !(suite.locks ?? []).some((lock) => taken.includes(lock));
}

async function report(suite, run, isLive) {
  const title = `${suite.name}: ${suite.title}`;
  if (isLive) {
    heading(title);
    return run(suite);
  }
  step(`${suite.name} is running`);
  const { result, report: text } = await collect(() => run(suite));
  heading(title);
  print(text.trimEnd());
  return result;
}

function remind(running) {
  const names = [...running].filter(([, { isLive }]) => !isLive);
  if (names.length > 0)
    detail(`still running: ${names.map(([{ name }, { started }]) => `${name} (${seconds(started)})`).join(', ')}`);
}
