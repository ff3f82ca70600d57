import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pack, unpack } from '../../src/capture/draft/draft.js';
import { DRAFT_TOOLS } from '../../src/capture/draft/draft-tools.js';
import { createVault } from '../../src/capture/draft/draft-vault.js';
import type { Kept } from '../../src/capture/draft/draft-vault.js';
import type { DraftVault } from '../../src/capture/platform/platform.js';
import { FakeVault } from './devices.js';
import { FakePlatform, liveScene, scene, wrong } from './support.js';

const TEN_MINUTES = 600_000;

interface Shown {
  vault: DraftVault;
  disk: Map<string, Kept>;
  tab: Map<string, string>;
  clock: { now: number };
}

/** A vault on parts that a test can look into. */
function vaultOn(disk = new Map<string, Kept>(), tab = new Map<string, string>(), clock = { now: 1_000_000 }): Shown {
  const vault = createVault({
    shelf: {
      get: (name) => Promise.resolve(disk.get(name)),
      put: (name, kept) => Promise.resolve(disk.set(name, kept)),
      remove: (name) => Promise.resolve(disk.delete(name)),
      names: () => Promise.resolve([...disk.keys()]),
    },
    session: () => ({
      getItem: (key: string) => tab.get(key) ?? null,
      setItem: (key: string, value: string) => void tab.set(key, value),
      removeItem: (key: string) => void tab.delete(key),
    }),
    wallClock: () => clock.now,
  });
  return { vault, disk, tab, clock };
}

const secret = new TextEncoder().encode('a picture of a passport');

describe('the vault of drafts', () => {
  it('gives back what it was given, in the same tab', async () => {
    const { vault } = vaultOn();
    await vault.save('anna', secret);
    assert.deepEqual(await vault.load('anna'), secret);
    assert.equal(await vault.load('berta'), undefined);
  });

  it('keeps nothing that can be read without the tab', async () => {
    const { vault, disk } = vaultOn();
    await vault.save('anna', secret);
    const kept = disk.get('anna') ?? assert.fail();
    assert.equal(Buffer.from(kept.data).includes(Buffer.from('passport')), false);
    assert.equal(await vaultOn(disk).vault.load('anna'), undefined, 'another tab');
  });

  it('forgets after ten minutes, and what others have left', async () => {
    const { vault, disk, tab, clock } = vaultOn();
    await vault.save('anna', secret);
    await vault.save('berta', secret);
    clock.now += TEN_MINUTES - 1;
    assert.deepEqual(await vault.load('anna'), secret);
    clock.now += 1;
    assert.equal(await vault.load('anna'), undefined);
    assert.deepEqual([disk.size, tab.size], [0, 0]);
  });

  it('does not give back what was changed, moved or made to last', async () => {
    const { vault, disk } = vaultOn();
    await vault.save('anna', secret);
    await vault.save('berta', secret);
    const kept = disk.get('anna') ?? assert.fail();
    disk.set('berta', kept);
    await assert.rejects(vault.load('berta'));
    disk.set('anna', { ...kept, expires: kept.expires + 1 });
    await assert.rejects(vault.load('anna'));
    const data = kept.data.slice(0);
    new Uint8Array(data).fill(1, 0, 1);
    disk.set('anna', { ...kept, data });
    await assert.rejects(vault.load('anna'));
  });

  it('never seals two drafts alike', async () => {
    const { vault, disk } = vaultOn();
    await vault.save('anna', secret);
    const first = disk.get('anna') ?? assert.fail();
    await vault.save('anna', secret);
    const second = disk.get('anna') ?? assert.fail();
    assert.notDeepEqual(first.iv, second.iv);
    assert.notDeepEqual(new Uint8Array(first.data), new Uint8Array(second.data));
  });

  it('clears what it is told to', async () => {
    const { vault, disk, tab } = vaultOn();
    await vault.save('anna', secret);
    await vault.clear('anna');
    assert.deepEqual([disk.size, tab.size], [0, 0]);
  });
});

