import { X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Certificate } from '../certificate/index.ts';
import { createTlsRequest, generateTlsKeys, type TlsAlgorithm, TlsLeafProof } from '../credential/tls/index.ts';
import { exitCodes } from './framework/exitCodes.ts';
import { createHomeHere } from './here.fixtures.ts';

const dns = ['a.example'];
const onChain = ['--chain-id', '31337'];
const issue = (...more: string[]) => ['tls-authority', 'issue', 'root', '--dns', 'a.example', ...more];

// One home for all.
let home: Awaited<ReturnType<typeof createHomeHere>>;
let root: { readonly algorithm: string };

/** A signing request in a file. */
async function request(name: string, algorithm: TlsAlgorithm = 'P-256') {
  await writeFile(home.file(name), await createTlsRequest(await generateTlsKeys(algorithm), { dns }));
  return name;
}

async function failureOf(args: readonly string[]) {
  const { code, error } = await home.failure(args);
  return [code, error.field];
}

beforeAll(async () => {
  home = await createHomeHere();
  const algorithm = ['--algorithm', 'SLH-DSA-SHA2-128s', '--path-length', '1'];
  root = (await home.json(['tls-authority', 'create', 'root', ...algorithm])).data;
  for (const name of ['one', 'two']) {
    await request(`${name}.csr`);
    expect((await home.run(issue('--request', `${name}.csr`, '--out', `${name}.crt`))).code).toBe(0);
  }
});
afterAll(() => home[Symbol.asyncDispose]());

