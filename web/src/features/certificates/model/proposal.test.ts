import { Certificate } from '@gridseal/sdk/certificate';
import { describe, expect, test } from 'vitest';
import { fakeNetwork } from '../../../data/testing/FakeData.tsx';
import { proposalFor } from './proposal.ts';

const now = 1_795_000_000;
const root = `0x${'12'.repeat(32)}` as const;
const body = Certificate.from({
  kind: 'device',
  subject: { name: 'station-7' },
  usages: ['claimKeys'],
  notBefore: now,
  notAfter: now + 60,
  serial: new Uint8Array(16),
});
const quorum = { id: root, version: 3, members: [], threshold: 1, revocationThreshold: 1 };
const wish = { certificate: Certificate.id(body), body, quorum, reason: 1, deadline: now + 60, note: ' hello ' };

describe('proposalFor', () => {
  test('behavior: asks the current version, and carries the body', () => {
    const proposal = proposalFor({ ...wish, action: 'endorse' }, fakeNetwork);
    expect(proposal).toMatchObject({ action: 'endorse', note: 'hello', message: { version: 3, quorum: root } });
    expect(proposal.message).not.toHaveProperty('reason');
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

  test.each([
    { reason: 256, action: 'revoke' as const },
    { reason: -1, action: 'revoke' as const },
    { deadline: -1, action: 'endorse' as const },
    { deadline: 1.5, action: 'endorse' as const },
    { note: 'x'.repeat(10_000), action: 'endorse' as const },
  ])('error: %j', (part) => {
    expect(() => proposalFor({ ...wish, ...part }, fakeNetwork)).toThrow();
  });
});
