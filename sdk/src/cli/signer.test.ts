import { execFileSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync, type KeyObject, sign as signWith } from 'node:crypto';
import { chmod, copyFile, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromHex, type Hex, toHex } from '../bytes/index.ts';
import { keyAlgorithms, verifySignature } from '../crypto/index.ts';
import { Approval, Proposal, Quorum, SigningRequest, TypedData } from '../quorum/index.ts';
import type { Home } from './cli.fixtures.ts';
import { exitCodes } from './framework/exitCodes.ts';
import { createHomeHere } from './here.fixtures.ts';

const digest: Hex = '0x5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03';
const registry: Hex = `0x${'31'.repeat(20)}`;

const proposal = Proposal.from({
  action: 'endorse',
  chainId: 31_337,
  registry,
  message: { certificate: digest, quorum: `0x${'22'.repeat(32)}`, version: 1, deadline: 1_795_158_000 },
});

/** A home with a few signers, made once: each takes a moment. */
let home: Home;
beforeAll(async () => {
  home = await createHomeHere();
  await home.apart.run(['signer', 'create', 'ed', '--algorithm', 'Ed25519']);
  await home.run(['signer', 'create', 'chip', '--algorithm', 'P-256']);
  await home.run(['wallet', 'create', 'purse']);
  await writeFile(home.file('proposal.json'), Proposal.encode(proposal));
}, 60_000);
afterAll(() => home[Symbol.asyncDispose]());

/** A file with a private key, as OpenSSL keeps it. */
async function keyFile(name: string, key: KeyObject, passphrase?: string): Promise<string> {
  const options = { type: 'pkcs8', format: 'pem' } as const;
  const pem =
    passphrase === undefined ? key.export(options) : key.export({ ...options, cipher: 'aes-256-cbc', passphrase });
  await writeFile(home.file(name), pem, { mode: 0o600 });
  return home.file(name);
}

async function publicFile(name: string, key: KeyObject): Promise<string> {
  await writeFile(home.file(name), key.export({ type: 'spki', format: 'pem' }));
  return home.file(name);
}

