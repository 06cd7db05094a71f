// @vitest-environment node
import type { Hex } from '@gridseal/sdk/bytes';
import { Certificate } from '@gridseal/sdk/certificate';
import type { EventBody } from '@gridseal/sdk/chain';
import { sha256Hex } from '@gridseal/sdk/crypto';
import { NotFoundError } from '@gridseal/sdk/errors';
import { describe, expect, test } from 'vitest';
import type { ChangeScope } from '../model/status.ts';
import { eventAt, fakeNetwork } from '../testing/FakeData.tsx';
import { Contents } from './contents.ts';
import { createKnowledge } from './knowledge.ts';
import { createNotifier } from './notifier.ts';

const now = 1_795_000_000;
const day = 86_400;
const word = (i: number): Hex => `0x${i.toString(16).padStart(64, '0')}`;
const signer: Hex = `0x${'ab'.repeat(20)}`;
const quorum = word(0xaa);

function certificate(name: string, serial: number, notAfter: number, of?: Hex): Uint8Array {
  const subject = { name, ...(of ? { signer: of } : {}) };
  const times = { notBefore: now - day, notAfter };
  return Certificate.encode(
    Certificate.from({ kind: 'device', subject, usages: [], ...times, serial: new Uint8Array(16).fill(serial) }),
  );
}
const [soon, later, ended] = [
  certificate('Soon', 1, now + day, signer),
  certificate('Later', 2, now + 90 * day, signer),
  certificate('Ended', 3, now - 1),
];
const endorsed = (id: Hex): EventBody => ({ type: 'certificateEndorsed', certificate: id, quorum, version: 1 });
const announced = (subject: number, epoch: number, notBefore: number): EventBody => ({
  type: 'announced',
  authority: word(1),
  subject: word(subject),
  digest: word(2),
  epoch,
  kind: 1,
  codec: 0,
  notBefore,
  notAfter: now + 300 * day,
  previousBlock: 0,
});
const claimed = (subject: number, epoch: number): EventBody => ({
  type: 'claimed',
  authority: word(1),
  subject: word(subject),
  device: word(3),
  epoch,
  record: word(4),
});
const withdrawn = (subject: number, epoch: number): EventBody => ({
  type: 'withdrawn',
  authority: word(1),
  subject: word(subject),
  epoch,
});

function know(bodies: readonly EventBody[], contents: readonly Uint8Array[] = []) {
  const kept = new Map(contents.map((bytes) => [sha256Hex(bytes), bytes]));
  const missing = () => {
    throw new NotFoundError('is nowhere');
  };
  const knowledge = createKnowledge({
    network: fakeNetwork,
    contents: new Contents(missing, { take: async (digest) => kept.get(digest) ?? null, put: async () => undefined }),
    blockTime: () => now,
    changed: () => undefined,
    now: () => 0,
    isBusy: () => false,
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  });
  knowledge.apply(
    [],
    bodies.map((body, i) => eventAt(i + 1, body)),
  );
  return { ...knowledge, add: (body: EventBody, block: number) => knowledge.apply([], [eventAt(block, body)]) };
}
const namesOf = ({ items }: { readonly items: readonly { readonly name?: string }[] }) => items.map(({ name }) => name);

describe('certificates', () => {
  const contents = [soon, later, ended];
  const said = contents.map((bytes) => endorsed(sha256Hex(bytes)));
  async function loaded(bodies = said) {
    const known = know(bodies, contents);
    await known.answers.certificates({});
    await expect.poll(async () => (await known.answers.certificates({ text: 'e' })).total).toBeGreaterThan(1);
    return known;
  }

  test('behavior: those that end within some time', async () => {
    const { answers } = await loaded();
    const within = (after: number, before: number) => answers.certificates({ endsWithin: { after, before } });
    expect(namesOf(await within(now, now + 30 * day))).toEqual(['Soon']);
    expect(namesOf(await within(now - 1, now + day - 1))).toEqual([]);
    expect(namesOf(await within(now - 2, now + day))).toEqual(['Ended', 'Soon']);
  });

  test('error: of what is not here, nobody knows when it ends', async () => {
    const { answers } = know([endorsed(word(9))]);
    expect((await answers.certificates({ endsWithin: { after: 0, before: 2 ** 40 } })).total).toBe(0);
  });

  test('behavior: those of a signer, the latest news first', async () => {
    const known = await loaded();
    const shouted = signer.toUpperCase().replace('0X', '0x') as Hex;
    expect(namesOf(await known.answers.certificates({ signer: shouted }))).toEqual(['Later', 'Soon']);
    known.add({ ...endorsed(sha256Hex(soon as Uint8Array)), quorum: word(0xbb) } as EventBody, 99);
    expect(namesOf(await known.answers.certificates({ signer }))).toEqual(['Soon', 'Later']);
    expect(namesOf(await known.answers.certificates({ signer, quorum: word(0xbb) }))).toEqual(['Soon']);
  });

  test('error: a body of which the chain says nothing is in no list', async () => {
    const { answers } = know([endorsed(sha256Hex(soon as Uint8Array))], contents);
    await answers.certificate(sha256Hex(later as Uint8Array));
    await answers.certificate(sha256Hex(soon as Uint8Array));
    expect(namesOf(await answers.certificates({ signer }))).toEqual(['Soon']);
    expect((await answers.certificates({ signer: word(7) })).total).toBe(0);
  });
});

describe('announcements', () => {
  test('behavior: those that nobody claimed in time', async () => {
    const { answers, add } = know([
      announced(1, 1, now - 2 * day),
      announced(2, 1, now - 2 * day),
      claimed(2, 1),
      announced(3, 1, now - 2 * day),
      withdrawn(3, 1),
      announced(4, 1, now),
      withdrawn(5, 1),
    ]);
    const late = async (lateAt: number) =>
      (await answers.announcements({ lateAt })).items.map(({ subject }) => subject);
    expect(await late(now)).toEqual([word(1)]);
    expect(await late(now + 2 * day)).toEqual([word(4), word(1)]);
    expect((await answers.announcements({})).total).toBe(4);
    // What was found before counts no more once the chain says more.
    add(claimed(1, 1), 50);
    expect(await late(now)).toEqual([]);
    expect((await answers.announcements({ subject: word(5) })).total).toBe(0);
  });
});

describe('telling of changes', () => {
  test('behavior: the first waits shortly, those that follow one another longer, and none is lost', async () => {
    const told: (readonly ChangeScope[])[] = [];
    const pauses: boolean[] = [];
    const notifier = createNotifier(
      (scopes) => told.push(scopes),
      (isBusy) => {
        pauses.push(isBusy);
        return 30;
      },
    );
    notifier.note(['events']);
    notifier.note(['events', 'quorums']);
    await expect.poll(() => told.length).toBe(1);
    expect(told[0]).toEqual(['events', 'quorums']);
    notifier.note(['certificates']);
    notifier.flush();
    expect(told[1]).toEqual(['certificates']);
    notifier.flush();
    expect(told).toHaveLength(2);
    await new Promise((resolve) => setTimeout(resolve, 60));
    notifier.note(['all']);
    await expect.poll(() => told.length).toBe(3);
    // For each telling: how long to wait for it, and how long it counts as busy after.
    expect(pauses).toEqual([false, true, true, true, false, true]);
  });
});
