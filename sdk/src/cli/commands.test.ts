import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { secp256k1Signer } from '../crypto/index.ts';
import { type Action, Approval, Proposal } from '../quorum/index.ts';
import type { Home } from './cli.fixtures.ts';
import { exitCodes } from './framework/exitCodes.ts';
import { createHomeHere } from './here.fixtures.ts';

/** Nothing listens there. */
const deaf = ['--rpc-url', 'http://127.0.0.1:1', '--chain-id', '31337', '--chain-timeout', '2s'];
const id = `0x${'11'.repeat(32)}` as const;
const registry = `0x${'22'.repeat(20)}` as const;

const draft = ['certificate', 'draft', '--kind', 'device', '--name', 'station-7', '--usage', 'claimKeys'];

function endorsement(over: Partial<Action.Endorse['message']> = {}): Action.Endorse {
  const message = { certificate: id, quorum: id, version: 1, deadline: 4_000_000_000, ...over };
  return { action: 'endorse', chainId: 31_337, registry, message };
}

const writeProposal = async (home: Home, name = 'proposal.json') => {
  await writeFile(home.file(name), Proposal.encode(Proposal.from(endorsement(), { note: 'hello' })));
  return home.file(name);
};

describe('certificate draft', () => {
  test('behavior: writes canonical bytes under their id, and a copy', async () => {
    await using home = await createHomeHere();
    const { code, data } = await home.apart.json([...draft, '--valid', '30d', '--out', home.file('c.json')]);
    expect(code).toBe(0);
    const kept = await readFile(path.join(home.home, 'certificates', `${data.id.slice(2)}.json`), 'utf8');
    expect(await readFile(home.file('c.json'), 'utf8')).toBe(kept);
    expect(JSON.parse(kept).subject.name).toBe('station-7');
    expect((await home.run(['certificate', 'list', '--quiet'])).stdout.trim()).toBe(data.id);
    expect((await home.json(['certificate', 'show', data.id.slice(0, 12)])).data.id).toBe(data.id);
    expect((await home.json(['certificate', 'show', home.file('c.json')])).data.id).toBe(data.id);
  });

  test('behavior: a party’s id of OCPI, in capitals', async () => {
    await using home = await createHomeHere();
    const party = ['certificate', 'draft', '--kind', 'party', '--name', 'ABC Charging', '--party', 'de*abc'];
    const { data } = await home.json([...party, '--signer', registry, '--dry-run']);
    expect(data.certificate.subject).toMatchObject({
      party: { countryCode: 'DE', partyId: 'ABC' },
      signer: registry,
    });
  });

  test('behavior: --dry-run writes nothing', async () => {
    await using home = await createHomeHere();
    const { data } = await home.json([...draft, '--dry-run', '--out', home.file('c.json')]);
    expect(data).toMatchObject({ dryRun: true, certificate: { kind: 'device' } });
    expect(await readdir(home.folder)).toEqual(['password']);
  });

  test.each([
    [['--kind', 'devise'], exitCodes.usage.code],
    [['--usage', 'everything'], exitCodes.usage.code],
    [['--certifies', 'device'], exitCodes.input.code],
    [['--path-length', '17'], exitCodes.input.code],
    [['--required-endorsements', '0'], exitCodes.input.code],
    [['--not-before', '2026-02-30'], exitCodes.input.code],
    [['--not-before', '2026-01-02', '--not-after', '2026-01-01'], exitCodes.input.code],
    [['--key', 'sign'], exitCodes.input.code],
    [['--key', 'sign:P-256:AAAA'], exitCodes.input.code],
    [['--key', 'sign:P-256:0xzz'], exitCodes.input.code],
    [['--signer', '0x12'], exitCodes.input.code],
    [['--signer', 'nobody'], exitCodes.notFound.code],
    [['--signer', 'quorum:nobody'], exitCodes.notFound.code],
    [['--replaces', '0x12'], exitCodes.input.code],
    [['--party', 'DE/ABC'], exitCodes.input.code],
    [['--kind', 'party', '--party', 'DE/AB'], exitCodes.input.code],
    [['--role', 'not a word'], exitCodes.input.code],
    [['--from', 'missing.json'], exitCodes.usage.code],
  ])('error: %j is refused with status %d, and nothing is written', async (extra, status) => {
    await using home = await createHomeHere();
    const base = extra[0] === '--kind' ? draft.filter((_, i) => i !== 2 && i !== 3) : draft;
    const { code } = await home.failure([...base, ...extra]);
    expect(code).toBe(status);
    expect(await readdir(home.folder)).toEqual(['password']);
  });

  test('error: names that mislead (attack: look-alikes and bidirectional characters)', async () => {
    await using home = await createHomeHere();
    for (const name of ['pay\u202epal', 'p\u0430ypal', 'a\nb', ' a', '']) {
      const { code } = await home.failure(['certificate', 'draft', '--kind', 'device', '--name', name]);
      expect(code, JSON.stringify(name)).toBe(exitCodes.input.code);
    }
  });

  test('error: files that are no certificate', async () => {
    await using home = await createHomeHere();
    for (const text of ['', '{', '[]', 'null', '5', '{}', '{"type":"gridseal/certificate/v1"}']) {
      await writeFile(home.file('bad.json'), text);
      expect((await home.failure(['certificate', 'draft', '--from', home.file('bad.json')])).code, text).toBe(
        exitCodes.input.code,
      );
      expect((await home.failure(['certificate', 'import', home.file('bad.json')])).code, text).toBe(
        exitCodes.input.code,
      );
    }
    expect(await readdir(home.folder)).toEqual(['bad.json', 'password']);
  });

  test('error: a certificate of this home that was changed is noticed', async () => {
    await using home = await createHomeHere();
    const { data } = await home.json(draft);
    const file = path.join(home.home, 'certificates', `${data.id.slice(2)}.json`);
    await writeFile(file, (await readFile(file, 'utf8')).replace('station-7', 'station-8'));
    expect((await home.failure(['certificate', 'show', data.id])).code).toBe(exitCodes.verification.code);
    const list = await home.json(['certificate', 'list']);
    expect(list.data.certificates[0].problem).toBeTruthy();
  });
});