describe('signers of a home', () => {
  test('behavior: a key is kept in a file of its owner alone, which stock openssl opens', async () => {
    const folder = path.join(home.home, 'signers');
    for (const file of ['ed.pem', 'ed.json']) expect((await stat(path.join(folder, file))).mode & 0o777).toBe(0o600);
    const shown = await home.json(['signer', 'show', 'ed']);
    const opened = execFileSync(
      'openssl',
      ['pkey', '-in', path.join(folder, 'ed.pem'), '-passin', 'stdin', '-pubout'],
      {
        input: 'correct horse\n',
        encoding: 'utf8',
      },
    );
    expect(opened).toBe(shown.data.publicKey);
    expect((await home.run(['signer', 'show', 'ed', '--pem'])).stdout).toBe(opened);
    expect(shown.data).toMatchObject({ algorithm: 'Ed25519', key: 'here', onChain: false, verifier: null });
  });

  test('behavior: signers are listed with their ERC-7913 bytes', async () => {
    const { data } = await home.json(['signer', 'list']);
    expect(data.signers.map(({ name }: { name: string }) => name)).toEqual(expect.arrayContaining(['chip', 'ed']));
    const chip = data.signers.find(({ name }: { name: string }) => name === 'chip');
    expect(chip).toMatchObject({ onChain: true, verifier: { contract: 'ERC7913P256Verifier' } });
    expect((await home.run(['signer', 'show', 'chip', '--quiet'])).stdout.trim()).toBe(chip.signer);
  });

  test.each(['P-521', 'SLH-DSA-SHA2-128s', 'secp256k1', 'ML-DSA-87'] as const)(
    'behavior: %s can be made; a dry run keeps nothing',
    async (algorithm) => {
      const { data, code } = await home.json(['signer', 'create', 'new', '--algorithm', algorithm, '--dry-run']);
      expect(code).toBe(0);
      const [size = 0] = keyAlgorithms[algorithm].publicKeySizes;
      const key = { secp256k1: 0, 'P-256': 64, 'P-521': 132 }[algorithm as string] ?? size;
      expect(fromHex(data.signer).length).toBe(20 + key);
      expect(await readdir(path.join(home.home, 'signers'))).not.toContain('new.json');
    },
  );

  test('behavior: both ways to hash for P-521 are signers of their own', async () => {
    const make = async (...more: string[]) =>
      (await home.json(['signer', 'create', 'new', '--algorithm', 'P-521', '--dry-run', ...more])).data;
    expect(await make()).toMatchObject({ hash: 'SHA-512', verifier: { contract: 'P521Verifier' } });
    expect(await make('--sha256')).toMatchObject({ hash: 'SHA-256', verifier: { contract: 'P521Sha256Verifier' } });
  });

  test('behavior: keys that OpenSSL made are taken over, encrypted or not', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = publicKey.export({ type: 'spki', format: 'pem' });
    const plain = await home.json(['signer', 'create', 'old', '--import', await keyFile('old.pem', privateKey)]);
    expect(plain.data.publicKey).toBe(pem);
    const sealed = await keyFile('sealed.pem', privateKey, 'correct horse');
    const dry = await home.json(['signer', 'create', 'older', '--import', sealed, '--dry-run']);
    expect(dry.data.signer).toBe(plain.data.signer);
    const kept = await readFile(path.join(home.home, 'signers/old.pem'), 'utf8');
    expect(createPrivateKey({ key: kept, passphrase: 'correct horse' }).equals(privateKey)).toBe(true);
  });

  test('behavior: of a key that is kept elsewhere the public half comes in, and nothing signs with it', async () => {
    const { publicKey } = generateKeyPairSync('ed25519');
    const created = await home.json([
      'signer',
      'create',
      'vault',
      '--public-key',
      await publicFile('vault.pub', publicKey),
    ]);
    expect(created.data).toMatchObject({ key: 'elsewhere', keyFile: null });
    const { code, error } = await home.failure(['signer', 'sign', 'vault', digest, '--yes']);
    expect(code).toBe(exitCodes.notFound.code);
    expect(error.hints.join()).toContain('signer request');
  });

  test('behavior: a name of a signer stands where a wallet’s name does', async () => {
    const { data } = await home.json(['signer', 'show', 'chip']);
    const create = ['quorum', 'create', '--member', 'chip=2', '--member', 'purse', '--threshold', '3', '--dry-run'];
    const made = await home.json(create);
    expect(made.data.definition.members).toContainEqual({ signer: data.signer, weight: 2 });
    const draft = ['certificate', 'draft', '--kind', 'authority', '--name', 'Meters', '--signer', 'chip', '--dry-run'];
    const drafted = await home.json([...draft, '--usage', 'signCertificates']);
    expect(drafted.data.certificate.subject.signer).toBe(data.signer);
  });

  test('error: one key as two members, on the command line and in a file', async () => {
    const { data } = await home.json(['signer', 'show', 'chip']);
    const twin = `0x${'77'.repeat(20)}${data.signer.slice(42)}`;
    const create = ['quorum', 'create', '--member', 'chip', '--member', twin, '--threshold', '2', '--dry-run'];
    const { code, error } = await home.failure(create);
    expect(code).toBe(exitCodes.input.code);
    expect(error).toMatchObject({ code: 'SAME_KEY', field: 'quorum.members[1].signer' });
    const members = [data.signer, twin].map((signer) => ({ signer, weight: 1 }));
    members.sort((a, b) => (Quorum.memberOrder(a.signer) < Quorum.memberOrder(b.signer) ? -1 : 1));
    const definition = { members, threshold: 2, revocationThreshold: 2, salt: `0x${'00'.repeat(32)}` };
    await writeFile(home.file('twins.json'), JSON.stringify(definition));
    const fromFile = await home.failure(['quorum', 'create', '--from', home.file('twins.json'), '--dry-run']);
    expect(fromFile.error).toMatchObject({ code: 'SAME_KEY', field: '--from.members[1].signer' });
  });

  test('error: hybrid members that share a key, with each other or with a member', async () => {
    await home.run(['signer', 'create', 'lattice', '--algorithm', 'ML-DSA-65']);
    const create = ['quorum', 'create', '--threshold', '1', '--dry-run', '--hybrid', 'a=purse+lattice'];
    const shared = await home.failure([...create, '--hybrid', 'b=chip+lattice']);
    expect(shared.error).toMatchObject({ code: 'SAME_KEY', field: '--hybrid b' });
    expect(shared.error.message).toContain('key of a');
    const own = await home.failure([...create, '--member', 'purse']);
    expect(own.error).toMatchObject({ code: 'SAME_KEY', field: '--hybrid a' });
  });

  test.each([
    ['no algorithm', ['new'], 'usage'],
    ['an unknown algorithm', ['new', '--algorithm', 'RSA'], 'usage'],
    ['a signer’s name again', ['ed', '--algorithm', 'Ed25519'], 'file'],
    ['a wallet’s name', ['purse', '--algorithm', 'Ed25519'], 'file'],
    ['a name that leaves the folder', ['../evil', '--algorithm', 'Ed25519'], 'input'],
    ['SHA-256 for another algorithm', ['new', '--algorithm', 'Ed25519', '--sha256'], 'usage'],
    ['two sources', ['new', '--public-key', 'a', '--import', 'b'], 'usage'],
    ['a file that is not there', ['new', '--import', 'nowhere.pem'], 'file'],
    ['a public key that is none', ['new', '--public-key', 'proposal.json'], 'input'],
  ] as const)('error: %s', async (_what, args, status) => {
    expect((await home.failure(['signer', 'create', ...args])).code).toBe(exitCodes[status].code);
    expect(await readdir(path.join(home.home, 'signers'))).not.toContain('new.json');
  });

  test('error: a key file that others may read is found by the doctor', async () => {
    const file = path.join(home.home, 'signers/ed.pem');
    const finding = async () => {
      const { data } = await home.apart.json(['doctor']);
      return data.findings.find(({ check }: { check: string }) => check === 'secret files');
    };
    expect((await finding()).state).toBe('ok');
    await chmod(file, 0o640);
    expect(await finding()).toMatchObject({ state: 'problem' });
    await chmod(file, 0o600);
  });

  test('error: a wallet cannot take a signer’s name', async () => {
    const { code, error } = await home.apart.failure(['wallet', 'create', 'ed']);
    expect(code).toBe(exitCodes.file.code);
    expect(error.message).toContain('name of a signer');
  });

  test('error: a key file that others may read, is of another algorithm, or opens with another password', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const open = await keyFile('open.pem', privateKey);
    await chmod(open, 0o644);
    expect((await home.failure(['signer', 'create', 'new', '--import', open])).code).toBe(exitCodes.file.code);
    const other = [
      'signer',
      'create',
      'new',
      '--import',
      await keyFile('other.pem', privateKey),
      '--algorithm',
      'P-256',
    ];
    expect((await home.failure(other)).code).toBe(exitCodes.input.code);
    const sealed = await keyFile('locked.pem', privateKey, 'another password');
    const { code, error } = await home.failure(['signer', 'create', 'new', '--import', sealed]);
    expect(code).toBe(exitCodes.verification.code);
    expect(JSON.stringify(error)).not.toContain('correct horse');
  });
});

