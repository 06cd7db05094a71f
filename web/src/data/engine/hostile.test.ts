// @vitest-environment node
import { encodeCanonicalJson, type Hex } from '@gridseal/sdk/bytes';
import { Certificate } from '@gridseal/sdk/certificate';
import { type ChainEvent, contractAddresses, type EventBody } from '@gridseal/sdk/chain';
import { sha256Hex } from '@gridseal/sdk/crypto';
import { NotFoundError } from '@gridseal/sdk/errors';
import { type Action, Proposal, Quorum, TypedData } from '@gridseal/sdk/quorum';
import { describe, expect, test } from 'vitest';
import { eventAt, fakeNetwork } from '../testing/FakeData.tsx';
import { Contents } from './contents.ts';
import { createKnowledge } from './knowledge.ts';

const registry = contractAddresses.quorumRegistry.toLowerCase() as Hex;
const now = 1_795_000_000;
const wallet = (number: number): Hex => `0x${number.toString(16).padStart(40, '0')}`;
const text = (value: string) => new TextEncoder().encode(value);

const inner = Quorum.firstState(Quorum.from({ members: [{ signer: wallet(1) }], threshold: 1 }));
const outer = Quorum.firstState(
  Quorum.from({ members: [{ signer: wallet(2) }, { signer: Quorum.signer(registry, inner.id) }], threshold: 2 }),
);
const certificate = Certificate.from({
  kind: 'authority',
  subject: { name: '<img src=x onerror=alert(1)>', signer: Quorum.signer(registry, inner.id) },
  usages: ['signCertificates'],
  notBefore: now - 60,
  notAfter: now + 86_400,
  serial: new Uint8Array(16),
});
const id = Certificate.id(certificate);

const created = ({ id: quorum, members, threshold, revocationThreshold }: Quorum.QuorumState): EventBody => ({
  type: 'quorumCreated',
  quorum,
  members,
  threshold,
  revocationThreshold,
});
const endorsed = (what: Hex, quorum = outer.id): EventBody => ({
  type: 'certificateEndorsed',
  certificate: what,
  quorum,
  version: 1,
});
const proposed = (draft: Hex, quorum = outer.id, proposer = wallet(2)): EventBody => ({
  type: 'proposed',
  quorum,
  draft,
  proposer,
  deadline: now + 60,
});
const action = (message: Partial<Action.Endorse['message']> = {}, chainId = fakeNetwork.chainId): Action.Endorse => ({
  action: 'endorse',
  chainId,
  registry,
  message: { certificate: id, quorum: outer.id, version: 1, deadline: now + 60, ...message },
});

/** What is known after these events, when IPFS has these contents. */
function know(bodies: readonly EventBody[], contents: readonly Uint8Array[] = []) {
  const kept = new Map(contents.map((bytes) => [sha256Hex(bytes), bytes]));
  const missing = () => {
    throw new NotFoundError('is nowhere');
  };
  const shelf = { take: async (digest: Hex) => kept.get(digest) ?? null, put: async () => undefined };
  const knowledge = createKnowledge({
    network: fakeNetwork,
    contents: new Contents(missing, shelf),
    blockTime: () => now,
    changed: () => undefined,
    now: () => 0,
    isBusy: () => false,
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  });
  const events: ChainEvent[] = [created(inner), created(outer), ...bodies].map((body, i) => eventAt(i + 1, body));
  knowledge.apply([], events);
  return knowledge.answers;
}

describe('hostile certificates', () => {
  test('error: bytes that are no certificate are malformed for ever, and others are not held up', async () => {
    const turned = { ...certificate, subject: { ...certificate.subject, name: '\u202Egnp.exe' } };
    const junk = [text('{}'), text('not json'), encodeCanonicalJson(turned), new Uint8Array(0)];
    const ids = junk.map((bytes) => sha256Hex(bytes));
    const answers = know(
      [...ids, id].map((what) => endorsed(what)),
      [...junk, Certificate.encode(certificate)],
    );
    for (const what of ids) {
      expect(await answers.certificate(what)).toMatchObject({ content: 'malformed', certificate: null, bytes: null });
    }
    expect(await answers.certificate(id)).toMatchObject({ content: 'loaded', name: certificate.subject.name });
    const { items } = await answers.certificates({ kinds: ['authority'] });
    expect(items.map((row) => row.id)).toEqual([id]);
    expect(await answers.verdict(ids[0] as Hex, { anchors: [outer.id] })).toMatchObject({ valid: false });
  });

  test('error: more bytes than a certificate may have are not read', async () => {
    const bytes = new Uint8Array(Certificate.MAX_CERTIFICATE_BYTES + 1);
    expect((await know([], [bytes]).certificate(sha256Hex(bytes))).content).toBe('missing');
  });

  test('error: a certificate that nobody has is not trusted, whoever endorsed it', async () => {
    const answers = know([endorsed(id)]);
    expect(await answers.certificate(id)).toMatchObject({ content: 'missing', problem: { code: 'NOT_FOUND' } });
    expect(await answers.verdict(id, { anchors: [outer.id] })).toMatchObject({ valid: false, reason: 'unavailable' });
  });

  test('error: a policy that is none is an error with its field', async () => {
    const answers = know([]);
    await expect(answers.verdict(id, { anchors: ['0x12'] })).rejects.toMatchObject({ field: 'anchors[0]' });
  });
});

