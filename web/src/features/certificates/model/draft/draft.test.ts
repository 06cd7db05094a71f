import { toBase64url } from '@gridseal/sdk/bytes';
import { Certificate, certificateKinds } from '@gridseal/sdk/certificate';
import { p256Signer, type Signer, secp256k1Signer } from '@gridseal/sdk/crypto';
import { Enrolment } from '@gridseal/sdk/identity';
import { Proposal } from '@gridseal/sdk/quorum';
import { describe, expect, test } from 'vitest';
import { adviceOn } from './advice.ts';
import { checkDraft, checkReplaces } from './checkDraft.ts';
import { type Draft, draftOf, emptyDraft, successorOf, withKind } from './draft.ts';
import { forgetDraft, keepDraft, keptDraft } from './draftStore.ts';
import { kindShapes } from './kindShapes.ts';
import { readDraft } from './readDraft.ts';
import { fieldsOf, firstBadStep, firstProblem } from './steps.ts';

const now = 1_795_000_000;
const serial = new Uint8Array(16).fill(7);
const named: Draft = { ...emptyDraft('authority', now, serial), name: 'Fleet administration' };
const id = `0x${'12'.repeat(32)}` as const;
const signer = secp256k1Signer(new Uint8Array(32).fill(5));
const key = { use: 'sign', algorithm: 'Ed25519', publicKey: toBase64url(new Uint8Array(32).fill(9)) } as const;
const whole: Draft = {
  ...named,
  role: 'chargingStationOperator',
  signer: signer.signer,
  keys: [key],
  certifies: ['device', 'authority'],
  pathLength: '2',
  required: '3',
  from: '2026-12-01T10:20:30',
  until: '2027-12-01T10:20',
  replaces: [id],
};
const problemsOf = (part: Partial<Draft>) => [...checkDraft({ ...named, ...part }).problems.keys()];

describe('checkDraft', () => {
  test.each(certificateKinds)('behavior: a named draft of the kind %s is a certificate', (kind) => {
    const draft = { ...emptyDraft(kind, now, serial), name: 'A name', leavesRoot: id, leavesSize: '3' };
    const { certificate, problems } = checkDraft(draft);
    expect([...problems]).toEqual([]);
    expect(certificate?.kind).toBe(kind);
    expect(certificate && Certificate.decode(Certificate.encode(certificate))).toEqual(certificate);
  });

  test('behavior: everything that was typed is in the certificate, times to the second', () => {
    const { certificate } = checkDraft(whole);
    expect(certificate).toMatchObject({
      subject: { role: 'chargingStationOperator', signer: signer.signer.toLowerCase(), keys: [key] },
      certifies: ['authority', 'device'],
      pathLength: 2,
      requiredEndorsements: 3,
      notBefore: '2026-12-01T10:20:30Z',
      notAfter: '2027-12-01T10:20:00Z',
      edges: [{ type: 'replaces', certificate: id }],
    });
  });

  test('behavior: a party has its id of OCPI in capitals, whatever was typed; other kinds have none', () => {
    const party: Draft = { ...named, ...{ kind: 'party', usages: [], party: ' de*abc ' } };
    const { certificate } = checkDraft(party);
    expect(certificate?.subject.party).toEqual({ countryCode: 'DE', partyId: 'ABC' });
    expect(certificate && checkDraft(draftOf(certificate)).certificate).toEqual(certificate);
    expect(checkDraft({ ...named, party: 'DE/ABC' }).certificate?.subject).not.toHaveProperty('party');
    expect(withKind(party, 'device').party).toBe('');
  });

  test('behavior: what only authorities say is left out of others', () => {
    const { certificate } = checkDraft({ ...named, usages: [], certifies: ['device'], pathLength: 'x' });
    expect(certificate).not.toHaveProperty('certifies');
    expect(certificate).not.toHaveProperty('pathLength');
  });

  test('behavior: several problems are all named at once', () => {
    expect(problemsOf({ name: '', required: '0', until: '' })).toEqual(['name', 'required', 'until']);
  });

  test.each([
    ['name', { name: ' ' }],
    ['name', { name: 'pay\u202eto' }],
    ['name', { name: 'Pаypal' }],
    ['name', { name: 'x'.repeat(201) }],
    ['role', { role: 'not camel' }],
    ['signer', { signer: 'hello' }],
    ['signer', { signer: '0x12' }],
    ['signer', { signer: `0x${'00'.repeat(20)}` }],
    ['keys', { keys: [{ ...key, publicKey: 'AAAA' }] }],
    ['keys', { keys: [{ ...key, algorithm: 'ROT13' as never }] }],
    ['keys', { keys: Array(17).fill(key) }],
    ['required', { required: '0' }],
    ['required', { required: '' }],
    ['required', { required: '1.5' }],
    ['required', { required: '17' }],
    ['pathLength', { pathLength: '17' }],
    ['pathLength', { pathLength: '-1' }],
    ['from', { from: '' }],
    ['until', { until: '2026-02-30T00:00:00' }],
    ['until', { from: '2027-01-02T00:00:00', until: '2027-01-01T00:00:00' }],
    ['replaces', { replaces: ['0x1234'] }],
    ['replaces', { replaces: [id, id.toUpperCase().replace('X', 'x')] }],
    ['party', { kind: 'party', party: 'D/ABC' }],
    ['party', { kind: 'party', party: 'DE/AB-' }],
    ['party', { kind: 'party', party: 'DE ABC' }],
    ['leavesRoot', { kind: 'tlsLeaves', leavesRoot: '', leavesSize: '3' }],
    ['leavesSize', { kind: 'tlsLeaves', leavesRoot: id, leavesSize: '0' }],
  ] as const)('error: names the field %s, case %#', (field, part) => {
    expect(problemsOf(part as Partial<Draft>)).toEqual([field]);
    expect(checkDraft({ ...named, ...(part as Partial<Draft>) }).certificate).toBeNull();
  });

  test('error: what fits each field, but is too long together', () => {
    const publicKey = toBase64url(new Uint8Array(2592).fill(1));
    const keys = Array.from({ length: 16 }, () => ({ use: 'sign', algorithm: 'ML-DSA-87', publicKey }) as const);
    const long = { ...named, keys, signer: `0x${'11'.repeat(9_000)}` };
    expect(checkDraft(long)).toMatchObject({ certificate: null, whole: expect.stringContaining('bytes') });
  });

  test('error: an id more than can be replaced', () => {
    const ids = Array.from({ length: 17 }, (_, i) => `0x${i.toString(16).padStart(64, '0')}`);
    expect(checkReplaces(ids.slice(1))).toBeNull();
    expect(checkReplaces(ids)).toMatchObject({ code: 'decoder' });
  });
});

