/**
 * Writes test/vectors/x509.json: five leaf certificates, the certificate that anchors them, and their proofs, by hand, from
 * docs/spec/x509.md, RFC 5280 and RFC 6962, on node:crypto. Nothing of the SDK is used.
 *
 * Run: `node scripts/vectors/x509.ts`
 */
import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { writeFileSync } from 'node:fs';

const sha256 = (...parts: readonly Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
const hex = (bytes: Uint8Array) => `0x${Buffer.from(bytes).toString('hex')}`;

/** RFC 8785 for what occurs here: ASCII text, integers, lists, objects. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`;
}

function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: readonly Uint8Array[]) => der(0x30, ...parts);
/** An OID, by the bytes of its content. */
const oid = (content: string) => der(0x06, Buffer.from(content, 'hex'));
const name = (text: string) => sequence(der(0x31, sequence(oid('550403'), der(0x0c, Buffer.from(text)))));
const time = (text: string) => der(0x17, Buffer.from(text));
const critical = der(0x01, Buffer.from([0xff]));
const extension = (id: string, value: Uint8Array, ...flag: readonly Uint8Array[]) =>
  sequence(oid(id), ...flag, der(0x04, value));

/** An Ed25519 key from a seed of one repeated byte (RFC 8410). */
function key(byte: number) {
  const pkcs8 = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, byte)]);
  return createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
}

const ed25519 = sequence(oid('2b6570'));

function leaf(number: number): Buffer {
  const host = der(0x82, Buffer.from(`station-${number}.example`));
  const extensions = sequence(
    extension('551d13', sequence(), critical),
    extension('551d0f', der(0x03, Buffer.from([7, 0x80])), critical),
    extension('551d25', sequence(oid('2b06010505070301'))),
    extension('551d11', sequence(host), critical),
  );
  const tbs = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.alloc(16, 0x40 + number)),
    ed25519,
    name('Issuing'),
    sequence(time('261101000000Z'), time(`261201000${number}00Z`)),
    sequence(),
    createPublicKey(key(number)).export({ format: 'der', type: 'spki' }),
    der(0xa3, extensions),
  );
  return sequence(tbs, ed25519, der(0x03, Buffer.from([0]), sign(null, tbs, key(0xee))));
}

const hashLeaf = (bytes: Uint8Array) => sha256(Buffer.from([0]), bytes);
const hashNode = (left: Uint8Array, right: Uint8Array) => sha256(Buffer.from([1]), left, right);
/** The largest power of two below the size (RFC 6962, section 2.1). */
const split = (size: number) => 2 ** (Math.ceil(Math.log2(size)) - 1);

function root(list: readonly Uint8Array[]): Uint8Array {
  if (list.length === 1) return hashLeaf(list[0] as Uint8Array);
  const at = split(list.length);
  return hashNode(root(list.slice(0, at)), root(list.slice(at)));
}

function path(list: readonly Uint8Array[], index: number): Uint8Array[] {
  if (list.length === 1) return [];
  const at = split(list.length);
  const [left, right] = [list.slice(0, at), list.slice(at)];
  return index < at ? [...path(left, index), root(right)] : [...path(right, index - at), root(left)];
}

const leaves = [0, 1, 2, 3, 4].map(leaf);
const fingerprints = leaves.map((bytes) => sha256(bytes)).sort(Buffer.compare);
const certificate = canonical({
  type: 'gridseal/certificate/v1',
  kind: 'tlsLeaves',
  subject: { name: 'Stations, November', keys: [] },
  usages: [],
  requiredEndorsements: 1,
  notBefore: '2026-11-01T00:00:00Z',
  notAfter: '2026-12-01T00:04:00Z',
  leaves: { root: hex(root(fingerprints)), size: leaves.length },
  serial: 'q83vASNFZ4mrze8BI0VniQ',
});
const id = hex(sha256(Buffer.from(certificate)));
const valid = leaves.map((bytes, number) => {
  const index = fingerprints.findIndex((one) => one.equals(sha256(bytes)));
  const proof = {
    type: 'gridseal/tls-leaf-proof/v1',
    chainId: 31337,
    registry: `0x${'5f'.repeat(20)}`,
    batch: id,
    index,
    size: leaves.length,
    path: path(fingerprints, index).map(hex),
  };
  const fingerprint = hex(sha256(bytes));
  return { host: `station-${number}.example`, leaf: bytes.toString('base64'), fingerprint, proof };
});

const [first, second] = valid.toSorted((a, b) => a.proof.index - b.proof.index) as [
  (typeof valid)[0],
  (typeof valid)[0],
];
const wrong = (change: object) => ({ ...first.proof, ...change });
const notInBatch = {
  'the proof of another leaf': second.proof,
  'another index': wrong({ index: (first.proof.index + 1) % 5 }),
  'another size': wrong({ size: 6 }),
  'a hash left out': wrong({ path: first.proof.path.slice(1) }),
  'a hash too many': wrong({ path: [...first.proof.path, id] }),
  'the hashes in reverse': wrong({ path: [...first.proof.path].reverse() }),
};
const malformed = {
  'an index that is not in the tree': wrong({ index: 5 }),
  'no leaf at all': wrong({ size: 0 }),
  'an unknown field': wrong({ more: 1 }),
  'a hash of 31 bytes': wrong({ path: [`0x${'00'.repeat(31)}`] }),
  'upper case': wrong({ batch: id.toUpperCase().replace('X', 'x') }),
};
const texts = (proofs: Readonly<Record<string, object>>) =>
  Object.fromEntries(Object.entries(proofs).map(([title, proof]) => [title, canonical(proof)]));
const vectors = {
  certificate,
  id,
  valid: valid.map((one) => ({ ...one, proof: canonical(one.proof) })),
  notInBatch: { leaf: first.leaf, proofs: texts(notInBatch) },
  malformed: texts(malformed),
};
writeFileSync(new URL('../../test/vectors/x509.json', import.meta.url), `${JSON.stringify(vectors, null, 2)}\n`);