describe('signing', () => {
  const sign = (name: string, ...args: string[]) => home.json(['signer', 'sign', name, ...args, '--yes']);
  const verify = (signer: string, signature: string, of: string = digest) =>
    home.json(['signer', 'verify', '--signer', signer, '--digest', of, '--signature', signature]);

  test.each(['ed', 'chip', 'purse'])('behavior: %s signs a digest, and the signature verifies', async (name) => {
    const { data } = await sign(name, digest);
    expect((await verify(name, data.signature)).data).toMatchObject({ valid: true, told: 'here' });
  });

  test('behavior: what a proposal asks for is signed, and a file of the signature verifies', async () => {
    const { data } = await sign('ed', '--proposal', home.file('proposal.json'));
    expect(data.digest).toBe(TypedData.digest(Proposal.actionOf(proposal)));
    await writeFile(home.file('signature.bin'), fromHex(data.signature));
    const { code } = await verify(data.signer, home.file('signature.bin'), data.digest);
    expect(code).toBe(0);
  });

  test('error: another digest, a changed signature, another signer', async () => {
    const { data } = await sign('ed', digest);
    const changed = data.signature.replace(/.$/, (last: string) => (last === '0' ? '1' : '0'));
    for (const [signer, signature, of] of [
      ['ed', data.signature, `0x${'11'.repeat(32)}`],
      ['ed', changed, digest],
      ['chip', data.signature, digest],
    ] as const) {
      expect(await verify(signer, signature, of)).toMatchObject({
        code: exitCodes.verification.code,
        data: { valid: false },
      });
    }
  });

  test('error: what cannot be told without the chain is not valid', async () => {
    const stranger = `0x${'77'.repeat(60)}`;
    expect(await verify(stranger, '0x1234')).toMatchObject({
      code: exitCodes.verification.code,
      data: { valid: null },
    });
  });

  test('error: neither digest nor proposal, or both; nobody to confirm', async () => {
    expect((await home.failure(['signer', 'sign', 'ed', '--yes'])).code).toBe(exitCodes.usage.code);
    const both = ['signer', 'sign', 'ed', digest, '--proposal', home.file('proposal.json'), '--yes'];
    expect((await home.failure(both)).code).toBe(exitCodes.usage.code);
    expect((await home.apart.failure(['signer', 'sign', 'ed', digest])).code).toBe(exitCodes.notConfirmed.code);
  });

  test('error: a private key that does not belong to the public one beside it signs nothing', async () => {
    await using other = await createHomeHere();
    for (const name of ['a', 'b']) await other.run(['signer', 'create', name, '--algorithm', 'Ed25519']);
    const file = (name: string) => path.join(other.home, 'signers', name);
    await copyFile(file('b.pem'), file('a.pem'));
    const { code, error } = await other.failure(['signer', 'sign', 'a', digest, '--yes']);
    expect(code).toBe(exitCodes.verification.code);
    expect(error.field).toBe('signers/a.pem');
  });

  test('behavior: an approval is signed by a signer', async () => {
    const out = home.file('approval.json');
    const args = ['certificate', 'approve', home.file('proposal.json'), '--signer', 'ed', '--yes', '--out', out];
    expect((await home.run(args)).code).toBe(0);
    const approval = Approval.decode(await readFile(out));
    expect(await Approval.verify(approval)).toBe(true);
  });

  test('error: a signer sends no transaction', async () => {
    const args = ['certificate', 'approve', home.file('proposal.json'), '--signer', 'ed', '--on-chain', '--yes'];
    expect((await home.failure(args)).code).toBe(exitCodes.usage.code);
  });
});