describe('drafts', () => {
  test('behavior: a certificate and its draft make each other, byte for byte', () => {
    const { certificate } = checkDraft(whole);
    if (!certificate) throw new Error('no certificate');
    expect(checkDraft(draftOf(certificate)).certificate).toEqual(certificate);
  });

  test('behavior: a successor is the same for as long, names what it replaces, and has a serial of its own', () => {
    const { certificate } = checkDraft(whole);
    if (!certificate) throw new Error('no certificate');
    const next = checkDraft(successorOf(certificate, id, now, new Uint8Array(16).fill(1))).certificate;
    expect(next).toMatchObject({ subject: certificate.subject, edges: [{ type: 'replaces', certificate: id }] });
    expect(next?.serial).not.toBe(certificate.serial);
    const length = (of: Certificate.Certificate) => Date.parse(of.notAfter) - Date.parse(of.notBefore);
    expect(next && length(next)).toBe(length(certificate));
  });

  test('behavior: another kind drops what it does not have, and keeps name and signer', () => {
    const leaves = withKind(whole, 'tlsLeaves');
    expect(leaves).toMatchObject({ name: whole.name, signer: whole.signer, keys: [], usages: [], role: '' });
    expect(withKind(whole, 'authority')).toBe(whole);
  });

  test('behavior: every field but the serial is typed in exactly one step', () => {
    const fields = Object.values(fieldsOf).flat();
    expect(fields.toSorted()).toEqual(
      Object.keys(named)
        .filter((field) => field !== 'serial')
        .toSorted(),
    );
    const checked = checkDraft({ ...named, name: '', until: '' });
    expect(firstBadStep(checked)).toBe('subject');
    expect(firstProblem('terms', checked)).toBe('until');
    expect(firstBadStep(checkDraft(named))).toBeNull();
  });

  test('behavior: usual powers are among those of the kind', () => {
    for (const { usual, usages } of Object.values(kindShapes)) {
      expect(usual.every((usage) => usages.includes(usage))).toBe(true);
    }
  });

  test('behavior: what is seldom meant is said', () => {
    expect(adviceOn(named, now)).toEqual(['noSigner', 'noKeys', 'everyKind']);
    expect(adviceOn(whole, now)).toEqual([]);
    expect(adviceOn({ ...whole, usages: ['tlsServer'], until: '2020-01-01T00:00:00' }, now)).toEqual([
      'unusual',
      'expired',
    ]);
    expect(adviceOn({ ...whole, until: '2099-01-01T00:00:00', usages: [] }, now)).toEqual(['noUsage', 'long']);
  });
});

