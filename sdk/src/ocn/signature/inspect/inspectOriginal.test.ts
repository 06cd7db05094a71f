import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import type { Json } from '../../../bytes/index.ts';
import { secp256k1Signer } from '../../../crypto/index.ts';
import { MessageInspector } from '../index.ts';
import { asReceived, type Body, fieldsOf, request, vectorBody } from './inspect.fixtures.ts';

/** What is used of the original library. */
interface Notary {
  sign(values: object, privateKey: string): Promise<void>;
  stash(replaced: object): void;
  serialize(): Promise<string>;
}
const original = createRequire(import.meta.url)('@shareandcharge/ocn-notary') as { default: new () => Notary };
const keys = ['1', '2'].map((digit) => digit.repeat(64)) as [string, string];

/** A request that the original library has signed, and a node with it rewritten. */
async function signedByOriginal(body: Json): Promise<string> {
  const notary = new original.default();
  await notary.sign({ headers: request.headers, params: {}, body }, keys[0]);
  notary.stash({ "$['body']['response_url']": (body as Body).response_url });
  const rewritten = { ...(body as Body), response_url: 'https://node.example/1' };
  await notary.sign({ headers: request.headers, params: {}, body: rewritten }, keys[1]);
  return notary.serialize();
}

test('behavior: what the original library has signed and rewritten is told, link by link', async () => {
  const header = await signedByOriginal(vectorBody);
  const received = { ...vectorBody, response_url: 'https://node.example/1' };
  const found = await MessageInspector.inspect(header, asReceived(received));
  expect(found).toMatchObject({ form: 'v1', outcome: 'verifies', problems: [], unsigned: [] });
  const signers = keys.map((key) => secp256k1Signer(Uint8Array.from(Buffer.from(key, 'hex'))).signer);
  expect(found.links.map(({ signer }) => signer)).toEqual(signers);
  expect(found.links[1]?.changes).toEqual([
    { field: 'body.response_url', old: vectorBody.response_url, new: 'https://node.example/1' },
  ]);
  const changed = await MessageInspector.inspect(header, asReceived({ ...received, evse_uid: 'FE16-429' }));
  expect(fieldsOf(changed)).toEqual(['body.evse_uid']);
});
