import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exitCodes } from '../../sdk/src/cli/framework/exitCodes.ts';
import { type LocalChain, startLocalChain } from '../support/localChain.ts';
import { hasOpenssl35, openssl35 } from '../support/openssl35.ts';
import { createSignerHome, proposeTo, type SignerHome } from '../support/signerHome.ts';

const run = promisify(execFile);

/** A machine without a network: a folder with a private key that no program of ours ever sees, and an openssl. */
interface Vault {
  readonly folder: string;
  readonly openssl: string;
}

/** A key that OpenSSL makes and signs with. */
interface Key {
  readonly name: string;
  /** Arguments of `openssl genpkey -algorithm`. */
  readonly make: readonly string[];
  readonly openssl: string;
  readonly options?: readonly string[];
  /** Whether a contract counts it. */
  readonly onChain: boolean;
}

const curve = (name: string) => ['EC', '-pkeyopt', `ec_paramgen_curve:${name}`];
const system = { openssl: 'openssl', onChain: true };
const recent = { openssl: openssl35 ?? 'openssl', onChain: true };
const keys: readonly Key[] = [
  { ...system, name: 'p521', make: curve('P-521') },
  { ...system, name: 'p521-sha256', make: curve('P-521'), options: ['--sha256'] },
  { ...system, name: 'p256', make: curve('P-256') },
  { ...system, name: 'k1', make: curve('secp256k1') },
  { ...system, name: 'ed25519', make: ['ED25519'], onChain: false },
];
const recentKeys: readonly Key[] = [
  { ...recent, name: 'slh-dsa', make: ['SLH-DSA-SHA2-128s'] },
  { ...recent, name: 'ml-dsa-65', make: ['ML-DSA-65'], onChain: false },
];
const all = [...keys, ...(hasOpenssl35 ? recentKeys : [])];

let local: LocalChain;
let home: SignerHome;
let proposal: { readonly id: string; readonly file: string };
const vaults = new Map<string, Vault>();
const approvals = new Map<string, string>();

/** Makes a key with openssl alone, and a signer of its public half. */
async function makeVault({ name, make, openssl, options = [] }: Key): Promise<Vault> {
  const folder = home.file(`vault-${name}`);
  await mkdir(folder);
  execFileSync(openssl, ['genpkey', '-algorithm', ...make, '-out', 'key.pem'], { cwd: folder, stdio: 'pipe' });
  execFileSync(openssl, ['pkey', '-in', 'key.pem', '-pubout', '-out', 'public.pem'], { cwd: folder });
  await home.ok('signer', 'create', name, '--public-key', path.join(folder, 'public.pem'), ...options);
  return { folder, openssl };
}

/** A quorum of the wallet that pays and of every key that a contract counts, all of them needed; the others sign for the record. */
beforeAll(async () => {
  local = await startLocalChain();
  home = await createSignerHome(local);
  for (const key of all) vaults.set(key.name, await makeVault(key));
  const members = ['payer', ...all.map(({ name }) => name)].flatMap((name) => ['--member', name]);
  const threshold = String(1 + all.filter(({ onChain }) => onChain).length);
  await home.ok('quorum', 'create', ...members, '--threshold', threshold, '--name', 'far', '--wallet', 'payer');
  proposal = await proposeTo(home, 'far', 'Metrology authority');
}, 120_000);

afterAll(async () => {
  await home?.[Symbol.asyncDispose]();
  await local?.[Symbol.asyncDispose]();
});

/** The commands that a request's README tells to run: to see the digest, to sign, to check. */
async function commandsOf(folder: string) {
  const readme = await readFile(path.join(folder, 'README.txt'), 'utf8');
  const lines = readme.split('\n').map((line) => line.trim());
  const find = (start: RegExp) => lines.find((line) => start.test(line)) ?? '';
  return {
    look: find(/^xxd /),
    sign: find(/^openssl .*-(sign|inkey) key\.pem/),
    check: find(/^openssl .*public-key\.pem/),
    digest: find(/^[0-9a-f]{64}$/),
    answer: find(/^gridseal signer answer /),
  };
}

/** Runs a command of the README as it stands, in the request's folder, with the vault's key and openssl. */
async function inVault({ folder: keys, openssl }: Vault, folder: string, command: string): Promise<string> {
  const line = command.replace('key.pem', (name) =>
    command.includes('public-key.pem') ? name : path.join(keys, name),
  );
  const script = `openssl() { command '${openssl}' "$@"; }\n${line}`;
  return (await run('bash', ['-ec', script], { cwd: folder, env: { PATH: process.env.PATH } })).stdout;
}

