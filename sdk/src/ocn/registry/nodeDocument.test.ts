import fc from 'fast-check';
import { hashTypedData } from 'viem';
import { describe, expect, test } from 'vitest';
import { encodeCanonicalJson, type Hex } from '../../bytes/index.ts';
import { p256Signer, secp256k1Signer } from '../../crypto/index.ts';
import { ArgumentError, BaseError, DecodeError, VerificationError } from '../../errors/index.ts';
import { NodeDocument } from './index.ts';

const key = (byte: number) => new Uint8Array(32).fill(byte);
const [operator, messages, stranger] = [1, 2, 3].map((byte) => secp256k1Signer(key(byte))) as [
  ReturnType<typeof secp256k1Signer>,
  ReturnType<typeof secp256k1Signer>,
  ReturnType<typeof secp256k1Signer>,
];
const now = 1_795_173_600;
const statement: NodeDocument.NodeStatement = {
  network: `eip155:31337:0x${'ab'.repeat(20)}`,
  operator: operator.signer,
  url: 'https://ocn.example.com/node',
  signatures: ['v1', 'v2'],
  versions: ['2.2', '2.2.1'],
  issued: now - 10,
  expires: now + 86_400,
};
const rules: NodeDocument.NodeDocumentRules = {
  network: statement.network,
  node: { operator: operator.signer, key: messages.signer, url: 'https://OCN.example.com/node/' },
  fetchedFrom: 'https://ocn.example.com/.well-known/ocn-node.json',
  now,
};
const document = await NodeDocument.sign(statement, messages);
const bytes = NodeDocument.encode(document);

/** The field that is refused; null for a document that is accepted. */
async function refusal(one: NodeDocument.NodeDocument, more: Partial<NodeDocument.NodeDocumentRules> = {}) {
  const verdict = await NodeDocument.verify(one, { ...rules, ...more });
  return verdict.valid ? null : verdict.field;
}

