import type { Hex } from '@gridseal/sdk/bytes';
import { utf8Encode } from '@gridseal/sdk/bytes';
import { describe, expect, test } from 'vitest';
import type { Taken } from './database.ts';
import type { Arrival, SlotView } from './lookTypes.ts';
import { refusalWord } from './refusalWord.ts';
import { followPath, isTemporary, natureOf, readFollow, savedName, stateOf } from './words.ts';

const word = (byte: string): Hex => `0x${byte.repeat(32)}`;
const taken: Taken = {
  epoch: 3,
  kind: 'tls',
  manifest: word('aa'),
  notBefore: 1_000,
  notAfter: 2_000,
  takenAt: 1_100,
  revokes: [],
  turnsKey: true,
  isFinal: true,
};
const view = (change: Partial<SlotView> = {}): SlotView => ({
  slot: { signer: `0x${'11'.repeat(20)}`, authority: word('11'), subject: word('22'), channel: 'tls', group: null },
  arrival: { state: 'none' },
  taken: null,
  receipt: null,
  keyWaits: false,
  withdrawn: 0,
  epoch: 0,
  ...change,
});
const receipt = { epoch: 3 } as unknown as NonNullable<SlotView['receipt']>;

describe('stateOf', () => {
  test('behavior: from nothing to claimed', () => {
    expect(stateOf(view(), 1_500)).toBe('waiting');
    expect(stateOf(view(), 1_500, 1)).toBe('announced');
    expect(stateOf(view({ taken: { ...taken, isFinal: false }, receipt }), 1_500, 3)).toBe('signed');
    // The claim is final, but the receipt was not let go yet; or it could not be made yet.
    expect(stateOf(view({ taken, receipt }), 1_500, 3)).toBe('signed');
    expect(stateOf(view({ taken: { ...taken, isFinal: false } }), 1_500, 3)).toBe('signed');
    expect(stateOf(view({ taken }), 1_500, 3)).toBe('claimed');
    expect(stateOf(view({ taken }), 1_500, 4)).toBe('announced');
  });

  test('behavior: what has come goes before what was', () => {
    const arrival = { state: 'early' } as unknown as Arrival;
    expect(stateOf(view({ taken, arrival, withdrawn: 3 }), 9_000, 4)).toBe('early');
  });

  test('error: over, taken back, or both', () => {
    expect(stateOf(view({ taken }), 2_000, 3)).toBe('claimed');
    expect(stateOf(view({ taken }), 2_001, 3)).toBe('expired');
    expect(stateOf(view({ taken, withdrawn: 3 }), 2_001, 3)).toBe('withdrawn');
    expect(stateOf(view({ taken, withdrawn: 2 }), 1_500, 3)).toBe('claimed');
    expect(stateOf(view({ withdrawn: 4 }), 1_500, 4)).toBe('withdrawn');
    expect(stateOf(view({ withdrawn: 4 }), 1_500, 5)).toBe('announced');
  });

  test('behavior: a day is temporary, more is not', () => {
    expect(isTemporary({ notBefore: 0, notAfter: 86_400 })).toBe(true);
    expect(isTemporary({ notBefore: 0, notAfter: 86_401 })).toBe(false);
  });
});

describe('savedName', () => {
  test.each([
    ['id_ed25519-cert.pub', 'id_ed25519-cert.pub'],
    ['keys/tls/tls_key.pem', 'tls_key.pem'],
    ['.ssh/.hidden', 'file.hidden'],
    ['..', 'file..'],
    ['', 'file'],
    ['a/', 'file'],
    ['x\u202egpj.exe', 'x_gpj.exe'],
    ['a\\b', 'a_b'],
    ['CON:stream', 'CON_stream'],
    ['n'.repeat(300), 'n'.repeat(100)],
  ])('behavior: %j is saved as %j', (path, name) => {
    expect(savedName({ path })).toBe(name);
  });
});

describe('natureOf', () => {
  test.each([
    ['-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl', 'privateKey'],
    ['-----BEGIN PRIVATE KEY-----\nMIGH', 'privateKey'],
    ['ssh-ed25519-cert-v01@openssh.com AAAA', 'sshCertificate'],
    ['ecdsa-sha2-nistp256-cert-v01@openssh.com AAAA', 'sshCertificate'],
    ['-----BEGIN CERTIFICATE-----\nMIIB', 'certificate'],
    ['ssh-ed25519 AAAA me', 'publicKey'],
    ['SSHKRL\n\0', 'revocations'],
    ['hello', 'file'],
    ['', 'file'],
    [' -----BEGIN PRIVATE KEY-----', 'file'],
  ])('behavior: %j is a %s', (text, nature) => {
    expect(natureOf({ path: 'x', content: utf8Encode(text) })).toBe(nature);
  });

  test('error: bytes that are no text, cut within a character', () => {
    expect(natureOf({ path: 'x', content: Uint8Array.of(0xff, 0xfe, 0) })).toBe('file');
    expect(natureOf({ path: 'x', content: utf8Encode(`${'x'.repeat(119)}ü`) })).toBe('file');
  });
});

describe('readFollow', () => {
  const signer: Hex = `0x${'ab'.repeat(20)}`;

  test('behavior: a signer, and the link that was made of it', () => {
    expect(readFollow(`  0x${'AB'.repeat(20)} `)).toEqual({ signer, channels: [] });
    const link = `https://pki.example/page/#${followPath(signer, ['visit', 'tls'])}`;
    expect(readFollow(link)).toEqual({ signer, channels: ['visit', 'tls'] });
    expect(readFollow(`https://pki.example/#${followPath(signer)}`)).toEqual({ signer, channels: [] });
  });

  test.each([
    '',
    'hello',
    '0x',
    '0x12',
    `0x${'ab'.repeat(20)}a`,
    `0x${'zz'.repeat(20)}`,
    `javascript:alert(1)`,
    `https://pki.example/#/claim/follow/0x12`,
    `https://pki.example/#/claim/follow/${`0x${'ab'.repeat(20)}`}/<script>`,
    `0x${'ab'.repeat(5_000)}`,
  ])('error: %j names nobody', (text) => {
    expect(readFollow(text)).toBeNull();
  });
});

describe('refusalWord', () => {
  const refusal = (error: string, code = 'VERIFICATION') => ({ code, error, details: [], sealedToOtherKey: false });

  test.each([
    ['envelope: is not what was announced: its digest differs', 'digest'],
    ['delivery.signature: is not the authority’s', 'signature'],
    ['delivery.proof: leads to no root', 'signature'],
    ['manifest.notAfter: was valid until 2026-01-01T00:00:00Z', 'expired'],
    ['manifest.device: is not what was announced', 'context'],
    ['envelope.recipients: does not open with the key that it names, for this purpose', 'context'],
    ['delivery.contents[0]: is not what the manifest says', 'changed'],
    ['envelope.payload: was changed: its tag does not hold', 'changed'],
    ['manifest.epoch: is not above 7, the highest that was installed', 'other'],
    ['something else', 'other'],
  ] as const)('behavior: %s', (error, expected) => {
    expect(refusalWord(refusal(error))).toBe(expected);
  });

  test('error: malformed, and sealed to another key', () => {
    expect(refusalWord(refusal('envelope: is too short', 'DECODE'))).toBe('malformed');
    expect(refusalWord({ ...refusal('', 'NOT_FOR_ME'), sealedToOtherKey: true })).toBe('otherKey');
  });
});
