// @vitest-environment node
import type { Hex } from '@gridseal/sdk/bytes';
import { Certificate } from '@gridseal/sdk/certificate';
import { contractAddresses, type EventBody } from '@gridseal/sdk/chain';
import { sha256Hex } from '@gridseal/sdk/crypto';
import { ArgumentError, NotFoundError } from '@gridseal/sdk/errors';
import { Quorum } from '@gridseal/sdk/quorum';
import { describe, expect, test } from 'vitest';
import type { CertificateOrder } from '../model/certificates.ts';
import { eventAt, fakeNetwork } from '../testing/FakeData.tsx';
import { Contents } from './contents.ts';
import { createKnowledge } from './knowledge.ts';

const registry = contractAddresses.quorumRegistry.toLowerCase() as Hex;
const now = 1_795_000_000;
const wallet = (number: number): Hex => `0x${number.toString(16).padStart(40, '0')}`;
const quorumOf = (...signers: readonly Hex[]) =>
  Quorum.firstState(Quorum.from({ members: signers.map((signer) => ({ signer })), threshold: 1 }));
const signerOf = ({ id }: { readonly id: Hex }) => Quorum.signer(registry, id);

const nested = quorumOf(wallet(1));
const root = quorumOf(signerOf(nested), wallet(2));
const below = quorumOf(wallet(3));
const stranger = quorumOf(wallet(9));
const quorums = [nested, root, below, stranger];
let serials = 0;

function certificate(name: string, change: Partial<Certificate.CertificateInput> = {}): Uint8Array {
  const serial = new Uint8Array(16);
  new DataView(serial.buffer).setUint32(0, ++serials);
  const kind = 'device';
  const times = { notBefore: now - 60, notAfter: now + 86_400 };
  return Certificate.encode(Certificate.from({ kind, subject: { name }, usages: [], ...times, serial, ...change }));
}
const authority = certificate('Below', {
  kind: 'authority',
  subject: { name: 'Below', signer: signerOf(below), role: 'operator' },
  usages: ['signCertificates'],
});
const [byRoot, byBelow] = [certificate('By root'), certificate('By below', { notAfter: now - 1 })];
const flood = Array.from({ length: 30 }, (_, i) => certificate(`By root ${i}`));

const created = ({ id: quorum, members, threshold, revocationThreshold }: (typeof quorums)[number]): EventBody => ({
  type: 'quorumCreated',
  quorum,
  members,
  threshold,
  revocationThreshold,
});
const endorsed = (bytes: Uint8Array, quorum: { readonly id: Hex }): EventBody => ({
  type: 'certificateEndorsed',
  certificate: sha256Hex(bytes),
  quorum: quorum.id,
  version: 1,
});
const revoked = (bytes: Uint8Array, quorum: { readonly id: Hex }): EventBody =>
  ({
    ...endorsed(bytes, quorum),
    type: 'certificateRevoked',
    reason: 1,
  }) as EventBody;
const said = [
  endorsed(authority, root),
  endorsed(byRoot, root),
  endorsed(byBelow, below),
  ...flood.map((bytes) => endorsed(bytes, stranger)),
];

/** What is known of these, when IPFS has them; and in which order it was asked for them. */
function know(bodies: readonly EventBody[] = said, contents = [authority, byRoot, byBelow, ...flood]) {
  const kept = new Map(contents.map((bytes) => [sha256Hex(bytes), bytes]));
  const asked: Hex[] = [];
  const missing = () => {
    throw new NotFoundError('is nowhere');
  };
  const take = async (digest: Hex) => {
    asked.push(digest);
    return kept.get(digest) ?? null;
  };
  const knowledge = createKnowledge({
    network: fakeNetwork,
    contents: new Contents(missing, { take, put: async () => undefined }),
    blockTime: () => now,
    changed: () => undefined,
    now: () => 0,
    isBusy: () => false,
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  });
  knowledge.apply(
    [],
    [...quorums.map(created), ...bodies].map((body, i) => eventAt(i + 1, body)),
  );
  return { answers: knowledge.answers, asked };
}