describe('NodeDocument', () => {
  test('behavior: what is signed is read and holds', async () => {
    expect(NodeDocument.decode(bytes)).toEqual(document);
    expect(await refusal(document)).toBeNull();
    await NodeDocument.assert(document, rules);
    expect(hashTypedData(NodeDocument.typedData(document) as never)).toBe(NodeDocument.digestOf(document));
  });

  test('behavior: the document is at the root of the host', () => {
    expect(NodeDocument.urlOf('https://ocn.example.com/node')).toBe(rules.fetchedFrom);
    expect(NodeDocument.urlOf('http://127.0.0.1:8080')).toBe('http://127.0.0.1:8080/.well-known/ocn-node.json');
    expect(() => NodeDocument.urlOf('ocn.example.com')).toThrow(ArgumentError);
  });

  test('behavior: the operator’s wallet, a key that only its verifier knows, and a contract wallet', async () => {
    const own = await NodeDocument.sign(statement, operator);
    const node = { ...rules.node, key: operator.signer };
    expect(await refusal(own, { node })).toBeNull();
    const verifier: Hex = `0x${'44'.repeat(20)}`;
    const chip = p256Signer(key(9), verifier);
    const byChip = await NodeDocument.sign(statement, chip);
    const named = { node: { ...rules.node, key: chip.signer } };
    expect(await refusal(byChip, { ...named, verifiers: { p256: verifier } })).toBeNull();
    expect(await refusal(byChip, named)).toBe('signature');
    expect(await refusal(byChip, { ...named, ask: async () => true })).toBeNull();
    expect(await refusal(byChip, { ...named, ask: async () => false })).toBe('signature');
  });

  const forged = (part: Partial<NodeDocument.NodeDocument>): NodeDocument.NodeDocument => ({ ...document, ...part });
  for (const [what, part, field] of [
    ['another network', { network: `eip155:1:0x${'ab'.repeat(20)}` }, 'network'],
    ['another operator', { operator: stranger.signer }, 'operator'],
    ['another key', { key: stranger.signer }, 'key'],
    ['another URL', { url: 'https://ocn.example.com' }, 'url'],
    ['signature versions that somebody left out', { signatures: ['v1'] }, 'signature'],
    ['other versions of OCPI', { versions: ['2.2'] }, 'signature'],
    ['a longer life', { expires: '2026-11-23T00:00:00Z' }, 'signature'],
    ['no signature', { signature: '0x' }, 'signature'],
  ] as const) {
    test(`error: ${what}`, async () => {
      expect(await refusal(forged(part as Partial<NodeDocument.NodeDocument>))).toBe(field);
    });
  }

  test.each([
    ['from another host', { fetchedFrom: 'https://evil.example/.well-known/ocn-node.json' }, 'url'],
    ['from a port of the host', { fetchedFrom: 'https://ocn.example.com:8443/.well-known/ocn-node.json' }, 'url'],
    ['without TLS', { fetchedFrom: 'http://ocn.example.com/.well-known/ocn-node.json' }, 'url'],
    ['from another place of the host', { fetchedFrom: 'https://ocn.example.com/upload/ocn-node.json' }, 'url'],
    ['from nowhere', { fetchedFrom: '' }, 'url'],
    ['of the future', { now: now - 100 }, 'issued'],
    ['expired', { now: now + 86_400 }, 'expires'],
    ['too long-lived', { lifetime: 3_600 }, 'expires'],
    ['of a node that moved', { node: { ...rules.node, url: 'https://new.example' } }, 'url'],
    ['of a node whose URL is none', { node: { ...rules.node, url: 'nonsense' } }, 'url'],
    ['of an operator with a new key', { node: { ...rules.node, key: stranger.signer } }, 'key'],
  ] as const)('error: a document %s', async (_, more, field) => {
    expect(await refusal(document, more)).toBe(field);
    await expect(NodeDocument.assert(document, { ...rules, ...more })).rejects.toThrow(VerificationError);
  });

  test('error: somebody else’s signature', async () => {
    const { signature } = await NodeDocument.sign(statement, stranger);
    expect(await refusal(forged({ signature }))).toBe('signature');
  });

  test('error: every cut, and every byte changed', async () => {
    for (let length = 0; length < bytes.length; length++) {
      expect(() => NodeDocument.decode(bytes.subarray(0, length)), String(length)).toThrow(DecodeError);
    }
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, change) => {
        const other = bytes.slice();
        other[at] = (other[at] as number) ^ change;
        let read: NodeDocument.NodeDocument;
        try {
          read = NodeDocument.decode(other);
        } catch (error) {
          expect(error).toBeInstanceOf(BaseError);
          return;
        }
        expect(await refusal(read)).not.toBeNull();
      }),
      { numRuns: 300 },
    );
  });

  const json = (part: Record<string, unknown>) => encodeCanonicalJson({ ...document, ...part });
  for (const [field, part] of [
    ['document.type', { type: 'ocn-node/v2' }],
    ['document.network', { network: 'eip155:31337' }],
    ['document.network', { network: `eip155:31337:0x${'AB'.repeat(20)}` }],
    ['document.operator', { operator: '0x12' }],
    ['document.key', { key: '0x12' }],
    ['document.url', { url: 'https://ocn.example.com/node/' }],
    ['document.url', { url: 'https://user@ocn.example.com' }],
    ['document.url', { url: 7 }],
    ['document.signatures', { signatures: [] }],
    ['document.signatures', { signatures: ['v2', 'v1'] }],
    ['document.signatures', { signatures: ['v1', 'v1'] }],
    ['document.signatures[0]', { signatures: ['v3'] }],
    ['document.versions[1]', { versions: ['2.2', '2.3'] }],
    ['document.issued', { issued: '2026-02-30T00:00:00Z' }],
    ['document.expires', { expires: document.issued }],
    ['document.signature', { signature: 'none' }],
    ['document', { more: 1 }],
  ] as const) {
    test(`error: ${field}: ${JSON.stringify(part)}`, () => {
      try {
        NodeDocument.decode(json(part));
      } catch (error) {
        expect(error).toBeInstanceOf(DecodeError);
        expect((error as DecodeError).field).toBe(field);
        return;
      }
      expect.unreachable();
    });
  }

  test('error: what nobody can sign', async () => {
    for (const part of [{ url: 'https://a.example/' }, { expires: now - 20 }, { signatures: [] }, { network: 'x' }]) {
      await expect(NodeDocument.sign({ ...statement, ...part }, operator)).rejects.toThrow(ArgumentError);
    }
  });

  test('error: endless documents', () => {
    expect(() => NodeDocument.decode(new Uint8Array(NodeDocument.MAX_NODE_DOCUMENT_BYTES + 1))).toThrow(DecodeError);
  });
});
