import { utf8Encode } from '@gridseal/sdk/bytes';
import { parsePublicKey, verifySshSignature } from '@gridseal/sdk/credential/ssh';
import { describe, expect, test, vi } from 'vitest';
import { isProtected, isWrongPassphrase, makeSshKey, makeTlsKey, readSshKey, readTlsKey } from './caFiles.ts';
import { type CaKey, createKeyRing } from './caKeys.ts';

import { emptyRecipe } from './recipe.ts';
import { requestOf } from './request.ts';

const passphrase = 'correct horse battery';
const at = 1_795_000_000;
const key = (id: string, wipe = () => {}) =>
  ({ id, name: id, kind: 'ssh', fingerprint: id, publicText: '', wipe, isWiped: () => false }) as unknown as CaKey;

describe('the keys of a session', () => {
  test('behavior: wiped once the last page that needs them is closed, and not on the way to the next', () => {
    const works: (() => void)[] = [];
    const ring = createKeyRing((work) => works.push(work));
    const wipe = vi.fn();
    const first = ring.hold();
    ring.add(key('a', wipe));
    first();
    const second = ring.hold();
    works.shift()?.();
    expect(ring.get()).toHaveLength(1);
    second();
    second();
    works.shift()?.();
    expect(ring.get()).toEqual([]);
    expect(wipe).toHaveBeenCalledOnce();
  });

  test('behavior: the same key again takes the place of the one before, which is wiped', () => {
    const ring = createKeyRing();
    const wipe = vi.fn();
    ring.add(key('a', wipe));
    ring.add(key('a'));
    expect(ring.get()).toHaveLength(1);
    expect(wipe).toHaveBeenCalledOnce();
    ring.forget('a');
    expect(ring.get()).toEqual([]);
  });
});

describe('requestOf', () => {
  test.each(['sshUser', 'sshHost', 'tls'] as const)('error: %s without a key, or with one of another kind', (kind) => {
    const recipe = { ...emptyRecipe(), kind };
    expect(() => requestOf(recipe, null, [])).toThrow(expect.objectContaining({ field: 'authority' }));
    const other = { ...key('a'), kind: kind === 'tls' ? 'ssh' : 'tls' } as CaKey;
    expect(() => requestOf(recipe, other, [])).toThrow(expect.objectContaining({ field: 'authority' }));
  });
});

describe('key files', () => {
  test('behavior: an SSH authority that is made here opens again from its file, with the passphrase alone', async () => {
    const { key: made, file } = await makeSshKey('users', passphrase);
    expect(isProtected(file)).toBe(true);
    const opened = await readSshKey('users', file, passphrase);
    expect(opened.fingerprint).toBe(made.fingerprint);
    if (opened.kind !== 'ssh') throw new Error('is no SSH key');
    const signature = await opened.signer.sign(utf8Encode('x'));
    expect(verifySshSignature(parsePublicKey(made.publicText), utf8Encode('x'), signature)).toBe(true);
    expect(() => requestOf(emptyRecipe(), opened, [])).not.toThrow();
    opened.wipe();
    expect(() => requestOf(emptyRecipe(), opened, [])).toThrow(expect.objectContaining({ field: 'authority' }));
    const wrong = await readSshKey('users', file, 'wrong passphrase').catch((error: unknown) => error);
    expect(isWrongPassphrase(wrong)).toBe(true);
  });

  test('behavior: a TLS root that is made here opens again, key and certificate in one file', async () => {
    const { key: made, file } = await makeTlsKey('Root', passphrase, { notBefore: at - 60, notAfter: at + 3_600 });
    const opened = await readTlsKey('Root', file, { passphrase, at });
    expect(opened).toMatchObject({ kind: 'tls', fingerprint: made.fingerprint, notAfter: at + 3_600 });
    const wrong = await readTlsKey('Root', file, { passphrase: 'no', at }).catch((error: unknown) => error);
    expect(isWrongPassphrase(wrong)).toBe(true);
  });

  test('attack: the certificate of another root on the key, or one that has ended', async () => {
    const validity = { notBefore: at - 60, notAfter: at + 3_600 };
    const [a, b] = [await makeTlsKey('A', passphrase, validity), await makeTlsKey('B', passphrase, validity)];
    const mixed = a.file.slice(0, a.file.indexOf('-----BEGIN CERTIFICATE')) + b.key.publicText;
    await expect(readTlsKey('A', mixed, { passphrase, at })).rejects.toMatchObject({ code: 'VERIFICATION' });
    await expect(readTlsKey('A', a.file, { passphrase, at: at + 7_200 })).rejects.toMatchObject({
      code: 'VERIFICATION',
    });
  });

  test.each(['', 'x', '-----BEGIN CERTIFICATE-----', 'ssh-ed25519 AAAA'])('error: no key in %j', async (text) => {
    expect(isProtected(text)).toBeNull();
    await expect(readSshKey('x', text, passphrase)).rejects.toMatchObject({ code: 'DECODE' });
    await expect(readTlsKey('x', text, { passphrase, at })).rejects.toMatchObject({ code: 'DECODE' });
  });
});
