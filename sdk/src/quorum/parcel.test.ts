import { readFile } from 'node:fs/promises';
import { inflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { encodeCanonicalJson, fromBase64url } from '../bytes/index.ts';
import { secp256k1Signer } from '../crypto/index.ts';
import { BaseError, DecodeError } from '../errors/index.ts';
import type { RegistryAction } from './action.ts';
import * as Approval from './approval.ts';
import * as Parcel from './parcel.ts';
import * as Proposal from './proposal.ts';

const action: RegistryAction = {
  action: 'endorse',
  chainId: 31_337,
  registry: `0x${'ab'.repeat(20)}`,
  message: { certificate: `0x${'11'.repeat(32)}`, quorum: `0x${'22'.repeat(32)}`, version: 1, deadline: 1_795_158_000 },
};
const proposal = Proposal.from(action, { note: 'As agreed.' });
const approvals = await Promise.all(
  [1, 2].map((last) => Approval.sign(secp256k1Signer(new Uint8Array(32).fill(last)), action)),
);
const parcel = { proposal, approvals };
const whole = { type: 'gridseal/parcel/v1', proposal, approvals };

describe('Parcel', () => {
  test('behavior: the example of its page is one, and the link there is the same', async () => {
    const page = await readFile(new URL('../../../docs/spec/parcel.md', import.meta.url), 'utf8');
    const [, json = ''] = /```json\n(.*)\n```/.exec(page) ?? [];
    const [, part = ''] = /approvals\/p1\.([\w-]+)\n/.exec(page) ?? [];
    const bytes = new TextEncoder().encode(json);
    expect(Parcel.encode(Parcel.decode(bytes))).toEqual(bytes);
    expect(inflateRawSync(fromBase64url(part)).toString()).toBe(json);
    const [approval] = Parcel.decode(bytes).approvals as [Approval.Approval];
    expect(await Approval.verify(approval, { keyWallets: true })).toBe(true);
  });

  test('behavior: roundtrips, with and without proposal and approvals', () => {
    for (const one of [
      parcel,
      { proposal, approvals: [] },
      { proposal: null, approvals },
      { proposal: null, approvals: [] },
    ]) {
      expect(Parcel.decode(Parcel.encode(one))).toEqual(one);
    }
  });

  test('behavior: a proposal and an approval alone are read, too', () => {
    const [first] = approvals as [Approval.Approval];
    expect(Parcel.decode(Proposal.encode(proposal))).toEqual({ proposal, approvals: [] });
    expect(Parcel.decode(Approval.encode(first))).toEqual({ proposal: null, approvals: [first] });
  });

  test('behavior: a parcel may hold more than one of its parts alone', () => {
    const large = { ...proposal, note: 'x'.repeat(1_000) };
    const many = { proposal: large, approvals: Array(512).fill(approvals[0]) };
    const bytes = Parcel.encode(many);
    expect(bytes.length).toBeGreaterThan(Approval.MAX_APPROVAL_BYTES);
    expect(Parcel.decode(bytes).approvals).toHaveLength(512);
  });

  test('error: truncation at every byte', () => {
    const bytes = Parcel.encode({ proposal, approvals: [] });
    for (let end = 0; end < bytes.length; end++) expect(() => Parcel.decode(bytes.subarray(0, end))).toThrow(BaseError);
  });

  test.each([
    ['another type', 'file.type', { type: 'gridseal/certificate/v1' }],
    ['no type', 'file.type', { proposal, approvals }],
    ['an unknown member', 'file.extra', { ...whole, extra: 1 }],
    ['a very long member', `file.${'x'.repeat(40)}`, { ...whole, ['x'.repeat(999)]: 1 }],
    ['approvals that are no list', 'file.approvals', { ...whole, approvals: {} }],
    ['too many approvals', 'file.approvals', { ...whole, approvals: Array(513).fill(0) }],
    ['an approval that is none', 'file.approvals[1]', { ...whole, approvals: [approvals[0], 7] }],
    ['a proposal that is none', 'file.proposal', { ...whole, proposal: {} }],
    ['a list', 'file.type', []],
    ['null', 'file.type', null],
  ])('error: %s', (_, field, json) => {
    const decode = () => Parcel.decode(encodeCanonicalJson(json as never));
    expect(decode).toThrow(DecodeError);
    expect(decode).toThrow(field);
  });

  test('error: one without a proposal where there has to be a word about it', () => {
    const { proposal: _, ...rest } = whole;
    expect(() => Parcel.decode(encodeCanonicalJson(rest))).toThrow(DecodeError);
  });

  test('error: bytes that are not canonical, or too many', () => {
    const spaced = new TextEncoder().encode(JSON.stringify(whole, null, 1));
    expect(() => Parcel.decode(spaced)).toThrow(DecodeError);
    expect(() => Parcel.decode(new Uint8Array(Parcel.MAX_PARCEL_BYTES + 1))).toThrow('is longer than');
  });

  test('attack: an approval whose digest is not that of its message', () => {
    const [first] = approvals as [Approval.Approval];
    const forged = { ...first, message: { ...first.message, version: 2 } };
    expect(() => Parcel.decode(encodeCanonicalJson({ ...whole, approvals: [forged] }))).toThrow(/not the digest/);
  });

  test('attack: a certificate that is not the one of the message', () => {
    const other = { ...proposal, certificate: { name: 'other' } };
    expect(() => Parcel.decode(encodeCanonicalJson({ ...whole, proposal: other }))).toThrow(BaseError);
  });
});