const policy = { anchors: [root.id] };
const only = { within: { policy, only: true } };
const first = { within: { policy, only: false } };
const ids = (...bytes: readonly Uint8Array[]) => bytes.map((one) => sha256Hex(one));
const idsOf = ({ items }: { readonly items: readonly { readonly id: Hex }[] }) => items.map(({ id }) => id);

const namesOf = ({ items }: { readonly items: readonly { readonly name?: string }[] }) => items.map(({ name }) => name);

/** Bodies come in by and by, and with them what they lead to. */
async function settled(answers: ReturnType<typeof know>['answers'], filter = only) {
  await expect
    .poll(async () => (await answers.certificates(filter)).items.every(({ content }) => content === 'loaded'))
    .toBe(true);
  return answers.certificates(filter);
}

describe('certificates within reach', () => {
  test('behavior: those that quorums speak of to which the anchors lead, and how many others there are', async () => {
    const found = await settled(know().answers);
    expect(idsOf(found)).toEqual(ids(byBelow, byRoot, authority));
    expect(found).toMatchObject({ total: 3, hidden: 30 });
  });

  test('attack: a flood by strangers costs no fetches, and pushes nothing out of a page', async () => {
    const { answers, asked } = know();
    await settled(answers);
    expect(asked).not.toContain(sha256Hex(flood[0] as Uint8Array));
    const all = await settled(answers, { ...first, limit: 4 } as typeof first);
    expect(idsOf(all)).toEqual(ids(byBelow, byRoot, authority, flood.at(-1) as Uint8Array));
    expect(all).toMatchObject({ total: 33, hidden: 0 });
  });

  test('behavior: whoever looks at some rows gets their bodies, however many others were fetched', async () => {
    const many = Array.from({ length: 4_100 }, (_, i) => ({
      ...endorsed(byRoot, stranger),
      certificate: `0x${(i + 1).toString(16).padStart(64, '0')}`,
    })) as unknown as EventBody[];
    const { answers, asked } = know([endorsed(byRoot, stranger), ...many], [byRoot]);
    await answers.certificates({ limit: 2_000 });
    await expect.poll(() => asked.length).toBe(4_000);
    expect((await answers.certificates({ offset: 2_101, limit: 2_000 })).items.at(-1)?.content).toBe('unasked');
    await answers.certificates({ offset: 4_100, limit: 100 });
    await expect
      .poll(async () => namesOf(await answers.certificates({ offset: 4_100, limit: 100 })))
      .toEqual(['By root']);
  });

  test('behavior: what the anchors lead to is fetched before what strangers say', async () => {
    const { answers, asked } = know();
    await answers.certificates(first);
    expect(asked.slice(0, 2).sort()).toEqual(ids(authority, byRoot).sort());
  });

  test('behavior: a filter counts what it would let through', async () => {
    const { answers } = know();
    await settled(answers);
    expect(await answers.certificates({ ...only, quorum: stranger.id })).toMatchObject({ total: 0, hidden: 30 });
    expect(await answers.certificates({ ...only, quorum: root.id })).toMatchObject({ total: 2, hidden: 0 });
    expect(await answers.certificates({ ...only, text: 'by ' })).toMatchObject({ total: 2, hidden: 0 });
    expect(await answers.certificates({ text: 'by ' })).toMatchObject({ total: 2, hidden: 0 });
  });

  test('behavior: an anchor’s revocation is within reach, too, and a stranger’s says nothing', async () => {
    const [doubted, slandered] = [flood[3], flood[4]] as [Uint8Array, Uint8Array];
    const { answers } = know([...said, revoked(doubted, root), revoked(slandered, stranger)]);
    expect(idsOf(await settled(answers))).toEqual(ids(doubted, byBelow, byRoot, authority));
  });

  test('error: without the authority’s body, what it leads to is not within reach', async () => {
    const { answers } = know(said, [byRoot, byBelow]);
    await answers.certificates(only);
    await expect.poll(async () => (await answers.certificates(only)).items[1]?.content).toBe('missing');
    expect(await answers.certificates(only)).toMatchObject({ total: 2, hidden: 31 });
  });

  test('error: anchors that nobody created lead nowhere; a policy that is none is refused', async () => {
    const { answers } = know();
    const nowhere = { policy: { anchors: [`0x${'77'.repeat(32)}` as Hex] }, only: true };
    expect(await answers.certificates({ within: nowhere })).toMatchObject({ total: 0, hidden: 33 });
    const wrong = { policy: { anchors: ['0x77' as Hex] }, only: true };
    await expect(answers.certificates({ within: wrong })).rejects.toThrow(ArgumentError);
  });

  test('behavior: sorted by what pages show, what is not known last', async () => {
    const { answers } = know([...said, endorsed(byRoot, stranger)], [authority, byRoot, byBelow]);
    const sorted = async (by: CertificateOrder, descending = false) =>
      (await settledRows(by, descending)).slice(0, 3).map(({ name }) => name);
    async function settledRows(by: CertificateOrder, descending: boolean) {
      const filter = { text: '', sort: { by, descending } };
      await answers.certificates(filter);
      await expect.poll(async () => (await answers.certificates({ text: 'by' })).total).toBeGreaterThan(1);
      return (await answers.certificates(filter)).items;
    }
    expect(await sorted('name')).toEqual(['Below', 'By below', 'By root']);
    expect(await sorted('name', true)).toEqual(['By root', 'By below', 'Below']);
    expect((await sorted('kind'))[0]).toBe('Below');
    expect((await sorted('role', true))[0]).toBe('Below');
    expect((await sorted('endorsers', true))[0]).toBe('By root');
    expect((await sorted('validUntil'))[0]).toBe('By below');
    expect(await sorted('state')).toEqual(['By root', 'Below', 'By below']);
  });
});