describe('a draft', () => {
  const options = { sides: ['front', 'back'] as const, draft: 'anna' };
  const keptBy = ({ drafts }: FakePlatform): number => (drafts instanceof FakeVault ? drafts.kept.size : NaN);
  const idle = async (platform: FakePlatform): Promise<void> => platform.advance(0);
  const halfway = async (): Promise<FakePlatform> => {
    const { platform, capture } = await liveScene(options);
    await capture.shoot();
    await capture.accept();
    await idle(platform);
    return platform;
  };

  it('brings back the sides that were taken, with their pictures', async () => {
    const before = await halfway();
    const platform = new FakePlatform();
    platform.drafts = before.drafts;
    const { capture } = scene(options, platform);
    await idle(platform);
    assert.deepEqual([capture.state.side, capture.state.step, capture.state.phase], ['back', 1, 'idle']);
    const [front] = capture.state.results;
    assert.equal(front?.image.mimeType, 'image/jpeg');
    assert.match(new TextDecoder().decode(front.image.bytes()), /^picture \d$/);
    assert.equal(front.image.blob.type, 'image/jpeg');
    assert.equal(front.report.rung, 'live');
  });

  it('brings back the picture that was being reviewed', async () => {
    const { platform: before, capture: closed } = await liveScene(options);
    await closed.shoot();
    await idle(before);
    const platform = new FakePlatform();
    platform.drafts = before.drafts;
    const { capture } = scene(options, platform);
    await idle(platform);
    assert.equal(capture.state.phase, 'review');
    assert.equal(capture.state.review?.rung, 'live');
  });

  it('still knows the front when the back is taken', async () => {
    const before = new FakePlatform();
    before.pattern = (x, y) => (x < 0.4 && y > 0.4 ? 30 : 220);
    const { capture: closed } = await liveScene(options, before);
    await closed.shoot();
    await closed.accept();
    await idle(before);
    const platform = new FakePlatform();
    Object.assign(platform, { drafts: before.drafts, pattern: before.pattern });
    const { capture } = await liveScene(options, platform);
    await capture.shoot();
    assert.deepEqual(capture.state.review?.warnings, ['SAME_SIDE']);
  });

  it('is gone after use, after a cancel and after its time', async () => {
    const used = await halfway();
    const { capture } = await liveScene(options, used);
    await capture.shoot();
    await capture.accept();
    await idle(used);
    assert.equal(capture.state.phase, 'done');
    assert.equal(keptBy(used), 0, 'after use');
    const made = await liveScene(options);
    await made.capture.shoot();
    await idle(made.platform);
    assert.equal(keptBy(made.platform), 1);
    made.capture.cancel();
    await idle(made.platform);
    assert.equal(keptBy(made.platform), 0, 'after a cancel');
    const late = await halfway();
    late.sdk.report = wrong('BLUR');
    await late.advance(TEN_MINUTES);
    assert.equal(keptBy(late), 0, 'after its time');
  });

  it('is kept for its time after the last change', async () => {
    const { platform, capture } = await liveScene({ draft: 'anna' });
    await capture.shoot();
    await platform.advance(TEN_MINUTES / 2);
    await capture.useFile(new Blob(['another']));
    await platform.advance(TEN_MINUTES / 2 + 1000);
    assert.equal(keptBy(platform), 1);
    await platform.advance(TEN_MINUTES / 2);
    assert.equal(keptBy(platform), 0);
  });

  it('is neither kept nor looked for unless it has a name', async () => {
    const { platform, capture } = await liveScene({ sides: ['front', 'back'] });
    await capture.shoot();
    await capture.accept();
    await idle(platform);
    assert.equal(keptBy(platform), 0);
  });

  it('of other sides or another version is left alone', async () => {
    const before = await halfway();
    const platform = new FakePlatform();
    platform.drafts = before.drafts;
    const { capture } = scene({ ...options, sides: ['back', 'front'] }, platform);
    await idle(platform);
    assert.equal(capture.state.step, 0);
    const { capture: single } = scene({ ...options, sides: ['front'] }, platform);
    await idle(platform);
    assert.deepEqual([single.state.phase, single.state.results.length], ['idle', 0], 'all of it is there already');
    const bytes = await pack(DRAFT_TOOLS, { results: [], prints: [] });
    assert.deepEqual(unpack(DRAFT_TOOLS, bytes)?.results, []);
    const text = new TextDecoder().decode(bytes).replace(/"version":"\d/, '"version":"9');
    assert.equal(unpack(DRAFT_TOOLS, new TextEncoder().encode(text)), undefined);
  });

  it('that cannot be kept or read disturbs nothing', async () => {
    const platform = new FakePlatform();
    const broken = (): Promise<never> => Promise.reject(new Error('no storage'));
    platform.drafts = { load: broken, save: broken, clear: broken };
    const { capture } = await liveScene(options, platform);
    await capture.shoot();
    await capture.accept();
    assert.equal(capture.state.side, 'back');
  });
});
