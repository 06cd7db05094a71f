import { describe, expect, test } from 'vitest';
import { member, node, view } from '../testing/network.fixtures.tsx';
import { inspectPasted } from './inspectPasted.ts';
import { readMessage } from './readMessage.ts';
import { signerLookup } from './signerLookup.ts';

const text = (bytes: Uint8Array | undefined) => bytes && new TextDecoder().decode(bytes);
const network = `eip155:31337:0x${'ab'.repeat(20)}`;

describe('reading a pasted message', () => {
  test('behavior: a request as it goes over HTTP', () => {
    const pasted = readMessage(
      'POST /ocpi/x?a=1 HTTP/1.1\r\nX-Request-ID: 1\r\nOCN-Signature:  abc \r\n\r\n{"a":1}\r\n',
    );
    if (pasted.kind !== 'message') throw new Error('is one');
    expect(pasted.message).toMatchObject({
      ...{ method: 'POST', path: '/ocpi/x?a=1' },
      headers: { 'x-request-id': '1', 'ocn-signature': 'abc' },
    });
    expect(text(pasted.message.body)).toBe('{"a":1}');
  });

  test('behavior: marks of curl, whole URLs, responses, and headers with no first line', () => {
    const curl = readMessage('> GET https://node.example/ocpi/x?b=2 HTTP/1.1\n> X-Request-ID: 1\n> \n');
    expect(curl).toMatchObject({ message: { method: 'GET', path: '/ocpi/x?b=2', headers: { 'x-request-id': '1' } } });
    expect(readMessage('HTTP/1.1 200 OK\nX-Limit: 5\n\n{}')).toMatchObject({ message: { status: 200 } });
    expect(readMessage('X-Limit: 5\n\n{}')).toMatchObject({ message: { headers: { 'x-limit': '5' } } });
    expect(readMessage('{"ocn_signature":"x"}')).toMatchObject({ kind: 'message' });
  });

  test('behavior: what else there is, is a signature', () => {
    expect(readMessage(' EV2.ab\n  cd ')).toEqual({ kind: 'signature', signature: 'EV2.abcd' });
  });

  test('error: nothing is nothing', () => {
    for (const empty of ['', '  ', '\n\n']) expect(readMessage(empty)).toEqual({ kind: 'nothing' });
  });
});

describe('inspecting it', () => {
  const context = { network, view: null };

  test('error: with no signature there is nothing to inspect', async () => {
    expect(await inspectPasted('', context)).toEqual({ problem: 'nothing' });
    expect(await inspectPasted('POST /x HTTP/1.1\nX-Request-ID: 1\n\n{}', context)).toEqual({ problem: 'unsigned' });
  });

  test('attack: what is no signature is said to be none', async () => {
    for (const garbage of ['0x', 'EV2.', 'x'.repeat(100_000), '\u202e<script>']) {
      const found = await inspectPasted(garbage, context);
      expect('inspection' in found && found.inspection).toMatchObject({ outcome: 'broken' });
    }
  });

  test('behavior: signers are looked up in what the page knows', async () => {
    const lookup = signerLookup(
      view({ nodes: [node(1), node(2, { key: null, unusable: 'key' })], parties: [member('DE-ABC', 3)] }),
    );
    expect(lookup.party({ country_code: 'de', party_id: 'abc' })).toMatchObject({ operator: node(1).operator });
    expect(lookup.partyAt(member('DE-ABC', 3).address)).toMatchObject({ id: { party_id: 'ABC' } });
    expect(lookup.node(node(1).operator)).toMatchObject({ url: 'https://node1.example' });
    // Nobody signs with a key that is not known.
    expect(lookup.node(node(2).operator)).toBeNull();
    expect(lookup.party({ country_code: 'XX', party_id: 'XXX' })).toBeNull();
  });
});
