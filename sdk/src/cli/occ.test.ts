import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { toBase64 } from '../bytes/index.ts';
import { Certificate } from '../certificate/index.ts';
import { OccCertificate } from '../certificate/occ/index.ts';
import { draft, now, privateKeys, publicKeys, published, signedBy, verifier } from '../certificate/occ/occ.fixtures.ts';
import { Quorum } from '../quorum/index.ts';
import type { Home } from './cli.fixtures.ts';
import { exitCodes } from './framework/exitCodes.ts';
import { createHomeHere } from './here.fixtures.ts';

const [first, , third] = published as [Uint8Array, Uint8Array, Uint8Array];
const at = ['--at', '2026-01-01'];
const ours = ['--p521-verifier', verifier];

async function write(home: Home, name: string, content: string | Uint8Array): Promise<string> {
  await writeFile(home.file(name), content);
  return home.file(name);
}

const asFile = (home: Home, certificate: OccCertificate.OccCertificate, name = 'certificate.json') =>
  write(home, name, OccCertificate.encode(certificate));

/** The fresh keys, as a file for `--keys`. */
async function freshKeys(home: Home): Promise<string[]> {
  const keys = publicKeys.slice(0, 3).map((key, i) => [`Key ${'ABC'[i]}`, toBase64(key)]);
  const file = await write(home, 'keys.json', JSON.stringify(Object.fromEntries(keys)));
  return ['--keys', file, '--threshold', '2', ...at];
}

describe('occ verify', () => {
  test('behavior: the published certificates, by the published keys', async () => {
    await using home = await createHomeHere();
    const list = `[${published.map((one) => new TextDecoder().decode(one)).join(',')}]`;
    const file = await write(home, 'certificates.json', list);
    const { code, data } = await home.json(['occ', 'verify', file, ...at]);
    expect(code).toBe(0);
    expect(data).toMatchObject({ valid: true, at: now });
    expect(data.certificates.map((one: { verdict: { signed: unknown[] } }) => one.verdict.signed.length)).toEqual([
      3, 3, 3,
    ]);
    const { stdout } = await home.apart.run(['occ', 'verify', '-', ...at], { stdin: first });
    expect(stdout).toContain('signed  Fundamental quorum B  Open Charging Cloud PKI - FQ2');
    expect(stdout).toContain('valid: 3 of 3 keys have signed, 2 are needed');
  });

  test('error: status 4, and each signer’s reason', async () => {
    await using home = await createHomeHere();
    const trust = await freshKeys(home);
    const file = await asFile(home, await signedBy(3, 0, 0));
    const { code, data } = await home.apart.json(['occ', 'verify', file, ...trust]);
    expect([code, data.valid]).toEqual([exitCodes.verification.code, false]);
    const { verdict } = data.certificates[0];
    expect(verdict.invalid.map(({ reason }: { reason: string }) => reason)).toEqual(['unknownKey', 'repeated']);
    const { stdout } = await home.run(['occ', 'verify', 'certificate.json', ...trust]);
    expect(stdout).toContain('Key A has signed already, and counts once');
    expect(stdout).toMatch(/Verdict +not valid/);
    expect(stdout).toMatch(/Problem +1 of 3 keys have signed, 2 are needed/);
  });

  test('behavior: --threshold asks more of the published root, --at another time', async () => {
    await using home = await createHomeHere();
    const { signatures, ...rest } = OccCertificate.decode(first);
    const file = await asFile(home, { ...rest, signatures: signatures?.slice(0, 2) ?? [] });
    const code = async (...args: string[]) => (await home.run(['occ', 'verify', file, ...args, '--quiet'])).code;
    expect(await code(...at)).toBe(0);
    expect(await code(...at, '--threshold', '3')).toBe(exitCodes.verification.code);
    expect(await code('--at', '2029-01-01')).toBe(exitCodes.verification.code);
  });

  test('error: files and options that are none', async () => {
    await using home = await createHomeHere();
    const file = await write(home, 'c.json', first);
    const code = async (...args: string[]) => (await home.failure(['occ', 'verify', ...args])).code;
    expect(await code('missing.json')).toBe(exitCodes.file.code);
    expect(await code('nothing')).toBe(exitCodes.notFound.code);
    expect(await code('f19877')).toBe(exitCodes.notFound.code);
    expect(await code(await write(home, 'bad.json', '{"a":1,"a":2}'))).toBe(exitCodes.input.code);
    expect(await code(await write(home, 'long.json', ' '.repeat(600_000)))).toBe(exitCodes.file.code);
    expect(await code(file, '--threshold', '4')).toBe(exitCodes.input.code);
    expect(await code(file, '--keys', file, '--threshold', '1')).toBe(exitCodes.input.code);
    expect(await code(file, '--keys', file)).toBe(exitCodes.usage.code);
    expect(await code(file, '--at', 'yesterday')).toBe(exitCodes.input.code);
  });

  test('error: hostile text does not reach the terminal as it is', async () => {
    await using home = await createHomeHere();
    const text = new TextDecoder().decode(first).replace('"description": "', '"description": "\\u001b[2J');
    const { stderr, code } = await home.run(['occ', 'verify', await write(home, 'c.json', text)]);
    expect(code).toBe(exitCodes.input.code);
    expect(stderr).not.toContain('\u001b[2J');
  });
});

