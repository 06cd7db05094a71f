import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  approvalsOf,
  bytes32,
  chainId,
  deadline,
  endorse,
  quorumOf,
  registry,
  revoke,
  wallet,
} from '../../../test/support/quorums.ts';
import { encodeCanonicalJson, type Hex, utf8Encode } from '../bytes/index.ts';
import { sha256Hex } from '../crypto/index.ts';
import { BaseError, DecodeError, VerificationError } from '../errors/index.ts';
import { type Action, Approval, Proposal, TypedData } from './index.ts';

const state = quorumOf([1, 2, 3], 2);
const action = endorse(state);
const [approval] = (await approvalsOf(action, [1])) as [Approval.Approval];

describe('Approval', () => {
  test('behavior: roundtrips', () => {
    expect(Approval.decode(Approval.encode(approval))).toEqual(approval);
    expect(Approval.actionOf(approval)).toEqual(action);
  });

  test('behavior: verifies offline', async () => expect(await Approval.verify(approval)).toBe(true));

  test('behavior: a wallet gets what it is to show, and nothing else', async () => {
    const shown: unknown[] = [];
    const signer = {
      ...wallet(1),
      sign: () => Promise.reject(new Error('signs no bare digests')),
      signTypedData: async (typedData: unknown) => {
        shown.push(typedData);
        return wallet(1).sign(TypedData.digest(action));
      },
    };
    expect(await Approval.sign(signer, action)).toEqual(approval);
    expect(shown).toEqual([TypedData.from(action)]);
  });

  test('error: what is shown is not what is signed', () => {
    const shown = { ...approval, message: { ...action.message, certificate: bytes32(8) } };
    const decode = () => Approval.decode(encodeCanonicalJson(shown));
    expect(decode).toThrow(VerificationError);
    expect(decode).toThrow('approval.digest');
  });

  test('error: a signature of another signer', async () => {
    const stolen = { ...approval, signer: wallet(2).signer };
    expect(await Approval.verify(stolen)).toBeNull();
    expect(await Approval.verify(stolen, { keyWallets: true })).toBe(false);
  });

  test('error: a message that was changed after signing', async () => {
    expect(await Approval.verify({ ...approval, chainId: 1 }, { keyWallets: true })).toBe(false);
  });

  test('error: truncation at every byte', () => {
    const bytes = Approval.encode(approval);
    for (let end = 0; end < bytes.length; end++) {
      expect(() => Approval.decode(bytes.subarray(0, end))).toThrow(DecodeError);
    }
  });

  test('error: any byte changed is refused, or does not verify', async () => {
    const bytes = Approval.encode(approval);
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice();
      changed[at] = (changed[at] as number) ^ 1;
      let decoded: Approval.Approval;
      try {
        decoded = Approval.decode(changed);
      } catch (error) {
        expect(error).toBeInstanceOf(BaseError);
        continue;
      }
      expect(await Approval.verify(decoded, { keyWallets: true })).toBe(false);
    }
  });

  test.each<[string, string, object]>([
    ['an unknown type', 'approval.type', { type: 'gridseal/approval/v2' }],
    ['an unknown field', 'approval', { nonce: 1 }],
    ['an unknown action', 'approval.action', { action: 'announce' }],
    ['a signature that is no hex', 'approval.signature', { signature: '0xzz' }],
    ['a signature in upper case', 'approval.signature', { signature: '0xAB' }],
    ['a signer that is too short', 'approval.signer', { signer: '0x00' }],
    ['a digest of 31 bytes', 'approval.digest', { digest: '0x00' }],
    ['no message', 'approval.message', { message: null }],
  ])('error: %s', (_, field, change) => {
    expect(() => Approval.decode(encodeCanonicalJson({ ...approval, ...change }))).toThrow(`${field}:`);
  });

  test('error: white space, endless data, whatever JSON there is', () => {
    expect(() => Approval.decode(utf8Encode(JSON.stringify(approval, null, 1)))).toThrow('canonical');
    expect(() => Approval.decode(new Uint8Array(Approval.MAX_APPROVAL_BYTES + 1))).toThrow('longer');
    fc.assert(
      fc.property(fc.json(), (text) => void expect(() => Approval.decode(utf8Encode(text))).toThrow(BaseError)),
    );
  });
});