describe('readDraft', () => {
  const context = { now, serial, verifiers: {} };
  const { certificate } = checkDraft(whole);

  test('behavior: a certificate, pretty or not, comes out byte for byte', () => {
    const { draft, from } = readDraft(JSON.stringify(certificate, null, 2), context);
    expect(from).toBe('certificate');
    expect(checkDraft(draft).certificate).toEqual(certificate);
  });

  test('behavior: a proposal has one in it', () => {
    if (!certificate) throw new Error('no certificate');
    const message = { certificate: Certificate.id(certificate), quorum: id, version: 1, deadline: now };
    const action = { action: 'endorse', chainId: 1, registry: `0x${'ab'.repeat(20)}`, message } as const;
    const text = new TextDecoder().decode(Proposal.encode(Proposal.from(action, { certificate })));
    expect(checkDraft(readDraft(text, context).draft).certificate).toEqual(certificate);
  });

  test('behavior: a device asks for its name, signer and keys', async () => {
    const asked = await Enrolment.sign(signer, {
      name: 'station-7',
      keys: [{ ...key, publicKey: new Uint8Array(32).fill(9) }],
    });
    const { draft, from, isProven } = readDraft(new TextDecoder().decode(Enrolment.encode(asked)), context);
    expect({ from, isProven }).toEqual({ from: 'enrolment', isProven: true });
    expect(checkDraft(draft).certificate).toMatchObject({
      kind: 'device',
      subject: { name: 'station-7', signer: signer.signer.toLowerCase(), keys: [key] },
    });
  });

  test('attack: a request that its signer did not sign is refused, or said to be unproven where only the chain can tell', async () => {
    const verifier = `0x${'99'.repeat(20)}` as const;
    const station = p256Signer(new Uint8Array(32).fill(5), verifier);
    const keys = [{ ...key, publicKey: new Uint8Array(32).fill(9) }];
    const forge = async (by: Signer) => {
      const asked = await Enrolment.sign(by, { name: 'station-7', keys });
      return new TextDecoder().decode(Enrolment.encode({ ...asked, name: 'station-8' }));
    };
    const known = { ...context, verifiers: { p256: verifier } };
    const forged = await forge(station);
    expect(() => readDraft(forged, known)).toThrow('is not signed by the signer that it names');
    expect(readDraft(await forge(signer), known).isProven).toBe(false);
  });

  test.each([
    ['is not JSON', '{'],
    ['is neither a certificate nor an enrolment request', '7'],
    ['is neither a certificate nor an enrolment request', 'null'],
    ['certificate', '{}'],
    ['certificate', '[]'],
    ['certificate.kind', JSON.stringify({ ...certificate, kind: 'constructor' })],
    ['certificate.notAfter', JSON.stringify({ ...certificate, notAfter: '2020-01-01T00:00:00Z' })],
    ['certificate', JSON.stringify({ ...certificate, extra: 1 })],
    ['enrolment', JSON.stringify({ type: 'gridseal/enrolment/v1' })],
    ['is too long', ' '.repeat(262_145)],
  ])('error: %s, case %#', (message, text) => {
    expect(() => readDraft(text, context)).toThrow(message);
  });
});

describe('the draft of a tab', () => {
  test('behavior: is kept by what it is a draft of, and forgotten', () => {
    keepDraft(sessionStorage, 'new', { draft: whole, step: 'terms' });
    expect(keptDraft(sessionStorage, 'new')).toEqual({ draft: whole, step: 'terms' });
    expect(keptDraft(sessionStorage, id)).toBeNull();
    forgetDraft(sessionStorage, 'new');
    expect(keptDraft(sessionStorage, 'new')).toBeNull();
  });

  test.each([
    'x',
    'null',
    '{}',
    JSON.stringify({ draft: whole, step: 'constructor' }),
    JSON.stringify({ draft: { ...whole, name: 7 }, step: 'kind' }),
    JSON.stringify({ draft: { ...whole, kind: 'toString' }, step: 'kind' }),
    JSON.stringify({ draft: { ...whole, usages: 'all' }, step: 'kind' }),
    JSON.stringify({ draft: { ...whole, keys: [null] }, step: 'kind' }),
    JSON.stringify({ draft: { ...whole, serial: '<b>' }, step: 'kind' }),
    JSON.stringify({ draft: { ...whole, name: 'x'.repeat(300_000) }, step: 'kind' }),
  ])('attack: what somebody else put there is not believed, case %#', (text) => {
    sessionStorage.setItem('gridseal.draft.new', text);
    expect(keptDraft(sessionStorage, 'new')).toBeNull();
  });

  test('error: a browser that denies storage keeps nothing, and says nothing', () => {
    const denied = new Proxy({} as Storage, {
      get() {
        throw new DOMException('denied', 'SecurityError');
      },
    });
    keepDraft(denied, 'new', { draft: whole, step: 'terms' });
    expect(keptDraft(denied, 'new')).toBeNull();
    forgetDraft(denied, 'new');
  });
});
