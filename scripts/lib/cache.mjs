// Tools made once. An entry appears by one rename of a finished folder, so an interrupted build leaves none; a lock
// keeps two processes from making the same thing at once.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cacheDir } from './paths.mjs';
import { detail } from './terminal.mjs';

const TOUCH_MS = 5_000;
/** A holder that has not touched its lock for this long is gone. */
const STALE_MS = 30_000;
const LEFTOVER_MS = 24 * 60 * 60 * 1000;
const REMIND_EVERY = 15;

const STAGING = join(cacheDir, 'staging');

/** The folder of a finished cache entry, or null. */
export function cached(name) {
  const entry = join(cacheDir, name);
  return existsSync(entry) ? entry : null;
}

/**
 * Returns the cache entry `name`, made by `make(folder)` when it is not there yet.
 *
 * @param {string} name
 * @param {(folder: string) => Promise<void>} make fills the given empty folder
 * @returns {Promise<string>} the entry's folder
 */
export async function makeOnce(name, make) {
  const entry = join(cacheDir, name);
  if (existsSync(entry)) return entry;
  return withLock(name, async () => {
    if (existsSync(entry)) return entry;
    removeLeftovers();
    const staging = join(STAGING, `${name}-${process.pid}-${Date.now()}`);
    mkdirSync(staging, { recursive: true });
    try {
      await make(staging);
      publish(staging, entry);
    } finally {
      rmSync(staging, { recursive: true, force: true });
    }
    return entry;
  });
}

/** Runs `work` while no other process holds the lock `name`, waiting for it if need be. */
export async function withLock(name, work) {
  for (let waited = 0; ; waited += 1) {
    const release = tryLock(name);
    if (release) {
      try {
        return await work();
      } finally {
        release();
      }
    }
    if (waited % REMIND_EVERY === 0) detail(`waiting for another process that makes ${name}`);
    await sleep(1000);
  }
}

/**
 * Takes the lock `name` if it is free, and keeps it fresh until released.
 *
 * @returns {(() => void) | null} the function that releases it, or null when somebody else holds it
 */
export function tryLock(name) {
  const path = join(cacheDir, `${name}.lock`);
  mkdirSync(cacheDir, { recursive: true });
  if (isOlder(path, STALE_MS)) rmSync(path, { force: true });
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
  } catch (error) {
    if (error.code === 'EEXIST') return null;
    throw error;
  }
  const touch = setInterval(() => touchFile(path), TOUCH_MS);
  touch.unref();
  const release = () => {
    clearInterval(touch);
    process.off('exit', release);
    rmSync(path, { force: true });
  };
  process.once('exit', release);
  return release;
}

function isOlder(path, ageMs) {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat !== undefined && Date.now() - stat.mtimeMs > ageMs;
}

function touchFile(path) {
  const now = new Date();
  if (existsSync(path)) utimesSync(path, now, now);
}

/** Interrupted builds leave their folder behind; after a day nobody is working in it any more. */
function removeLeftovers() {
  if (!existsSync(STAGING)) return;
  for (const name of readdirSync(STAGING)) {
    const path = join(STAGING, name);
    if (isOlder(path, LEFTOVER_MS)) rmSync(path, { recursive: true, force: true });
  }
}

function publish(staging, entry) {
  try {
    renameSync(staging, entry);
  } catch (error) {
    if (!existsSync(entry)) throw error;
  }
}
