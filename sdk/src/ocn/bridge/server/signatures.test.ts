import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { utf8Encode } from '../../../bytes/index.ts';
import type { Cdr } from '../../../protocol/ocpi/index.ts';
import * as fixtures from '../../../protocol/ocpi/ocpi.fixtures.ts';
import { verifyCdrProof } from '../../index.ts';
import { SignatureV1, SignatureV2 } from '../../signature/index.ts';
import { idOf } from '../signing/message.ts';
import { signersFrom } from '../signing/signers.ts';
import { hubbed, them, us } from '../testing/hubbed.ts';
import { keys, network } from '../testing/pair.ts';

const [party, operator, stranger] = [keys.emsp, keys.cpo, keys.stranger];
const PATH = '/receiver/2.2.1/locations/NL/EMP/LOC1';
const location = (more: object = {}) => ({ ...fixtures.location(), ...them, ...more });
const now = () => Math.floor(Date.now() / 1000);

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly text: string;
  readonly requestId: string;
  readonly correlationId: string;
}

const sent = (more: Partial<Sent> & { readonly body?: unknown } = {}): Sent => {
  const { body = location(), ...rest } = more;
  return {
    method: 'PUT',
    path: PATH,
    text: JSON.stringify(body),
    requestId: randomUUID(),
    correlationId: randomUUID(),
    ...rest,
  };
};
const messageOf = ({ text, path, ...message }: Sent): SignatureV2.MessageV2 => ({
  ...message,
  ...{ network, path: `/ocpi${path}`, from: idOf(them), to: idOf(us), body: utf8Encode(text) },
});
const sign = (message: Sent, signer = party, issued = now()) =>
  SignatureV2.sign(messageOf(message), { signer, issued, expires: issued + 60 });

const signV1 = async (message: Sent) => {
  const headers = {
    ...{ 'x-correlation-id': message.correlationId, 'ocpi-from-country-code': 'NL', 'ocpi-from-party-id': 'EMP' },
    ...{ 'ocpi-to-country-code': 'DE', 'ocpi-to-party-id': 'GSL' },
  };
  return SignatureV1.serialise(await SignatureV1.sign({ headers, params: {}, body: JSON.parse(message.text) }, party));
};

