import { describe, expect, test } from 'vitest';
import { toBase64, utf8Encode } from '../../bytes/index.ts';
import { BaseError } from '../../errors/index.ts';
import { OccCertificate, OccQuorum, type OccVerdict } from './index.ts';
import {
  draft,
  now,
  otherHalf,
  publicKeys,
  published,
  quorum,
  signedBy,
  signers,
  text,
  withSignature,
} from './occ.fixtures.ts';

const verify = (certificate: OccCertificate.OccCertificate, at = now) =>
  OccCertificate.verify(certificate, { quorum, at });
const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name);
const reasons = ({ invalid }: OccVerdict) => invalid.map(({ reason }) => reason);
const problems = (verdict: OccVerdict) => verdict.problems.map(({ problem }) => problem);

describe('the published certificates', () => {
  test.each(published)('behavior: all three keys have signed, ids and all', (bytes) => {
    const verdict = OccCertificate.verify(OccCertificate.decode(bytes), { quorum: OccQuorum.fundamental(), at: now });
    expect(verdict).toMatchObject({ valid: true, problems: [], threshold: 2, missing: 0, unsigned: [], invalid: [] });
    expect(verdict.signed.map(({ name, signature }) => [name, signature?.name])).toEqual([
      ['Fundamental quorum A', 'Open Charging Cloud PKI - FQ1'],
      ['Fundamental quorum B', 'Open Charging Cloud PKI - FQ2'],
      ['Fundamental quorum C', 'Open Charging Cloud PKI - FQ3'],
    ]);
  });

  test('behavior: in their time', () => {
    const certificate = OccCertificate.decode(published[0] as Uint8Array);
    const at = (time: string) =>
      problems(OccCertificate.verify(certificate, { quorum: OccQuorum.fundamental(), at: Date.parse(time) / 1000 }));
    expect(at('2023-01-01T00:00:00Z')).toEqual([]);
    expect(at('2028-01-01T00:00:00Z')).toEqual([]);
    expect(at('2022-12-31T23:59:59Z')).toEqual(['notYetValid']);
    expect(at('2028-01-01T00:00:01Z')).toEqual(['expired']);
  });

  test('error: by fresh keys they are worth nothing', () => {
    const verdict = verify(OccCertificate.decode(published[0] as Uint8Array));
    expect(verdict).toMatchObject({ valid: false, missing: 2, signed: [] });
    expect(reasons(verdict)).toEqual(['unknownKey', 'unknownKey', 'unknownKey']);
  });
});

