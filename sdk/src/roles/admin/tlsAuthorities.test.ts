import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { randomBytes as random } from '../../crypto/index.ts';
import { secretStore, validity } from './admin.fixtures.ts';
import { TlsAuthorities } from './tlsAuthorities.ts';

async function authorities() {
  const { directory, store } = await secretStore();
  return { directory, tls: new TlsAuthorities(store) };
}

const root = { commonName: 'Root', pathLength: 1, ...validity, random };

describe('TlsAuthorities', () => {
  test('behavior: an authority below another one is there again after a restart, with its chain', async () => {
    const { directory, tls } = await authorities();
    await tls.create('root', root);
    const made = await tls.create('services', { commonName: 'Services', issuer: 'root', ...validity, random });
    const again = new TlsAuthorities((await secretStore(directory)).store);
    const { chain } = await again.get('services');
    expect(chain).toEqual(made.chain);
    const [own, above] = chain.map((pem) => new X509Certificate(pem)) as [X509Certificate, X509Certificate];
    expect(own.checkIssued(above)).toBe(true);
    expect(own.ca).toBe(true);
  });

  test.each(['P-384', 'Ed25519', 'ML-DSA-87', 'SLH-DSA-SHA2-128s'] as const)(
    'behavior: keys of %s',
    async (algorithm) => {
      const { tls } = await authorities();
      await tls.create('root', { ...root, algorithm });
      expect((await tls.get('root')).privateKey.type).toBe('private');
    },
  );

  test('behavior: the secret is a file for its owner alone', async () => {
    const { directory, tls } = await authorities();
    await tls.create('root', root);
    expect(statSync(path.join(directory, 'tls-authority-root')).mode & 0o777).toBe(0o600);
  });

  test('error: a name that is taken, or is none', async () => {
    const { tls } = await authorities();
    await tls.create('root', root);
    await expect(tls.create('root', root)).rejects.toMatchObject({ code: 'ARGUMENT', field: 'name' });
    for (const name of ['', 'Root', '../root', 'a'.repeat(33), 'root/x', '-root']) {
      await expect(tls.create(name, root)).rejects.toMatchObject({ code: 'ARGUMENT', field: 'name' });
      await expect(tls.get(name)).rejects.toMatchObject({ code: 'ARGUMENT', field: 'name' });
    }
  });

  test('error: an authority, or an issuer, that is not there', async () => {
    const { tls } = await authorities();
    await expect(tls.get('root')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(tls.create('services', { ...root, issuer: 'root' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(tls.get('services')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('error: options that cannot be right leave nothing behind', async () => {
    const { tls } = await authorities();
    await expect(tls.create('root', { ...root, pathLength: 99 })).rejects.toMatchObject({ field: 'pathLength' });
    await expect(tls.create('root', { ...root, commonName: '' })).rejects.toMatchObject({ field: 'commonName' });
    await expect(tls.create('root', { ...root, notAfter: 0 })).rejects.toThrow();
    await expect(tls.get('root')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('error: a damaged file is named, and nothing of the key is told', async () => {
    const { directory, tls } = await authorities();
    await tls.create('root', root);
    const file = path.join(directory, 'tls-authority-root');
    const text = readFileSync(file, 'utf8');
    const key = (JSON.parse(text) as { privateKey: string }).privateKey.split('\n')[1] as string;
    const wrongKind = text.replace('"P-256"', '"P-384"');
    for (const damaged of ['', '{}', text.slice(0, -1), wrongKind, text.replace('tls-authority', 'other')]) {
      writeFileSync(file, damaged);
      const error = (await tls.get('root').catch((cause: unknown) => cause)) as Error;
      expect(error.message).toContain('tls-authority-root');
      expect(`${error.message}${error.stack}`).not.toContain(key);
    }
  });
});