const request = (name: string, folder: string) =>
  home.ok('signer', 'request', proposal.file, '--signer', name, '--out', folder);

/** Carries a request to the vault and the signature back: the file of the approval. */
async function approveThroughTheAir(name: string, vault: Vault): Promise<string> {
  const folder = home.file(`to-${name}`);
  await request(name, folder);
  const { look, sign, check, digest, answer } = await commandsOf(folder);
  expect((await inVault(vault, folder, look)).trim()).toBe(digest);
  await inVault(vault, folder, sign);
  expect(await inVault(vault, folder, check)).toMatch(/Verified OK|Signature Verified Successfully/);
  const [asked = '', signature = ''] = answer.split(' ').slice(3);
  const file = path.join(folder, 'approval.json');
  await home.ok('signer', 'answer', path.join(folder, asked), path.join(folder, signature), '--out', file);
  return file;
}

describe('keys that never see a network approve with stock openssl alone', () => {
  test.each(keys)('behavior: $name answers by the commands of its README', async ({ name }) => {
    approvals.set(name, await approveThroughTheAir(name, vaults.get(name) as Vault));
  });

  test.skipIf(!hasOpenssl35).each(recentKeys)(
    'behavior: $name answers by the commands of its README, with OpenSSL 3.5',
    async ({ name }) => {
      approvals.set(name, await approveThroughTheAir(name, vaults.get(name) as Vault));
    },
  );

  test('error: without one of them the quorum does not endorse', async () => {
    const files = all.slice(1).flatMap(({ name }) => ['--approval', approvals.get(name) as string]);
    const { code, data } = await home.json('certificate', 'endorse', proposal.file, ...files, '--dry-run');
    expect(code).toBe(exitCodes.verification.code);
    expect(data.collection.missing).toBe(2);
  });

  test('behavior: with all of them it endorses on chain, in one transaction', async () => {
    const paid = home.file('payer.json');
    await home.ok('certificate', 'approve', proposal.file, '--wallet', 'payer', '--yes', '--out', paid);
    const files = [...approvals.values(), paid].flatMap((file) => ['--approval', file]);
    const endorse = ['certificate', 'endorse', proposal.file, '--wallet', 'payer', '--yes', ...files];
    expect(await home.ok(...endorse)).toMatchObject({ outcome: 'done' });
    expect(await home.ok('certificate', 'verify', proposal.id, '--anchor', 'far')).toMatchObject({ valid: true });
  });

  test('error: a quorum that keys would have to reach which no contract counts is refused', async () => {
    const create = ['quorum', 'create', '--member', 'payer', '--member', 'ed25519', '--threshold', '2'];
    const { code, error } = await home.failure(...create, '--wallet', 'payer');
    expect(error.code).toBe('OFF_CHAIN_QUORUM');
    expect(code).toBe(exitCodes.input.code);
  });

  test('error: another key, another digest, another hash are told apart, and nothing is written', async () => {
    const folder = home.file('careless');
    await request('p521', folder);
    const { sign } = await commandsOf(folder);
    const [own, other] = ['p521', 'p521-sha256'].map((name) => vaults.get(name) as Vault) as [Vault, Vault];
    const args = ['signer', 'answer', path.join(folder, 'request.json'), path.join(folder, 'signature.der')];
    const out = home.file('careless.json');
    const refused = async () => {
      const { code, error } = await home.failure(...args, '--out', out);
      expect(code).toBe(exitCodes.verification.code);
      expect(error.field).toBe('signature');
      return error;
    };
    await inVault(other, folder, sign);
    expect((await refused()).hints.join()).toContain('openssl pkey');
    await inVault(own, folder, sign.replace('-sha512', '-sha256'));
    expect((await refused()).message).toContain('SHA-256');
    const digest = await readFile(path.join(folder, 'digest.bin'));
    await writeFile(path.join(folder, 'digest.bin'), new Uint8Array(32));
    await inVault(own, folder, sign);
    await refused();
    expect(existsSync(out)).toBe(false);
    await writeFile(path.join(folder, 'digest.bin'), digest);
    await inVault(own, folder, sign);
    await home.ok(...args, '--out', out);
  });
});