describe('approve', () => {
  test('behavior: --dry-run shows the message, the domain, the struct and the digest, and needs no wallet', async () => {
    await using home = await createHomeHere();
    const file = await writeProposal(home);
    const { stdout, code } = await home.apart.run(['certificate', 'approve', file, '--dry-run']);
    expect(code).toBe(0);
    for (const word of [
      'Endorse a certificate',
      id,
      'Endorsement(bytes32 certificate',
      'domain',
      'struct',
      'digest',
      'hello',
    ]) {
      expect(stdout).toContain(word);
    }
  });

  test('behavior: what is signed is what was shown', async () => {
    await using home = await createHomeHere();
    const { data: wallet } = await home.json(['wallet', 'create', 'alice']);
    const file = await writeProposal(home);
    const shown = await home.json(['certificate', 'approve', file, '--dry-run']);
    const { data } = await home.json([
      'certificate',
      'approve',
      file,
      '--wallet',
      'alice',
      '--yes',
      '--out',
      home.file('a.json'),
    ]);
    const approval = Approval.decode(new Uint8Array(await readFile(home.file('a.json'))));
    expect(approval.digest).toBe(shown.data.digest);
    expect(data.signer).toBe(wallet.address);
    expect(await Approval.verify(approval, { keyWallets: true })).toBe(true);
  });

  test('error: without a terminal and without --yes nothing is signed', async () => {
    await using home = await createHomeHere();
    await home.run(['wallet', 'create', 'alice']);
    const file = await writeProposal(home);
    const { code } = await home.failure([
      'certificate',
      'approve',
      file,
      '--wallet',
      'alice',
      '--out',
      home.file('a.json'),
    ]);
    expect(code).toBe(exitCodes.notConfirmed.code);
    expect(await readdir(home.folder)).not.toContain('a.json');
  });

  test('error: an existing file is not replaced', async () => {
    await using home = await createHomeHere();
    await home.run(['wallet', 'create', 'alice']);
    const file = await writeProposal(home);
    await writeFile(home.file('a.json'), 'precious');
    const { code } = await home.failure([
      'certificate',
      'approve',
      file,
      '--wallet',
      'alice',
      '--yes',
      '--out',
      home.file('a.json'),
    ]);
    expect(code).toBe(exitCodes.file.code);
    expect(await readFile(home.file('a.json'), 'utf8')).toBe('precious');
  });

  test('error: half-written proposals, and proposals whose certificate is another', async () => {
    await using home = await createHomeHere();
    const whole = await readFile(await writeProposal(home), 'utf8');
    const swapped = whole.replace('"note"', '"certificate":{"a":1},"note"');
    for (const text of [
      '',
      whole.slice(0, -1),
      whole.slice(0, 100),
      ` ${whole}`,
      whole.replace('endorse', 'endorze'),
      swapped,
    ]) {
      await writeFile(home.file('p.json'), text);
      const { code } = await home.failure(['certificate', 'approve', home.file('p.json'), '--dry-run']);
      expect([exitCodes.input.code, exitCodes.verification.code], text.slice(0, 30)).toContain(code);
    }
  });
});