describe.each([
  ['required', false],
  ['optional', true],
] as const)('a bridge to which signatures are %s', (incoming, acceptV1) => {
  let both: Awaited<ReturnType<typeof hubbed>>;
  let clock = 0;
  beforeAll(async () => {
    both = await hubbed({
      node: { versionsUrl: 'http://localhost/versions', network },
      now: () => Date.now() + clock,
      verify: {
        ...{ incoming, acceptV1 },
        signersOf: ({ party_id }) =>
          party_id === 'EMP' ? { origins: [party.signer], rewriters: [operator.signer] } : null,
      },
    });
  });
  afterAll(() => both.close());
  const ask = (
    { text, path, method, requestId, correlationId }: Sent,
    signature?: string,
    more: Record<string, string> = {},
  ) =>
    both.ask({
      method,
      path,
      text,
      headers: { 'x-request-id': requestId, 'x-correlation-id': correlationId, 'ocn-signature': signature, ...more },
    });
  const codeOf = async (...asked: Parameters<typeof ask>) => (await ask(...asked)).body.status_code;

  test('behavior: what the party has signed is taken', async () => {
    const message = sent();
    expect(await codeOf(message, await sign(message))).toBe(1000);
  });

  test('behavior: what its node has changed on the way is taken', async () => {
    const before = sent({ path: '/receiver/2.2.1/elsewhere' });
    const after = { ...before, path: PATH, requestId: randomUUID() };
    const body = utf8Encode(before.text);
    const signature = await SignatureV2.rewrite(await sign(before), body, messageOf(after), {
      signer: operator,
      issued: now(),
      expires: now() + 30,
    });
    expect(await codeOf(after, signature)).toBe(1000);
    const wrong = await SignatureV2.rewrite(await sign(before), body, messageOf(after), {
      signer: stranger,
      issued: now(),
      expires: now() + 30,
    });
    expect(await codeOf({ ...after, requestId: randomUUID() }, wrong)).toBe(2001);
  });

  test('error: forged: by a stranger, of another body, path, id, receiver or time', async () => {
    const message = sent();
    const good = await sign(message);
    const forged: readonly (readonly [Sent, string, Record<string, string>?])[] = [
      [message, await sign(message, stranger)],
      [{ ...message, text: message.text.replace('Jena', 'Gera') }, good],
      [{ ...message, path: PATH.replace('LOC1', 'LOC2') }, good],
      [{ ...message, method: 'PATCH' }, good],
      [{ ...message, requestId: randomUUID() }, good],
      [message, good, { 'x-correlation-id': 'another' }],
      [message, await sign(message, party, now() - 3600)],
      [message, await sign(message, party, now() + 600)],
      [message, `${good.slice(0, -8)}AAAAAAAA`],
      [message, good.slice(0, 200)],
      [message, 'EV2.'],
    ];
    for (const [asked, signature, headers] of forged) expect(await codeOf(asked, signature, headers)).toBe(2001);
  });

  test('error: a party that nobody knows', async () => {
    const message = sent();
    const told = await ask(message, await sign(message), { 'ocpi-from-party-id': 'XYZ' });
    expect(told.body).toMatchObject({
      status_code: 2001,
      status_message: 'OCPI-from-party-id: FR-XYZ is no party of the network'.replace('FR', 'NL'),
    });
  });

  test(`behavior: without a signature it is ${incoming === 'required' ? 'refused' : 'taken'}`, async () => {
    await both.bridge.forgetSignatures(them);
    expect(await codeOf(sent())).toBe(incoming === 'required' ? 2001 : 1000);
  });

  test(`behavior: version 1 is ${acceptV1 ? 'taken, and nothing is added to it' : 'no signature'}`, async () => {
    await both.bridge.forgetSignatures(them);
    const message = sent();
    const signature = await signV1(message);
    expect(await codeOf(message, signature)).toBe(acceptV1 ? 1000 : 2001);
    const added = { ...message, requestId: randomUUID(), text: JSON.stringify({ ...location(), x_added: 1 }) };
    expect(await codeOf(added, signature)).toBe(2001);
  });

  test('error: downgrade: a party that has used version 2 is not heard with less, until it is allowed to', async () => {
    const good = sent();
    expect(await codeOf(good, await sign(good))).toBe(1000);
    const [bare, v1] = [sent(), sent()];
    expect(await codeOf(bare)).toBe(2001);
    expect(await codeOf(v1, await signV1(v1))).toBe(2001);
    await both.bridge.forgetSignatures(them);
    expect(await codeOf(v1, await signV1(v1))).toBe(acceptV1 ? 1000 : 2001);
    await both.bridge.forgetSignatures(them);
  });

  test('error: replay: the same name for another message', async () => {
    const first = sent();
    expect(await codeOf(first, await sign(first))).toBe(1000);
    const other = { ...sent({ body: location({ name: 'Other' }) }), requestId: first.requestId };
    expect((await ask(other, await sign(other))).body).toMatchObject({
      status_code: 2001,
      status_message: 'X-Request-ID: was used for another message',
    });
  });

  test('behavior: replay: the very same message has no second effect, and its answer again', async () => {
    const first = sent({ body: location({ last_updated: '2026-11-20T10:00:01Z' }) });
    const signature = await sign(first);
    const answer = await ask(first, signature);
    const next = sent({ body: location({ name: 'Newer', last_updated: '2026-11-20T10:00:02Z' }) });
    expect(await codeOf(next, await sign(next))).toBe(1000);
    expect((await ask(first, signature)).body).toEqual(answer.body);
    expect(await both.office.received.locations.get(them, 'LOC1')).toMatchObject({ name: 'Newer' });
  });

  test('error: replay: when its time is over, it is refused', async () => {
    const message = sent();
    const signature = await sign(message);
    clock = 120_000;
    expect(await codeOf(message, signature)).toBe(2001);
    clock = 0;
  });

  test('behavior: a CDR is proven later by its signatures, and no other can be', async () => {
    const body = { ...fixtures.cdr(), ...them, id: `C-${incoming}` } as Cdr;
    const before = sent({ method: 'POST', path: '/receiver/2.2.1/cdrs', body });
    const after = { ...before, requestId: randomUUID() };
    const by = { signer: operator, issued: now(), expires: now() + 30 };
    const signature = await SignatureV2.rewrite(await sign(before), utf8Encode(before.text), messageOf(after), by);
    expect(await codeOf(after, signature)).toBe(1000);
    const proof = await both.bridge.cdrProof(them, body.id);
    if (!proof) throw new Error('there is no proof');
    const rules = { origins: [party.signer], rewriters: [operator.signer] };
    expect(await verifyCdrProof(proof, rules)).toMatchObject({ signer: party.signer, version: 2, cdr: body });
    const [x] = ['AAAA'];
    const forgeries = [
      { ...proof, body: `${proof.body.slice(0, -4)}${x}` },
      { ...proof, id: 'C9' },
      { ...proof, owner: us },
      { ...proof, signature: null },
      { ...proof, message: { ...proof.message, to: them } },
      { ...proof, message: { ...proof.message, requestId: 'other' } },
      { ...proof, received: proof.received + 3_600_000 },
    ];
    for (const one of forgeries) await expect(verifyCdrProof(one, rules)).rejects.toThrow();
    await expect(
      verifyCdrProof(proof, { origins: [stranger.signer], rewriters: [operator.signer] }),
    ).rejects.toMatchObject({ code: 'VERIFICATION' });
    await expect(verifyCdrProof(proof, { origins: [party.signer] })).rejects.toMatchObject({ code: 'VERIFICATION' });
  });
});