describe('quorums within reach', () => {
  test('behavior: those that the anchors lead to, and their members', async () => {
    const { answers } = know();
    await settled(answers);
    const found = await answers.quorums(only);
    expect(idsOf(found)).toEqual([below, root, nested].map(({ id }) => id));
    expect(found).toMatchObject({ total: 3, hidden: 1 });
    expect(idsOf(await answers.quorums(first))).toEqual([below, root, nested, stranger].map(({ id }) => id));
    expect(idsOf(await answers.quorums({}))).toEqual([stranger, below, root, nested].map(({ id }) => id));
  });

  test('error: a member that is a quorum of another registry is none of ours', async () => {
    const elsewhere = quorumOf(Quorum.signer(`0x${'11'.repeat(20)}`, stranger.id));
    const { answers } = know([created(elsewhere)]);
    const within = { policy: { anchors: [elsewhere.id] }, only: true };
    expect(idsOf(await answers.quorums({ within }))).toEqual([elsewhere.id]);
  });
});

describe('proposals by strangers', () => {
  test('behavior: are left out and counted', async () => {
    const proposed = (draft: Hex, proposer: Hex): EventBody => ({
      type: 'proposed',
      quorum: root.id,
      draft,
      proposer,
      deadline: now,
    });
    const drafts = [1, 2, 3].map((i): Hex => `0x${i.toString(16).padStart(64, '0')}`) as [Hex, Hex, Hex];
    const { answers } = know([
      proposed(drafts[0], wallet(2)),
      proposed(drafts[1], wallet(9)),
      proposed(drafts[2], wallet(9)),
    ]);
    expect(await answers.proposals({})).toMatchObject({ total: 1, hidden: 2 });
    expect(await answers.proposals({ onlyFromMembers: false })).toMatchObject({ total: 3, hidden: 0 });
    expect(await answers.proposals({ quorum: below.id })).toMatchObject({ total: 0, hidden: 0 });
  });
});
