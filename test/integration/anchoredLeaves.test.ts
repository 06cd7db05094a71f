import { createServer, connect as tlsConnect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { equalBytes, type Hex } from '../../sdk/src/bytes/index.ts';
import { Bundle, Certificate, TrustGraph } from '../../sdk/src/certificate/index.ts';
import { chainTime, createQuorum, endorse, revoke } from '../../sdk/src/chain/index.ts';
import {
  createTlsAuthority,
  formatTlsPrivateKey,
  generateTlsKeys,
  issueTls,
  readPem,
  type TlsAlgorithm,
  type TlsLeafDemand,
  TlsLeafProof,
} from '../../sdk/src/credential/tls/index.ts';
import { randomBytes as random } from '../../sdk/src/crypto/index.ts';
import {
  type AnchoredTlsLeaves,
  anchorTlsLeaves,
  bundleLeafTrust,
  certificateOfTlsRoot,
  chainLeafTrust,
  verifyAnchoredLeaf,
  verifyTlsRoot,
} from '../../sdk/src/delivery/leaves/index.ts';
import { NotFoundError } from '../../sdk/src/errors/index.ts';
import { type Action, Quorum, type QuorumState } from '../../sdk/src/quorum/index.ts';
import { testAccount } from '../support/anvil.ts';
import { type LocalChain, startLocalChain } from '../support/localChain.ts';
import { bytes32, pack, wallet } from '../support/quorums.ts';

const now = Math.floor(Date.now() / 1000);
const deadline = now + 86_400;
const validity = { notBefore: now - 3600, notAfter: now + 86_400 };

let local: LocalChain;
let registry: Hex;
let root: QuorumState;
let operator: QuorumState;
let stranger: QuorumState;
let authority: Certificate.Certificate;
let leaves: Uint8Array[];
let batch: AnchoredTlsLeaves;
let demand: TlsLeafDemand;
/** What is on IPFS. */
const published = new Map<Hex, Uint8Array>();
const source = {
  get: async (id: Hex) => {
    const bytes = published.get(id);
    if (!bytes) throw new NotFoundError('is not here', { field: 'certificate' });
    return bytes;
  },
};

async function create(numbers: readonly number[], threshold = 2): Promise<QuorumState> {
  const members = numbers.map((number) => ({ signer: wallet(number).signer }));
  const definition = Quorum.from({ members, threshold, salt: bytes32(numbers[0] as number) });
  await createQuorum(local.chain, testAccount(0), definition);
  return Quorum.firstState(definition);
}

function publish(certificate: Certificate.Certificate): Hex {
  const id = Certificate.id(certificate);
  published.set(id, Certificate.encode(certificate));
  return id;
}

/** Two members of a quorum say so, and one transaction records it. */
async function say(action: 'endorse' | 'revoke', state: QuorumState, certificate: Hex, members: readonly number[]) {
  const common = { certificate, quorum: state.id, version: state.version, deadline };
  const on = { chainId: local.chain.chainId, registry };
  const message: Action.RegistryAction =
    action === 'endorse' ? { action, ...on, message: common } : { action, ...on, message: { ...common, reason: 1 } };
  const approvals = await pack(state, message, members);
  const input = { certificate, quorum: state.id, deadline, approvals };
  if (action === 'endorse') await endorse(local.chain, testAccount(1), input);
  else await revoke(local.chain, testAccount(1), { ...input, reason: 1 });
  return approvals;
}

async function leaf(name: string, algorithm: TlsAlgorithm = 'ML-DSA-65', change: object = {}) {
  const keys = await generateTlsKeys(algorithm);
  const options = { authority: issuing, key: { keys }, names: { dns: [name] }, ...validity, random, ...change };
  const { files } = await issueTls(options);
  const file = (path: string) => Buffer.from(files.find((one) => one.path === path)?.content ?? []).toString();
  return { der: readPem(file('tls.crt'), 'CERTIFICATE', 'leaf')[0] as Uint8Array, pem: file('tls.crt'), keys };
}

let issuing: Awaited<ReturnType<typeof createTlsAuthority>>;

/** The batch of these leaves, endorsed by the operator. */
async function anchored(some: readonly Uint8Array[], name = 'Stations') {
  const made = anchorTlsLeaves({ leaves: some, name, chainId: local.chain.chainId, registry, random });
  publish(made.certificate);
  return made;
}

const trust = (change: object = {}) =>
  chainLeafTrust({
    chain: local.chain,
    anchors: [root.id],
    source,
    certificates: [Certificate.id(authority)],
    ...change,
  });

const reasonOf = async (
  der: Uint8Array,
  proof: TlsLeafProof,
  change: Partial<TlsLeafDemand> = {},
  by = trust(),
): Promise<string> => (await verifyAnchoredLeaf(der, proof, by, { ...demand, ...change })).reason;

beforeAll(async () => {
  local = await startLocalChain();
  registry = local.chain.addresses.quorumRegistry.toLowerCase() as Hex;
  root = await create([1, 2, 3]);
  operator = await create([4, 5, 6]);
  stranger = await create([7, 8, 9]);
  demand = { at: now, usage: 'server', name: 'station-3.example' };
  authority = Certificate.from({
    kind: 'authority',
    subject: { name: 'Operator', signer: Quorum.signer(registry, operator.id) },
    usages: ['signCertificates'],
    certifies: ['tlsLeaves'],
    notBefore: validity.notBefore,
    notAfter: validity.notAfter,
    serial: random(16),
  });
  await say('endorse', root, publish(authority), [1, 2]);
  issuing = await createTlsAuthority({
    commonName: 'Issuing',
    keys: await generateTlsKeys('ML-DSA-65'),
    ...validity,
    random,
  });
  leaves = await Promise.all(Array.from({ length: 7 }, async (_, i) => (await leaf(`station-${i}.example`)).der));
  batch = await anchored(leaves);
  await say('endorse', operator, batch.id, [4, 6]);
});
afterAll(() => local[Symbol.asyncDispose]());

const proofOf = (index: number) => batch.proofs[index]?.proof as TlsLeafProof;
const leafAt = (index: number) => leaves[index] as Uint8Array;

describe('leaves that are anchored on chain', () => {
  test('behavior: every leaf of the batch is trusted, by one endorsement, without intermediates', async () => {
    for (const [i, der] of leaves.entries()) {
      const proof = TlsLeafProof.decode(TlsLeafProof.encode(proofOf(i)));
      expect(await reasonOf(der, proof, { name: `station-${i}.example` })).toBe('trusted');
    }
    const { timestamp } = await chainTime(local.chain);
    expect(await reasonOf(leafAt(3), proofOf(3), { at: timestamp })).toBe('trusted');
  });

  test('behavior: a TLS peer that presents its leaf alone', async () => {
    const { der, pem, keys } = await leaf('station-3.example');
    const { id, proofs } = await anchored([der, ...leaves.slice(4)]);
    await say('endorse', operator, id, [4, 5]);
    const own = pem.slice(0, pem.indexOf('-----END CERTIFICATE-----') + 26);
    const server = createServer(
      {
        key: await formatTlsPrivateKey(keys.privateKey),
        cert: own,
        minVersion: 'TLSv1.3',
        ecdhCurve: 'X25519MLKEM768',
      },
      (socket) => socket.end('hi'),
    );
    onTestFinished(() => void server.close());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    // The library has no root to check against; nothing is sent before the leaf is found to be anchored.
    const socket = tlsConnect({ port, host: '127.0.0.1', servername: 'station-3.example', rejectUnauthorized: false });
    await new Promise<void>((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
    const presented = new Uint8Array(socket.getPeerX509Certificate()?.raw ?? []);
    expect(equalBytes(presented, der)).toBe(true);
    expect(await reasonOf(presented, proofs[0]?.proof as TlsLeafProof)).toBe('trusted');
    expect(await reasonOf(presented, proofs[1]?.proof as TlsLeafProof)).toBe('notInBatch');
    socket.destroy();
  });

  test('error: a name, a usage or a time that it is not for', async () => {
    expect(await reasonOf(leafAt(3), proofOf(3), { name: 'station-4.example' })).toBe('wrongName');
    expect(await reasonOf(leafAt(3), proofOf(3), { at: validity.notAfter + 1 })).toBe('expired');
    expect(await reasonOf(leafAt(3), proofOf(3), { at: validity.notBefore - 1 })).toBe('notYetValid');
    const client = await leaf('station-3.example', 'P-256', { usages: ['client'] });
    const { id, proofs } = await anchored([client.der]);
    await say('endorse', operator, id, [5, 6]);
    expect(await reasonOf(client.der, proofs[0]?.proof as TlsLeafProof)).toBe('wrongUsage');
    expect(await reasonOf(client.der, proofs[0]?.proof as TlsLeafProof, { usage: 'client' })).toBe('trusted');
  });

  test('attack: arbitrary install: a leaf that nobody anchored, with the proof of another', async () => {
    const { der } = await leaf('station-3.example');
    for (let i = 0; i < leaves.length; i++) expect(await reasonOf(der, proofOf(i))).toBe('notInBatch');
    expect(await reasonOf(leafAt(3), proofOf(4))).toBe('notInBatch');
    expect(await reasonOf(leafAt(3), { ...proofOf(3), path: [] })).toBe('notInBatch');
  });

  test('attack: hostile DER', async () => {
    for (const der of [new Uint8Array(), leafAt(3).subarray(1), Uint8Array.of(...leafAt(3), 0)]) {
      expect(await reasonOf(der, proofOf(3))).toBe('malformed');
    }
    const changed = Uint8Array.from(leafAt(3));
    // A bit of the issuer’s signature, which is not looked at: the fingerprint is.
    changed[changed.length - 1] = (changed.at(-1) as number) ^ 1;
    expect(await reasonOf(changed, proofOf(3))).toBe('notInBatch');
  });

  test('attack: a batch of a stranger’s quorum, of nobody’s, and of other anchors', async () => {
    const { der } = await leaf('station-3.example');
    const { id, proofs } = await anchored([der], 'Forged');
    const proof = proofs[0]?.proof as TlsLeafProof;
    expect(await reasonOf(der, proof)).toBe('batchNotTrusted');
    await say('endorse', stranger, id, [7, 8]);
    expect(await reasonOf(der, proof)).toBe('batchNotTrusted');
    expect(await reasonOf(leafAt(3), proofOf(3), {}, trust({ anchors: [stranger.id] }))).toBe('batchNotTrusted');
    expect(await reasonOf(leafAt(3), proofOf(3), {}, trust({ certificates: [] }))).toBe('batchNotTrusted');
    expect(await reasonOf(leafAt(3), proofOf(3), {}, trust({ requiredEndorsements: 2 }))).toBe('batchNotTrusted');
  });

  test('attack: replay: the proof of another chain, or of another registry', async () => {
    expect(await reasonOf(leafAt(3), { ...proofOf(3), chainId: 1 })).toBe('otherRegistry');
    expect(await reasonOf(leafAt(3), { ...proofOf(3), registry: `0x${'11'.repeat(20)}` })).toBe('otherRegistry');
  });

  test('error: a batch that cannot be had, and a certificate that is none', async () => {
    expect(await reasonOf(leafAt(3), { ...proofOf(3), batch: bytes32(99) })).toBe('batchUnavailable');
    expect(await reasonOf(leafAt(3), { ...proofOf(3), batch: Certificate.id(authority) })).toBe('notABatch');
    published.set(bytes32(98), Certificate.encode(authority));
    expect(await reasonOf(leafAt(3), { ...proofOf(3), batch: bytes32(98) })).toBe('batchUnavailable');
  });

  test('behavior: one leaf is revoked by those who anchored it or stand above, and by nobody else', async () => {
    const [a, b, c] = await Promise.all(['a', 'b', 'c'].map(() => leaf('station-3.example')));
    const made = await anchored([a?.der as Uint8Array, b?.der as Uint8Array, c?.der as Uint8Array]);
    await say('endorse', operator, made.id, [4, 5]);
    const [one, two, three] = made.proofs;
    await say('revoke', stranger, one?.fingerprint as Hex, [7, 9]);
    expect(await reasonOf(a?.der as Uint8Array, one?.proof as TlsLeafProof)).toBe('trusted');
    await say('revoke', operator, one?.fingerprint as Hex, [4, 5]);
    await say('revoke', root, two?.fingerprint as Hex, [1, 3]);
    const verdict = await verifyAnchoredLeaf(a?.der as Uint8Array, one?.proof as TlsLeafProof, trust(), demand);
    expect(verdict).toMatchObject({ valid: false, reason: 'revoked', revokedBy: [operator.id] });
    expect(await reasonOf(b?.der as Uint8Array, two?.proof as TlsLeafProof)).toBe('revoked');
    expect(await reasonOf(c?.der as Uint8Array, three?.proof as TlsLeafProof)).toBe('trusted');
  });

  test('behavior: a whole batch is revoked at once, and the next one is not', async () => {
    const { der } = await leaf('station-3.example');
    const [first, second] = [await anchored([der]), await anchored([der])];
    for (const { id } of [first, second]) await say('endorse', operator, id, [4, 5]);
    await say('revoke', operator, first.id, [5, 6]);
    expect(await reasonOf(der, first.proofs[0]?.proof as TlsLeafProof)).toBe('batchNotTrusted');
    expect(await reasonOf(der, second.proofs[0]?.proof as TlsLeafProof)).toBe('trusted');
  });

  test('behavior: without a connection, from a bundle', async () => {
    const { der } = await leaf('station-3.example');
    const { id, certificate, proofs } = await anchored([der]);
    const approvals = await say('endorse', root, id, [1, 2]);
    const { number: blockNumber, hash: blockHash, timestamp } = await chainTime(local.chain);
    const members = [...root.members];
    const bundle = Bundle.from({
      target: id,
      chainId: local.chain.chainId,
      registry,
      certificates: [certificate],
      endorsements: [{ certificate: id, quorum: root.id, version: 1, deadline, approvals }],
      revocations: [],
      quorums: [{ members, threshold: 2, revocationThreshold: 2, salt: bytes32(1), rotations: [] }],
      checkedAt: { blockNumber: Number(blockNumber), blockHash, timestamp: Number(timestamp) },
    });
    const options = { chainId: local.chain.chainId, registry, anchors: [root.id], keyWallets: true };
    const offline = (change: object = {}) => bundleLeafTrust({ ...bundle, ...change }, options);
    const proof = proofs[0]?.proof as TlsLeafProof;
    expect(await reasonOf(der, proof, {}, offline())).toBe('trusted');
    expect(await reasonOf(der, { ...proof, batch: bytes32(5) }, {}, offline())).toBe('batchUnavailable');
    const revoked = {
      certificate: proofs[0]?.fingerprint,
      quorum: root.id,
      version: 1,
      deadline,
      approvals,
      reason: 1,
    };
    expect(await reasonOf(der, proof, {}, offline({ revocations: [revoked] }))).toBe('revoked');
    const stale = bundleLeafTrust(bundle, { ...options, maxAge: 60 });
    expect(await reasonOf(der, proof, { at: Number(timestamp) + 61 }, stale)).toBe('batchNotTrusted');
  });
});

describe('roots that quorums endorse', () => {
  test('behavior: the key of an SLH-DSA root is endorsed, and no other root’s', async () => {
    const keys = await generateTlsKeys('SLH-DSA-SHA2-128s');
    const make = async (pair: CryptoKeyPair) => {
      const { chain } = await createTlsAuthority({ commonName: 'Root', keys: pair, ...validity, random });
      return readPem(chain[0] ?? '', 'CERTIFICATE', 'root')[0] as Uint8Array;
    };
    const x509 = await make(keys);
    const certificate = certificateOfTlsRoot(x509, { name: 'Fleet root', random });
    expect(certificate).toMatchObject({ kind: 'tlsAuthority', usages: ['tlsAuthority'] });
    const graph = new TrustGraph({ registry });
    const policy = { anchors: [root.id], at: now };
    expect(await verifyTlsRoot(x509, certificate, graph, policy)).toMatchObject({ valid: false, reason: 'notTrusted' });
    graph.add({ type: 'endorsed', certificate: Certificate.id(certificate), quorum: root.id, version: 1 });
    expect(await verifyTlsRoot(x509, certificate, graph, policy)).toMatchObject({ valid: true, reason: 'trusted' });
    const other = await make(await generateTlsKeys('SLH-DSA-SHA2-128s'));
    expect(await verifyTlsRoot(other, certificate, graph, policy)).toMatchObject({ valid: false, reason: 'otherKey' });
    // The same key with other terms is the same authority.
    expect((await verifyTlsRoot(await make(keys), certificate, graph, policy)).valid).toBe(true);
    await expect(verifyTlsRoot(leafAt(0), certificate, graph, policy)).rejects.toMatchObject({ field: 'root' });
  });
});