describe('requests to a key that is kept elsewhere', () => {
  test('behavior: a folder goes out, a plain signature comes back, an approval is made', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    await home.run(['signer', 'create', 'safe', '--public-key', await publicFile('safe.pub', publicKey)]);
    const folder = home.file('request');
    const asked = await home.json([
      'signer',
      'request',
      home.file('proposal.json'),
      '--signer',
      'safe',
      '--out',
      folder,
    ]);
    expect(asked.code).toBe(0);
    expect((await readdir(folder)).sort()).toEqual(['README.txt', 'digest.bin', 'public-key.pem', 'request.json']);
    const message = await readFile(path.join(folder, 'digest.bin'));
    expect(toHex(message)).toBe(asked.data.digest);
    const readme = await readFile(path.join(folder, 'README.txt'), 'utf8');
    expect(readme).toContain('openssl pkeyutl -sign -rawin -inkey key.pem -in digest.bin -out signature.bin');
    expect(readme).toContain(asked.data.digest.slice(2));
    await writeFile(home.file('answer.bin'), signWith(null, message, privateKey));
    const answer = ['signer', 'answer', path.join(folder, 'request.json'), home.file('answer.bin')];
    const out = home.file('safe.json');
    expect((await home.json([...answer, '--out', out])).data.file).toBe(out);
    const { signer, signature } = Approval.decode(await readFile(out));
    expect(verifySignature({ signer, signature, digest: asked.data.digest })).toBe(true);
    expect((await home.failure([...answer, '--out', out])).code).toBe(exitCodes.file.code);
    expect(
      (await home.failure(['signer', 'request', home.file('proposal.json'), '--signer', 'safe', '--out', folder])).code,
    ).toBe(exitCodes.file.code);
    await writeFile(home.file('answer.bin'), signWith(null, Buffer.from(digest), privateKey));
    const wrong = await home.failure([...answer, '--out', home.file('wrong.json')]);
    expect(wrong.code).toBe(exitCodes.verification.code);
    expect(wrong.error.hints.join()).toContain('xxd -p');
    expect(await readdir(home.folder)).not.toContain('wrong.json');
  });

  test('error: a request that was changed on its way (attack: what is shown is not what is signed)', async () => {
    const signer = (await home.json(['signer', 'show', 'ed'])).data.signer;
    const request = SigningRequest.from(proposal, { signer, algorithm: 'Ed25519' });
    const text = new TextDecoder().decode(SigningRequest.encode(request)).replace('"version":1', '"version":2');
    await writeFile(home.file('changed.json'), text);
    await writeFile(home.file('some.bin'), new Uint8Array(64));
    const { code, error } = await home.failure(['signer', 'answer', home.file('changed.json'), home.file('some.bin')]);
    expect(code).toBe(exitCodes.verification.code);
    expect(error.field).toBe('request.digest');
  });
});