describe('fresh keys in the place of the quorum', () => {
  test('behavior: any two of three, in any order', async () => {
    for (const who of [
      [0, 1],
      [2, 0],
      [1, 2],
      [2, 1, 0],
    ]) {
      const verdict = verify(await signedBy(...who));
      expect(verdict).toMatchObject({ valid: true, missing: 0, invalid: [] });
      expect(names(verdict.signed)).toEqual([...who].sort().map((i) => `Key ${'ABC'[i]}`));
      expect(verdict.unsigned).toHaveLength(3 - who.length);
    }
  });

  test('error: fewer than m compromised keys have no effect: only one of three', async () => {
    const verdict = verify(await signedBy(1));
    expect(verdict).toMatchObject({ valid: false, missing: 1 });
    expect([names(verdict.signed), names(verdict.unsigned)]).toEqual([['Key B'], ['Key A', 'Key C']]);
    expect(verdict.problems[0]?.explanation).toBe('1 of 3 keys have signed, 2 are needed');
  });

  test('error: nobody has signed', () => {
    expect(verify(draft)).toMatchObject({ valid: false, missing: 2, signed: [], invalid: [] });
  });

  test('error: a stranger counts for nobody, and hides nobody', async () => {
    const one = verify(await signedBy(3, 0));
    expect([one.valid, names(one.signed), reasons(one)]).toEqual([false, ['Key A'], ['unknownKey']]);
    expect(verify(await signedBy(3, 0, 1)).valid).toBe(true);
  });

  test('error: the same signer twice counts once', async () => {
    const verdict = verify(await signedBy(0, 0));
    expect([verdict.valid, names(verdict.signed), reasons(verdict)]).toEqual([false, ['Key A'], ['repeated']]);
    const copied = await signedBy(0);
    const [signature] = copied.signatures ?? [];
    expect(verify({ ...copied, signatures: [signature, signature] as never }).missing).toBe(1);
  });

  test('error: the twin (r, n − s) is as good as the original, and counts once', async () => {
    const certificate = await signedBy(0);
    const twin = withSignature(certificate, 0, { s: otherHalf(certificate.signatures?.[0]?.s as string) });
    expect(names(verify(twin).signed)).toEqual(['Key A']);
    const both = { ...certificate, signatures: [...(certificate.signatures ?? []), ...(twin.signatures ?? [])] };
    const verdict = verify(both);
    expect([verdict.valid, verdict.missing, reasons(verdict)]).toEqual([false, 1, ['repeated']]);
  });

  test('error: not in its time', async () => {
    const certificate = await signedBy(0, 1);
    expect(problems(verify(certificate, now - 1_001))).toEqual(['notYetValid']);
    expect(problems(verify(certificate, now + 1_001))).toEqual(['expired']);
    expect(verify(certificate, now - 1_000).valid && verify(certificate, now + 1_000).valid).toBe(true);
    expect(() => verify(certificate, Number.NaN)).toThrow(BaseError);
  });
});