describe('tls-authority', () => {
  test('behavior: authorities are named by their algorithms', async () => {
    expect(root).toMatchObject({ algorithm: 'SLH-DSA-SHA2-128s', subject: 'CN=root' });
    const { stdout } = await home.run(['tls-authority', 'list']);
    expect(stdout).toMatch(/root +CN=root +SLH-DSA-SHA2-128s/);
    const create = ['tls-authority', 'create', 'x', '--permit-dns', '*.example'];
    expect(await failureOf(create)).toEqual([exitCodes.input.code, 'nameConstraints']);
  });

  test('behavior: nothing but PEM on stdout, and nothing is replaced', async () => {
    const { stdout } = await home.apart.run(issue('--request', 'one.csr', '--out', '-', '--for', 'client'));
    expect(new X509Certificate(stdout).subjectAltName).toBe('DNS:a.example');
    expect((await failureOf(issue('--request', 'one.csr', '--out', 'one.crt')))[0]).toBe(exitCodes.file.code);
  });

  test('error: a request for other names, of SLH-DSA, that is none; too long a time; no such authority', async () => {
    const other = ['tls-authority', 'issue', 'root', '--dns', 'b.example', '--out', 'x.crt', '--request', 'one.csr'];
    expect(await failureOf(other)).toEqual([exitCodes.verification.code, '--request.dns[0]']);
    const of = (file: string, ...more: string[]) => failureOf(issue('--request', file, '--out', 'x.crt', ...more));
    expect(await of(await request('slh.csr', 'SLH-DSA-SHA2-128s'))).toEqual([exitCodes.input.code, 'key.publicKey']);
    await writeFile(home.file('text.csr'), 'no request');
    expect(await of('text.csr')).toEqual([exitCodes.input.code, '--request']);
    expect(await of('one.csr', '--valid', '90y')).toEqual([exitCodes.input.code, 'notAfter']);
    const nobody = ['tls-authority', 'issue', 'nobody', '--request', 'one.csr', '--out', 'x.crt'];
    expect((await failureOf(nobody))[0]).toBe(exitCodes.notFound.code);
    expect(existsSync(home.file('x.crt'))).toBe(false);
  });

  test('behavior: an authority elsewhere is certified; its request decides nothing but the key', async () => {
    const args = ['tls-authority', 'certify', 'root', '--request', 'one.csr', '--common-name', 'Plant'];
    expect((await home.run([...args, '--out', 'plant.pem'])).code).toBe(0);
    const made = new X509Certificate(await readFile(home.file('plant.pem'), 'utf8'));
    expect([made.ca, made.subject, made.subjectAltName]).toEqual([true, 'CN=Plant', undefined]);
  });

  test('behavior: an authority of this home below a root that is elsewhere', async () => {
    await using office = await createHomeHere();
    await office.run(['tls-authority', 'create', 'services', '--algorithm', 'ML-DSA-65']);
    await office.run(['tls-authority', 'request', 'services', '--out', home.file('services.csr')]);
    const certify = ['tls-authority', 'certify', 'root', '--request', 'services.csr', '--common-name', 'Services'];
    expect((await home.run([...certify, '--out', 'services.pem'])).code).toBe(0);
    await writeFile(home.file('root.pem'), (await home.run(['tls-authority', 'show', 'root', '--quiet'])).stdout);
    const files = ['--chain', home.file('services.pem'), '--root', home.file('root.pem')];
    const { data } = await office.json(['tls-authority', 'adopt', 'services', ...files]);
    expect(data).toMatchObject({ subject: 'CN=Services', issuer: 'CN=root', algorithm: 'ML-DSA-65' });
    const { code, error } = await office.apart.failure([
      'tls-authority',
      'adopt',
      'services',
      '--chain',
      home.file('one.crt'),
      ...files.slice(2),
    ]);
    expect([code, error.field]).toEqual([exitCodes.verification.code, 'chain[0]']);
  });

  test('behavior: the certificate by which quorums endorse an authority', async () => {
    const { data } = await home.json(['tls-authority', 'draft', 'root', '--title', 'Fleet root']);
    const keys = [{ use: 'tls', algorithm: 'SLH-DSA-SHA2-128s' }];
    expect(Certificate.fromJson(data.certificate)).toMatchObject({ kind: 'tlsAuthority', subject: { keys } });
    expect((await home.run(['certificate', 'show', data.id])).stdout).toContain('Fleet root');
  });

  test('error: batches that cannot be write nothing', async () => {
    const anchor = (...more: string[]) => failureOf(['tls-authority', 'anchor', '--title', 'T', ...more]);
    expect(await anchor('root.pem', ...onChain)).toEqual([exitCodes.input.code, 'leaves[0]']);
    expect(await anchor('one.crt', './one.crt', ...onChain)).toEqual([exitCodes.input.code, 'leaves']);
    expect((await anchor('nothing.crt', ...onChain))[0]).toBe(exitCodes.file.code);
    expect((await anchor('one.crt'))[0]).toBe(exitCodes.configuration.code);
    expect((await home.run(['tls-authority', 'anchor', 'one.crt', '--title', 'T', '--dry-run', ...onChain])).code).toBe(
      0,
    );
    expect(existsSync(home.file('one.proof.json'))).toBe(false);
  });

  test('behavior: a batch, and a proof beside each leaf', async () => {
    const args = ['tls-authority', 'anchor', 'one.crt', 'two.crt', '--title', 'Two', ...onChain];
    const { data } = await home.json(args);
    expect(data.certificate.leaves.size).toBe(2);
    for (const name of ['one', 'two']) {
      const proof = TlsLeafProof.decode(new Uint8Array(await readFile(home.file(`${name}.proof.json`))));
      expect(proof).toMatchObject({ batch: data.id, size: 2, chainId: 31337 });
    }
    expect((await failureOf(args))[0]).toBe(exitCodes.file.code);
  });

  test('error: a verification of nothing, without anchors, or with a proof that is none', async () => {
    const verify = (...more: string[]) => failureOf(['tls-authority', 'verify', 'one.crt', ...onChain, ...more]);
    expect(await verify('--proof', 'x', '--root', 'y')).toEqual([exitCodes.usage.code, '--proof']);
    for (const text of ['{"type":"gridseal/tls-leaf-proof/v1"}', `{${' '.repeat(9_000)}}`]) {
      await writeFile(home.file('bad.json'), text);
      const [code, field] = await verify('--proof', 'bad.json');
      expect(code).not.toBe(0);
      expect(String(field)).toContain('--proof');
    }
    expect(await verify('--proof', 'one.proof.json')).toEqual([exitCodes.usage.code, '--anchor']);
    expect((await verify('--root', 'root.pem'))[0]).toBe(exitCodes.usage.code);
  });
});
