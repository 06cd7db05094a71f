import { describe, expect, test } from 'vitest';
import { type Hex, utf8Decode, utf8Encode } from '../../bytes/index.ts';
import { ed25519Signer } from '../../crypto/index.ts';
import { ArgumentError } from '../../errors/index.ts';
import { NodeMessage } from './index.ts';
import { key, node, party } from './v2.fixtures.ts';

describe('between nodes', () => {
  const body = utf8Encode('{"module":"tokens", "headers":{"Authorization":""}}');
  test('behavior: the raw bytes are signed', async () => {
    const signature = await NodeMessage.sign(body, node);
    expect(signature).toMatch(/^0x[0-9a-f]{130}$/);
    expect(NodeMessage.recover(body, signature)).toBe(node.signer);
    NodeMessage.assert(body, signature, node.signer.toUpperCase().replace('0X', '0x') as Hex);
  });

  test('error: the same JSON in other bytes, another operator, no signature', async () => {
    const signature = await NodeMessage.sign(body, node);
    const spaced = utf8Encode(JSON.stringify(JSON.parse(utf8Decode(body))));
    const wrong = expect.objectContaining({ code: 'VERIFICATION', field: 'OCN-Signature' });
    expect(() => NodeMessage.assert(spaced, signature, node.signer)).toThrow(wrong);
    expect(() => NodeMessage.assert(body, signature, party.signer)).toThrow(wrong);
    for (let length = 0; length < signature.length; length++) {
      expect(() => NodeMessage.assert(body, signature.slice(0, length), node.signer)).toThrow(wrong);
    }
    const device = ed25519Signer(key(7));
    await expect(NodeMessage.sign(body, device)).rejects.toThrow(ArgumentError);
  });
});
