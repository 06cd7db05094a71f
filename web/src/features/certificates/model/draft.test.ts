import { Certificate, certificateKinds } from '@gridseal/sdk/certificate';
import { describe, expect, test } from 'vitest';
import { fakeNetwork } from '../../../data/testing/FakeData.tsx';
import { checkDraft, type Draft, emptyDraft } from './draft.ts';
import { proposalFor, proposalPath } from './proposal.ts';

const now = 1_795_000_000;
const serial = new Uint8Array(16).fill(7);
const named: Draft = { ...emptyDraft('authority', now), name: 'Fleet administration' };
const root = `0x${'12'.repeat(32)}` as const;
const problemOf = (part: Partial<Draft>) => checkDraft({ ...named, ...part }, serial);

describe('checkDraft', () => {
  test.each(certificateKinds)('behavior: a named draft of the kind %s is a certificate', (kind) => {
    const draft = { ...emptyDraft(kind, now), name: 'A name', leavesRoot: root, leavesSize: '3' };
    const { certificate } = checkDraft(draft, serial);
    expect(certificate?.kind).toBe(kind);
    expect(certificate && Certificate.decode(Certificate.encode(certificate))).toEqual(certificate);
  });

  test('behavior: days are whole days of UTC', () => {
    const { certificate } = checkDraft({ ...named, from: '2026-12-01', until: '2026-12-01' }, serial);
    expect(certificate).toMatchObject({ notBefore: '2026-12-01T00:00:00Z', notAfter: '2026-12-01T23:59:59Z' });
  });

  test('behavior: what only authorities say is left out of others', () => {
    const draft = { ...named, usages: [], certifies: ['device'], pathLength: '2' } as const;
    expect(checkDraft(draft, serial).certificate).not.toHaveProperty('certifies');
  });

  test.each([
    ['name', { name: '' }],
    ['name', { name: 'pay\u202eto' }],
    ['name', { name: 'Pаypal' }],
    ['role', { role: 'not camel' }],
    ['signer', { signer: 'hello' }],
    ['signer', { signer: '0x12' }],
    ['required', { required: '0' }],
    ['required', { required: '' }],
    ['required', { required: '1.5' }],
    ['pathLength', { pathLength: '17' }],
    ['from', { from: '' }],
    ['until', { until: '2026-02-30' }],
    ['until', { from: '2027-01-02', until: '2027-01-01' }],
    ['replaces', { replaces: '0x1234' }],
    ['leavesRoot', { kind: 'tlsLeaves', leavesRoot: '', leavesSize: '3' }],
    ['leavesSize', { kind: 'tlsLeaves', leavesRoot: root, leavesSize: '0' }],
  ] as const)('error: names the field %s of %j', (field, part) => {
    expect(problemOf(part)).toMatchObject({ certificate: null, field });
  });
});

describe('proposalFor', () => {
  const { certificate: body } = checkDraft(named, serial);
  const certificate = body ? Certificate.id(body) : root;
  const quorum = { id: root, version: 3, members: [], threshold: 1, revocationThreshold: 1 };
  const wish = { certificate, body, quorum, reason: 1, deadline: now + 60, note: ' hello ' };

  test('behavior: asks the current version, carries the body, and fits into a link', async () => {
    const proposal = proposalFor({ ...wish, action: 'endorse' }, fakeNetwork);
    expect(proposal).toMatchObject({ action: 'endorse', note: 'hello', message: { certificate, version: 3 } });
    expect(proposal.message).not.toHaveProperty('reason');
    expect(await proposalPath(proposal)).toMatch(/^\/approvals\/p1\.[\w-]+$/);
  });

  test('behavior: a revocation has its reason', () => {
    const { message } = proposalFor({ ...wish, action: 'revoke' }, fakeNetwork);
    expect(message).toMatchObject({ reason: 1, quorum: root });
  });

  test('attack: the body of another certificate is refused', () => {
    expect(() => proposalFor({ ...wish, certificate: root, action: 'endorse' }, fakeNetwork)).toThrow(
      'is not the certificate that the message names',
    );
  });
});
