import { describe, expect, test } from 'vitest';
import { fromHex, type Hex, utf8Encode } from '../../../bytes/index.ts';
import { type Signer, secp256k1Signer } from '../../../crypto/index.ts';
import { NodeDocument } from '../../../ocn/registry/index.ts';
import { createWellKnown } from './wellKnown.ts';

const signer = secp256k1Signer(fromHex(`0x${'11'.repeat(32)}`));
const operator = signer.signer.toLowerCase() as Hex;
const network = 'eip155:31337:0x1111111111111111111111111111111111111111';
const url = 'https://node.example';
const start = Date.UTC(2026, 0, 1);

describe('the document of a node', () => {
  test('behavior: readers find that it is true, at any time', async () => {
    let at = start;
    const wellKnown = createWellKnown({ self: { operator, signer, url, network }, now: () => at });
    for (let hour = 0; hour < 60; hour++) {
      at = start + hour * 3_600_000;
      const document = NodeDocument.decode(utf8Encode(await wellKnown()));
      const rules = {
        network,
        node: { operator, key: operator, url },
        fetchedFrom: NodeDocument.urlOf(url),
        now: at / 1_000,
      };
      expect(await NodeDocument.verify(document, rules)).toEqual({ valid: true });
      expect(document).toMatchObject({ signatures: ['v1', 'v2'], versions: ['2.2', '2.2.1'] });
    }
  });

  test('behavior: the key is asked once in six hours, however often it is read', async () => {
    let at = start;
    let asked = 0;
    const count = (digest: Hex) => {
      asked += 1;
      return signer.sign(digest);
    };
    const counting: Signer = { algorithm: signer.algorithm, signer: signer.signer, sign: (digest) => count(digest) };
    const wellKnown = createWellKnown({ self: { operator, signer: counting, url, network }, now: () => at });
    await Promise.all(Array.from({ length: 50 }, wellKnown));
    at += 5 * 3_600_000;
    await wellKnown();
    expect(asked).toBe(1);
    at += 2 * 3_600_000;
    await wellKnown();
    expect(asked).toBe(2);
  });

  test('error: a key that fails is asked again the next time', async () => {
    let fails = true;
    const failing: Signer = {
      algorithm: signer.algorithm,
      signer: signer.signer,
      sign: (digest) => (fails ? Promise.reject(new Error('away')) : signer.sign(digest)),
    };
    const wellKnown = createWellKnown({ self: { operator, signer: failing, url, network }, now: () => start });
    await expect(wellKnown()).rejects.toThrow('away');
    fails = false;
    expect(await wellKnown()).toContain('ocn-node/v1');
  });
});