describe('a registry that is newer than what the bridge knows of it', () => {
  /** What the registry has, and what of it is known here. */
  let [latest, known] = [[] as readonly string[], [] as readonly string[]];
  let isGone = false;
  let reads = 0;
  let both: Awaited<ReturnType<typeof hubbed>>;
  beforeAll(async () => {
    both = await hubbed({
      node: { versionsUrl: 'http://localhost/versions', network },
      verify: {
        incoming: 'required',
        signersOf: signersFrom(
          {
            party: ({ party_id }) => {
              const isKnown = party_id === 'GSL' || known.includes(party_id);
              return isKnown
                ? { address: party.signer, operator: known.includes('node') ? operator.signer : null }
                : null;
            },
            node: (key) => ({ key }),
            refresh: async () => {
              reads += 1;
              if (isGone) throw new Error('the endpoint is gone');
              known = latest;
            },
          },
          us,
        ),
      },
    });
  });
  afterAll(() => both.close());
  beforeEach(() => {
    [latest, known, isGone, reads] = [['EMP', 'node'], [], false, 0];
  });
  const codeOf = async (message: Sent, signature: string) => {
    const { method, path, text, requestId, correlationId } = message;
    const headers = { 'x-request-id': requestId, 'x-correlation-id': correlationId, 'ocn-signature': signature };
    return (await both.ask({ method, path, text, headers })).body.status_code;
  };
  const rewritten = async (signer: typeof operator) => {
    const before = sent({ path: '/receiver/2.2.1/elsewhere' });
    const after = { ...before, path: PATH, requestId: randomUUID() };
    const by = { signer, issued: now(), expires: now() + 30 };
    return [
      after,
      await SignatureV2.rewrite(await sign(before), utf8Encode(before.text), messageOf(after), by),
    ] as const;
  };

  test('behavior: a party that was entered a moment ago is heard', async () => {
    const message = sent();
    expect(await codeOf(message, await sign(message))).toBe(1000);
    expect(reads).toBe(1);
  });

  test('behavior: the node that one has moved to a moment ago may rewrite', async () => {
    known = ['EMP'];
    expect(await codeOf(...(await rewritten(operator)))).toBe(1000);
  });

  test('behavior: who is known is not asked after', async () => {
    known = latest;
    const message = sent();
    expect(await codeOf(message, await sign(message))).toBe(1000);
    expect(reads).toBe(0);
  });

  test('error: who is not there either is refused for good', async () => {
    latest = [];
    const message = sent();
    expect(await codeOf(message, await sign(message))).toBe(2001);
    latest = ['EMP', 'node'];
    expect(await codeOf(...(await rewritten(stranger)))).toBe(2001);
  });

  test('error: forged by a stranger, whatever is read', async () => {
    const message = sent();
    expect(await codeOf(message, await sign(message, stranger))).toBe(2001);
  });

  test('error: a registry that cannot be read now: not refused for good, and taken once it is there', async () => {
    isGone = true;
    const message = sent();
    const signature = await sign(message);
    expect(await codeOf(message, signature)).toBe(3000);
    isGone = false;
    expect(await codeOf(message, signature)).toBe(1000);
  });
});