describe('occ import', () => {
  test('behavior: what is valid is kept, and known by its id from then on', async () => {
    await using home = await createHomeHere();
    const { data } = await home.json(['occ', 'import', await write(home, 'c.json', first), ...at]);
    const [id] = data.imported;
    expect(await readFile(path.join(home.home, 'occ', `${id}.json`))).toEqual(first);
    expect((await home.run(['occ', 'list', '--quiet'])).stdout.trim()).toBe(id);
    expect((await home.run(['occ', 'verify', id.slice(0, 8), ...at, '--quiet'])).stdout.trim()).toBe('valid');
    expect((await home.run(['occ', 'verify', `0x${id}`, ...at, '--quiet'])).stdout.trim()).toBe('valid');
  });

  test('behavior: --dry-run keeps nothing', async () => {
    await using home = await createHomeHere();
    const { code } = await home.run(['occ', 'import', await write(home, 'c.json', first), ...at, '--dry-run']);
    expect(code).toBe(0);
    expect((await home.json(['occ', 'list'])).data.certificates).toEqual([]);
  });

  test('error: one that is not valid keeps all out', async () => {
    await using home = await createHomeHere();
    const tampered = new TextDecoder().decode(third).replace('GraphDefined GmbH', 'GraphDefined AG');
    const file = await write(home, 'c.json', `[${new TextDecoder().decode(first)},${tampered}]`);
    const { code, data } = await home.json(['occ', 'import', file, ...at]);
    expect([code, data.imported]).toEqual([exitCodes.verification.code, []]);
    expect(await readdir(home.folder)).not.toContain('home');
  });

  test('error: a file of the home that somebody changed', async () => {
    await using home = await createHomeHere();
    const { data } = await home.json(['occ', 'import', await write(home, 'c.json', first), ...at]);
    const kept = path.join(home.home, 'occ', `${data.imported[0]}.json`);
    await writeFile(kept, new TextDecoder().decode(first).replace('GraphDefined GmbH', 'GraphDefined AG'));
    expect((await home.failure(['occ', 'verify', data.imported[0], ...at])).code).toBe(exitCodes.verification.code);
    expect((await home.failure(['occ', 'list'])).code).toBe(exitCodes.verification.code);
  });

  test('behavior: a valid certificate that replaces another is mentioned with it', async () => {
    await using home = await createHomeHere();
    const trust = await freshKeys(home);
    let next = OccCertificate.from({ ...again, replaces: [draft['@id']] });
    for (const key of privateKeys.slice(0, 2)) {
      next = await OccCertificate.sign(next, OccCertificate.p521Signer(key, { name: 'FQ' }));
    }
    await home.run(['occ', 'import', await asFile(home, next, 'next.json'), ...trust]);
    const { data } = await home.json(['occ', 'verify', await asFile(home, await signedBy(0, 1)), ...trust]);
    expect(data.certificates[0]).toMatchObject({ replacedBy: [next['@id']], verdict: { valid: true } });
  });

  const again = {
    publicKeys: [publicKeys[2] as Uint8Array],
    usages: ['signCertificates'],
    owner: { name: 'Meter makers 1' },
    notBefore: now,
    notAfter: now + 1_000,
  } as const;
});