describe('tampered with', () => {
  test('error: any change of what is signed', async () => {
    const certificate = await signedBy(0, 1);
    const changes: Partial<OccCertificate.OccCertificate>[] = [
      { description: 'Meter makers of the south' },
      { owner: { ...certificate.owner, name: 'Meter makers 2' } },
      { notAfter: '2030-01-01T00:00:00.000Z' },
      { notBefore: '2020-01-01T00:00:00.000Z' },
      { usages: (certificate.usages ?? []).map((usage) => ({ ...usage, maxPathLength: 3 })) },
      { publicKeys: OccCertificate.from({ ...freshInput, publicKeys: [publicKeys[2] as Uint8Array] }).publicKeys },
      { edges: [['replaces', 'ab'.repeat(32)]] },
      { '@context': 'https://open.charging.cloud/context/evCertificate' },
    ];
    for (const change of changes) {
      const stale = { ...certificate, ...change };
      expect(problems(verify(stale)), JSON.stringify(change)).toContain('wrongId');
      const anew = verify({ ...stale, '@id': OccCertificate.idOf(stale) });
      expect([anew.valid, anew.missing, reasons(anew)], JSON.stringify(change)).toEqual([
        false,
        2,
        ['unknownKey', 'unknownKey'],
      ]);
    }
  });

  const freshInput = { publicKeys: [], usages: [], owner: { name: 'N' }, notBefore: 0, notAfter: 1 } as const;

  test('error: another id alone', async () => {
    const verdict = verify({ ...(await signedBy(0, 1)), '@id': 'ab'.repeat(32) });
    expect([verdict.valid, verdict.missing, problems(verdict)]).toEqual([false, 2, ['wrongId', 'threshold']]);
    expect(verdict.id).toBe(draft['@id']);
  });

  test('error: any byte of the body changed is refused or not valid', async () => {
    const source = text(await signedBy(0, 1));
    const end = source.indexOf('"signatures"');
    for (let at = 0; at < end; at++) {
      const bytes = utf8Encode(source);
      bytes[at] = (bytes[at] as number) ^ 1;
      expect(isValid(bytes), source.slice(at - 10, at + 10)).toBe(false);
    }
  }, 60_000);

  test('error: any byte of a signature changed leaves one signer too few', async () => {
    const source = text(await signedBy(0, 1));
    for (let at = source.indexOf('"signatures"') + 14; at < source.length; at += 3) {
      const bytes = utf8Encode(source);
      bytes[at] = (bytes[at] as number) ^ 2;
      expect(isValid(bytes), source.slice(at - 10, at + 10)).toBe(false);
    }
  }, 60_000);

  function isValid(bytes: Uint8Array): boolean {
    try {
      return verify(OccCertificate.decode(bytes)).valid;
    } catch (error) {
      if (error instanceof BaseError) return false;
      throw error;
    }
  }

  test('error: numbers with extra zero bytes, negative ones, zero and the order', async () => {
    const certificate = await signedBy(0, 1);
    const r = Buffer.from(certificate.signatures?.[0]?.r as string, 'base64');
    const number = (bytes: Uint8Array) => verify(withSignature(certificate, 0, { r: toBase64(bytes) }));
    expect(reasons(number(Buffer.concat([Buffer.of(0), r])))).toEqual(['malformed']);
    expect(reasons(number(Buffer.concat([Buffer.of(0, 0), r])))).toEqual(['malformed']);
    expect(reasons(number(Buffer.concat([Buffer.of(0xff), r])))).toEqual(['malformed']);
    expect(reasons(number(Buffer.concat([r, r])))).toEqual(['malformed']);
    expect(reasons(number(Buffer.of(0)))).toEqual(['unknownKey']);
    expect(reasons(number(Buffer.alloc(66, 0x7f)))).toEqual(['unknownKey']);
    const verdict = number(Buffer.concat([Buffer.of(0), r]));
    expect(verdict.invalid[0]?.explanation).toBe('signatures[0].r has needless zero bytes');
    expect([verdict.valid, names(verdict.signed)]).toEqual([false, ['Key B']]);
  });

  test('error: r and s exchanged, or those of two signers', async () => {
    const certificate = await signedBy(0, 1);
    const [first, second] = certificate.signatures ?? [];
    if (!first || !second) throw new Error('two have signed');
    expect(reasons(verify(withSignature(certificate, 0, { r: first.s, s: first.r })))).toEqual(['unknownKey']);
    expect(reasons(verify(withSignature(certificate, 0, { s: second.s })))).toEqual(['unknownKey']);
    expect(reasons(verify(withSignature(certificate, 0, { r: second.r, s: second.s })))).toEqual(['repeated']);
  });

  test('behavior: signatures in another order are the same signatures', async () => {
    const certificate = await signedBy(0, 1);
    const swapped = { ...certificate, signatures: [...(certificate.signatures ?? [])].reverse() };
    expect(verify(swapped).valid).toBe(true);
    expect(swapped['@id']).toBe(OccCertificate.idOf(swapped));
  });

  test('error: a signer’s name changed: only the id of the signature tells', async () => {
    const certificate = await signedBy(0, 1);
    const stale = verify(withSignature(certificate, 0, { name: 'Somebody else' }, true));
    expect([stale.valid, reasons(stale)]).toEqual([false, ['wrongId']]);
    const anew = verify(withSignature(certificate, 0, { name: 'Somebody else' }));
    expect(anew.valid).toBe(true);
    expect(anew.signed[0]).toMatchObject({ name: 'Key A', signature: { name: 'Somebody else' } });
  });

  test('error: signatures of another certificate', async () => {
    const other = await OccCertificate.sign(
      OccCertificate.from({ ...freshInput, publicKeys: [publicKeys[3] as Uint8Array] }),
      signers[1] as OccCertificate.OccSigner,
    );
    const one = await signedBy(0);
    const mixed = { ...one, signatures: [...(one.signatures ?? []), ...(other.signatures ?? [])] };
    expect(reasons(verify(mixed))).toEqual(['unknownKey']);
  });

  test('behavior: sixteen signatures that nobody made are told apart in bounded work', async () => {
    const certificate = await signedBy(3);
    const signatures = Array.from({ length: 16 }, () => certificate.signatures?.[0]) as never;
    expect(verify({ ...certificate, signatures }).invalid).toHaveLength(16);
  });
});