describe('unreachable', () => {
  test.each([
    [['quorum', 'show', id, ...deaf]],
    [['chain', 'status', ...deaf]],
    [['certificate', 'show', '@', '--quorum', id, ...deaf]],
    [['certificate', 'verify', '@', '--anchor', id, ...deaf]],
    [['certificate', 'propose', '@', '--quorum', id, ...deaf]],
    [['ipfs', 'status', '--ipfs-rpc', 'http://127.0.0.1:1', '--ipfs-timeout', '2s']],
    [['ipfs', 'cat', id, '--ipfs-gateway', 'http://127.0.0.1:1', '--ipfs-timeout', '2s']],
    [['certificate', 'show', id, '--ipfs-rpc', 'http://127.0.0.1:1', '--ipfs-timeout', '2s']],
  ])('error: %j ends with the status of the network', async (args) => {
    await using home = await createHomeHere();
    const { data } = await home.json([...draft, '--out', home.file('@')]);
    expect(data.id).toBeTruthy();
    const { code, stderr } = await home.run(args.map((word) => (word === '@' ? home.file('@') : word)));
    expect(code, stderr).toBe(exitCodes.network.code);
    expect(stderr).not.toContain('    at ');
  });

  test('error: proposals for another chain or registry are refused before anything is asked', async () => {
    await using home = await createHomeHere();
    const file = await writeProposal(home);
    const other = await home.apart.failure([
      'certificate',
      'endorse',
      file,
      '--rpc-url',
      'http://127.0.0.1:1',
      '--chain-id',
      '1',
    ]);
    expect(other).toMatchObject({ code: exitCodes.verification.code, error: { field: 'proposal.chainId' } });
    const registered = await home.failure(['certificate', 'endorse', file, ...deaf]);
    expect(registered.error.field).toBe('proposal.registry');
    expect((await home.failure(['certificate', 'revoke', file, ...deaf])).code).toBe(exitCodes.input.code);
  });

  test('error: approvals that are broken are named', async () => {
    await using home = await createHomeHere();
    const file = await writeProposal(home);
    const approval = await Approval.sign(secp256k1Signer(new Uint8Array(32).fill(7)), endorsement());
    const whole = new TextDecoder().decode(Approval.encode(approval));
    const send = [
      'certificate',
      'endorse',
      file,
      ...deaf,
      '--quorum-registry',
      registry,
      '--approval',
      home.file('a.json'),
    ];
    await writeFile(home.file('a.json'), whole.slice(0, -9));
    expect((await home.failure(send)).code).toBe(exitCodes.input.code);
    await writeFile(home.file('a.json'), whole.replace(approval.digest.slice(2, 10), '00000000'));
    expect((await home.failure(send)).code).toBe(exitCodes.verification.code);
    await copyFile(file, home.file('a.json'));
    expect((await home.failure(send)).error).toMatchObject({ field: '--approval' });
    await writeFile(home.file('alone.json'), whole);
    const alone = await home.failure(['certificate', 'endorse', home.file('alone.json'), ...deaf]);
    expect(alone).toMatchObject({ code: exitCodes.input.code, error: { field: '<proposal>' } });
  });
});

describe('quorum', () => {
  const member = (n: number) => `0x${`${n}`.padStart(40, '1')}`;
  const create = (...more: string[]) => ['quorum', 'create', '--dry-run', ...more];

  test('behavior: --dry-run computes the id, whatever the order of the members', async () => {
    await using home = await createHomeHere();
    const ids = await Promise.all(
      [
        [1, 2],
        [2, 1],
      ].map(
        async ([a = 0, b = 0]) =>
          (await home.apart.json(create('--member', member(a), '--member', member(b), '--threshold', '2'))).data.quorum,
      ),
    );
    expect(ids[0]).toMatch(/^0x[0-9a-f]{64}$/);
    expect(ids[1]).toBe(ids[0]);
    expect(await readdir(home.folder)).toEqual(['password']);
  });

  test.each([
    [['--member', member(1), '--threshold', '2']],
    [['--member', member(1), '--threshold', '0']],
    [['--member', member(1), '--member', member(1), '--threshold', '1']],
    [['--member', `${member(1)}=0`, '--threshold', '1']],
    [['--member', `${member(1)}=65536`, '--threshold', '1']],
    [['--member', member(1), '--threshold', '1', '--revocation-threshold', '2']],
    [['--member', '0x0000000000000000000000000000000000000000', '--threshold', '1']],
    [['--member', '0x12', '--threshold', '1']],
    [['--member', member(1), '--threshold', 'most']],
    [['--member', member(1), '--threshold', '1', '--salt', '0x12']],
    [['--member', member(1), '--threshold', '1', '--name', '../x']],
  ])('error: %j is no quorum', async (args) => {
    await using home = await createHomeHere();
    expect((await home.failure(create(...args))).code).toBe(exitCodes.input.code);
  });

  test('error: a missing option says where else it may come from', async () => {
    await using home = await createHomeHere();
    expect((await home.failure(create('--threshold', '1'))).error.field).toBe('--member');
  });

  test('error: a broken book of quorums is named, and left as it is', async () => {
    await using home = await createHomeHere();
    await mkdir(home.home, { recursive: true });
    const good = {
      type: 'gridseal/quorums/v1',
      quorums: [{ id, name: 'root', definition: { members: [], threshold: 1, revocationThreshold: 1, salt: id } }],
    };
    for (const text of ['', '{', '[]', JSON.stringify(good)]) {
      await writeFile(path.join(home.home, 'quorums.json'), text);
      expect((await home.failure(['quorum', 'list'])).code, text).toBe(exitCodes.input.code);
      expect(await readFile(path.join(home.home, 'quorums.json'), 'utf8')).toBe(text);
    }
  });
});