describe('occ convert', () => {
  test('behavior: a certificate in this home and in a file, and a quorum of the root', async () => {
    await using home = await createHomeHere();
    const [file, out, members] = [await write(home, 'c.json', first), home.file('out.json'), home.file('root.json')];
    const args = ['occ', 'convert', file, ...at, ...ours, '--out', out, '--members', members];
    const { code, data } = await home.json(args);
    expect(code).toBe(0);
    const [id] = data.ids;
    expect(Certificate.id(Certificate.decode(await readFile(out)))).toBe(id);
    expect((await home.json(['certificate', 'show', id])).data.certificate.subject.name).toBe('GraphDefined GmbH');
    const definition = Quorum.decode(JSON.parse(await readFile(members, 'utf8')));
    expect([Quorum.id(definition), definition.threshold]).toEqual([data.quorum.id, 2]);
    expect(definition.members.map(({ signer }) => signer)).toContain(data.converted[0].certificates[0].signer);
    expect(data.converted[0].lost).toHaveLength(7);
    expect((await home.failure(args)).code).toBe(exitCodes.file.code);

    const create = ['quorum', 'create', '--from', members, '--dry-run'];
    expect((await home.json(create)).data.quorum).toBe(data.quorum.id);
    expect((await home.failure([...create, '--threshold', '1'])).code).toBe(exitCodes.usage.code);
    expect((await home.failure(['quorum', 'create', '--from', file, '--dry-run'])).code).toBe(exitCodes.input.code);
    const { signer } = definition.members[0] as (typeof definition.members)[0];
    const missing = ['quorum', 'create', '--member', signer, '--dry-run'];
    expect((await home.failure(missing)).code).toBe(exitCodes.usage.code);
  });

  test('behavior: the same bytes in another home, and on stdout', async () => {
    await using home = await createHomeHere();
    await using other = await createHomeHere();
    const convert = async (where: Home) =>
      (await where.apart.run(['occ', 'convert', '-', ...at, ...ours, '--out', '-'], { stdin: first })).stdout;
    const bytes = await convert(home);
    expect(await convert(other)).toBe(bytes);
    expect(JSON.parse(bytes)).toMatchObject({ kind: 'authority', usages: ['signCertificates'] });
  });

  test('behavior: --as-quorum names the quorum that has to be created', async () => {
    await using home = await createHomeHere();
    const args = [
      'occ',
      'convert',
      await write(home, 'c.json', first),
      ...at,
      ...ours,
      '--as-quorum',
      '--role',
      'gridOperator',
      '--dry-run',
    ];
    const { data } = await home.json(args);
    const [{ certificate, quorum, signer }] = data.converted[0].certificates;
    expect(certificate.subject.role).toBe('gridOperator');
    expect(quorum).toMatchObject({ threshold: 1, members: [{ signer, weight: 1 }] });
    expect(certificate.subject.signer.endsWith(Quorum.id(quorum).slice(2))).toBe(true);
    expect(await readdir(home.folder)).not.toContain('home');
  });

  test('behavior: --replaced turns edges into edges', async () => {
    await using home = await createHomeHere();
    const trust = await freshKeys(home);
    const old = await asFile(home, await signedBy(0, 1), 'old.json');
    let next = OccCertificate.from({
      publicKeys: [publicKeys[2] as Uint8Array],
      usages: [],
      owner: { name: 'Meter makers 1' },
      notBefore: now,
      notAfter: now + 1_000,
      replaces: [draft['@id']],
    });
    for (const key of privateKeys.slice(0, 2)) {
      next = await OccCertificate.sign(next, OccCertificate.p521Signer(key, { name: 'FQ' }));
    }
    const file = await asFile(home, next, 'next.json');
    const convert = async (...args: string[]) =>
      (await home.json(['occ', 'convert', file, ...trust, ...ours, '--dry-run', ...args])).data.converted[0];
    const [oldId] = (await home.json(['occ', 'convert', old, ...trust, ...ours, '--dry-run'])).data.ids;
    expect((await convert('--replaced', old)).certificates[0].certificate.edges).toEqual([
      { type: 'replaces', certificate: oldId },
    ]);
    expect((await convert()).lost[0]).toMatchObject({ field: 'edges', value: draft['@id'] });
  });

  test('error: what is not valid, several for one file, a verifier that is none', async () => {
    await using home = await createHomeHere();
    const file = await write(home, 'c.json', first);
    const both = await write(
      home,
      'two.json',
      `[${published.slice(0, 2).map((one) => new TextDecoder().decode(one))}]`,
    );
    const code = async (...args: string[]) => (await home.failure(['occ', 'convert', ...args])).code;
    expect(await code(file, '--at', '2029-01-01', ...ours)).toBe(exitCodes.verification.code);
    expect(await code(both, ...at, ...ours, '--out', home.file('o.json'))).toBe(exitCodes.usage.code);
    expect(await code(file, ...at, '--p521-verifier', '0x12')).toBe(exitCodes.input.code);
    expect(await code(file, ...at, ...ours, '--members', '-')).toBe(exitCodes.usage.code);
    expect(await readdir(home.folder)).not.toContain('home');
  });
});