describe('Proposal', () => {
  const certificate = { kind: 'device', name: 'station-7' };
  const certificateId = sha256Hex(encodeCanonicalJson(certificate));
  const asked = endorse(state, certificateId);
  const withdraw: Action.Action = {
    action: 'withdraw',
    chainId,
    announcements: registry,
    message: { authority: `${registry}${state.id.slice(2)}`, subject: bytes32(3), epoch: 7, deadline },
  };
  const approve: Action.Approve = {
    action: 'approve',
    chainId,
    registry,
    message: { quorum: state.id, version: 1, digest: TypedData.digest(withdraw) },
  };

  test('behavior: carries the certificate that it is about', () => {
    const proposal = Proposal.from(asked, { certificate, note: 'please' });
    expect(Proposal.decode(Proposal.encode(proposal))).toEqual(proposal);
    expect(Proposal.actionOf(proposal)).toEqual(asked);
  });

  test('behavior: carries the message whose digest is to be approved', () => {
    const proposal = Proposal.from(approve, { content: withdraw });
    expect(Proposal.decode(Proposal.encode(proposal)).content).toEqual(withdraw);
  });

  test('behavior: lasts as long as the first message behind it that has a deadline; without any, for ever', () => {
    expect(Proposal.lastsUntil(Proposal.from(asked))).toBe(asked.message.deadline);
    const proposal = Proposal.from(approve, { content: withdraw });
    expect(Proposal.lastsUntil(proposal)).toBe(deadline);
    expect(Proposal.lastsUntil(Proposal.forMember(proposal, state))).toBe(deadline);
    expect(new Date(Proposal.lastsUntil(Proposal.from(approve)) * 1_000).toISOString()).toBe(
      '9999-12-31T23:59:59.000Z',
    );
  });

  test.each<[string, string, () => unknown]>([
    [
      'another certificate than the message names',
      'proposal.certificate',
      () => Proposal.from(endorse(state), { certificate }),
    ],
    [
      'a certificate beside a message that names none',
      'proposal.certificate',
      () => Proposal.from(approve, { certificate }),
    ],
    ['another content than the digest', 'proposal.content', () => Proposal.from(approve, { content: revoke(state) })],
    ['content beside another action', 'proposal.content', () => Proposal.from(asked, { content: withdraw })],
    ['a note without end', 'proposal.note', () => Proposal.from(asked, { note: 'x'.repeat(1_001) })],
    ['a certificate that is a list', 'proposal.certificate', () => Proposal.from(asked, { certificate: [] })],
    ['endless data', 'proposal', () => Proposal.decode(new Uint8Array(Proposal.MAX_PROPOSAL_BYTES + 1))],
    ['an approval for a proposal', 'proposal', () => Proposal.decode(Approval.encode(approval))],
  ])('error: %s', (_, field, run) => {
    expect(run).toThrow(BaseError);
    expect(run).toThrow(field);
  });

  test('error: truncation at every byte', () => {
    const bytes = Proposal.encode(Proposal.from(asked, { certificate }));
    for (let end = 0; end < bytes.length; end++)
      expect(() => Proposal.decode(bytes.subarray(0, end) as Uint8Array)).toThrow(DecodeError);
  });

  test('error: a certificate that was changed on the way', () => {
    const text = new TextDecoder().decode(Proposal.encode(Proposal.from(asked, { certificate })));
    expect(() => Proposal.decode(utf8Encode(text.replace('station-7', 'station-8')))).toThrow(VerificationError);
    const hex: Hex = certificateId;
    expect(text).toContain(hex);
  });
});