describe('hostile proposals', () => {
  const file = (given: Action.RegistryAction) => Proposal.encode(Proposal.from(given));

  test('error: a draft for another quorum, chain or registry is not shown as one for this', async () => {
    const drafts = [
      file(action({ quorum: inner.id })),
      file(action({}, 1)),
      file({ ...action(), registry: wallet(9) }),
      text('{"type":"gridseal/proposal/v1"}'),
    ];
    const answers = know(
      drafts.map((bytes) => proposed(sha256Hex(bytes))),
      drafts,
    );
    for (const bytes of drafts) {
      expect(await answers.proposal(sha256Hex(bytes))).toMatchObject({
        content: 'malformed',
        proposal: null,
        digest: null,
        state: 'unknown',
      });
    }
  });

  test('behavior: a draft stands for the quorum that it names, though it was proposed to several', async () => {
    const bytes = file(action());
    const draft = sha256Hex(bytes);
    const answers = know([proposed(draft), proposed(draft, inner.id, wallet(1))], [bytes]);
    expect(await answers.proposal(draft)).toMatchObject({ quorum: outer.id, state: 'open' });
    const { items } = await answers.proposals({ quorum: outer.id });
    expect(items).toMatchObject([{ quorum: outer.id, state: 'open' }]);
    expect((await answers.proposals({ states: ['open'] })).total).toBe(1);
  });

  test('behavior: what strangers propose is left out unless it is asked for', async () => {
    const bytes = file(action());
    const answers = know([proposed(sha256Hex(bytes), outer.id, wallet(7))], [bytes]);
    expect((await answers.proposals({})).total).toBe(0);
    expect((await answers.proposals({ onlyFromMembers: false })).items).toMatchObject([
      { proposedBy: [{ proposer: wallet(7), isMember: false }] },
    ]);
  });

  test('behavior: a member of a member finds it', async () => {
    const bytes = file(action());
    const answers = know([proposed(sha256Hex(bytes))], [bytes]);
    expect((await answers.proposals({ member: wallet(1) })).total).toBe(1);
    expect((await answers.proposals({ member: wallet(8) })).total).toBe(0);
  });

  test('behavior: stale, expired and done', async () => {
    const answers = know([endorsed(id, inner.id)]);
    const state = async (given: Action.RegistryAction) => (await answers.assess(Proposal.from(given))).state;
    expect(await state(action())).toBe('open');
    expect(await state(action({ version: 2 }))).toBe('stale');
    expect(await state(action({ deadline: now - 1 }))).toBe('expired');
    expect(await state(action({ deadline: now }))).toBe('open');
    expect(await state(action({ quorum: inner.id }))).toBe('done');
    expect(await state(action({ quorum: `0x${'77'.repeat(32)}` }))).toBe('unknown');
  });

  test('behavior: an approval for another quorum stands where that action stands', async () => {
    const approve = (content: Action.Endorse) =>
      Proposal.from(
        {
          action: 'approve',
          chainId: fakeNetwork.chainId,
          registry,
          message: { quorum: inner.id, version: 1, digest: TypedData.digest(content) },
        },
        { content },
      );
    const answers = know([endorsed(id)]);
    expect((await answers.assess(approve(action()))).state).toBe('done');
    expect((await answers.assess(approve(action({ certificate: `0x${'66'.repeat(32)}` })))).state).toBe('open');
    const { content: _, ...blind } = approve(action());
    expect((await answers.assess(blind)).state).toBe('unknown');
  });
});
