import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { Json } from '../bytes/index.ts';
import { SignatureV2 } from '../ocn/signature/index.ts';
import { by, changed, message, now, party, rewritten } from '../ocn/signature/v2.fixtures.ts';
import type { Home } from './cli.fixtures.ts';
import { exitCodes } from './framework/exitCodes.ts';
import { createHomeHere } from './here.fixtures.ts';

interface Vector {
  readonly request: { readonly headers: Record<string, string>; readonly body: Record<string, Json> };
  readonly rewrittenUrl: string;
  readonly header: string;
}
const { request, rewrittenUrl, header } = JSON.parse(readFileSync('test/vectors/ocn-signature.json', 'utf8')) as Vector;
const body = { ...request.body, response_url: rewrittenUrl };
const http = (
  headers: Record<string, string>,
  text: string,
  line = 'POST /ocpi/receiver/2.2/commands/START_SESSION HTTP/1.1',
) => [line, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), '', text].join('\r\n');
const signed = http({ ...request.headers, 'OCN-Signature': header }, JSON.stringify(body));
const routing = ({ requestId, correlationId, from, to }: SignatureV2.MessageV2) => ({
  'X-Request-ID': requestId,
  'X-Correlation-ID': correlationId,
  'OCPI-from-country-code': from.countryCode,
  'OCPI-from-party-id': from.partyId,
  'OCPI-to-country-code': to.countryCode,
  'OCPI-to-party-id': to.partyId,
});
const at = ['--at', new Date(now * 1000).toISOString().replace('.000Z', 'Z')];
const broken = exitCodes.verification.code;

async function write(home: Home, name: string, content: string | Uint8Array): Promise<string> {
  await writeFile(home.file(name), content);
  return home.file(name);
}

describe('ocn inspect', () => {
  test('behavior: a request from stdin that verifies, with what was rewritten', async () => {
    await using home = await createHomeHere();
    const { code, stdout } = await home.apart.run(['ocn', 'inspect'], { stdin: signed });
    expect(code).toBe(0);
    expect(stdout).toMatch(/Verdict +verifies/);
    expect(stdout).toContain('rewritten by 0x');
    expect(stdout).toMatch(/body\.response_url was https:\/\/api\.prod.*\n.*is now https:\/\/node\.ocn/);
    expect((await home.run(['ocn', 'inspect', '--quiet'], { stdin: signed })).stdout).toBe('verifies\n');
  });

  test('error: status 4, and the field that broke', async () => {
    await using home = await createHomeHere();
    const changedBody = JSON.stringify({ ...body, evse_uid: 'fe16-420' });
    const file = await write(home, 'r.http', http({ ...request.headers, 'OCN-Signature': header }, changedBody));
    const { code, data } = await home.apart.json(['ocn', 'inspect', file]);
    expect([code, data.verifies]).toEqual([broken, false]);
    expect(data.messages[0].problems).toMatchObject([{ field: 'body.evse_uid', certain: true }]);
    const { stdout } = await home.run(['ocn', 'inspect', file]);
    expect(stdout).toContain('body.evse_uid has "0" where "9" was signed');
    const more = http({ ...request.headers, 'OCN-Signature': header }, JSON.stringify({ ...body, free: true }));
    const extended = await home.run(['ocn', 'inspect'], { stdin: more });
    expect([extended.code, extended.stdout]).toEqual([broken, expect.stringMatching(/Unsigned +body\.free/)]);
  });

  test('behavior: apart from its message, alone, and as its sender has it', async () => {
    await using home = await createHomeHere();
    const bare = await write(home, 'bare.http', http(request.headers, JSON.stringify(body)));
    expect((await home.run(['ocn', 'inspect', bare, '--signature', header])).code).toBe(0);
    const alone = await home.json(['ocn', 'inspect', '--signature', header]);
    expect([alone.code, alone.data.messages[0].outcome]).toEqual([broken, 'unchecked']);
    const other = JSON.stringify({ ...body, evse_uid: 'some other', location_id: 'elsewhere' });
    const received = await write(home, 'received.http', http({ ...request.headers, 'OCN-Signature': header }, other));
    const blind = await home.json(['ocn', 'inspect', received, '--effort', '1']);
    expect(blind.data.messages[0].problems).toMatchObject([{ field: 'signature.hash', certain: false }]);
    const sent = await home.json(['ocn', 'inspect', received, '--sent', bare]);
    expect(sent.data.messages[0].problems.map(({ field }: { field: string }) => field)).toEqual([
      'body.location_id',
      'body.evse_uid',
    ]);
  });

  test('behavior: version 2 with its network, and a response after its request', async () => {
    await using home = await createHomeHere();
    const file = await write(
      home,
      'v2.http',
      http(
        { ...routing(changed), 'OCN-Signature': rewritten },
        new TextDecoder().decode(changed.body),
        `POST ${changed.path} HTTP/1.1`,
      ),
    );
    const network = ['--network', message.network, ...at];
    expect((await home.run(['ocn', 'inspect', file, ...network])).code).toBe(0);
    const without = await home.json(['ocn', 'inspect', file, ...at]);
    expect([without.code, without.data.messages[0].outcome]).toEqual([broken, 'unchecked']);
    const late = await home.json(['ocn', 'inspect', file, '--network', message.network, '--at', '2027-01-01']);
    expect(late.data.messages[0].problems[0].field).toBe('links[0].statement.expires');
    const answer = {
      ...message,
      status: 200,
      from: message.to,
      to: message.from,
      body: new TextEncoder().encode('{}'),
    };
    const answerHeader = await SignatureV2.sign(answer, by(party));
    const response = await write(
      home,
      'response.http',
      http({ ...routing(answer), 'OCN-Signature': answerHeader }, '{}', 'HTTP/1.1 200 OK'),
    );
    const unsigned = await write(home, 'request.http', http(routing(message), '{}', `POST ${message.path} HTTP/1.1`));
    const pair = await home.json(['ocn', 'inspect', unsigned, response, ...network]);
    expect([pair.code, pair.data.unsigned, pair.data.messages.length]).toEqual([0, 1, 1]);
    expect(
      (await home.run(['ocn', 'inspect', response, '--method', 'POST', '--path', message.path, ...network])).code,
    ).toBe(0);
    expect(
      (await home.run(['ocn', 'inspect', response, '--method', 'PUT', '--path', message.path, ...network])).code,
    ).toBe(broken);
  });

  test('error: nothing to inspect, files that are none, options that are none', async () => {
    await using home = await createHomeHere();
    const code = async (args: string[], stdin = '') =>
      (await home.failure(['ocn', 'inspect', ...args], { stdin })).code;
    expect(await code([])).toBe(exitCodes.input.code);
    expect(await code(['missing.http'])).toBe(exitCodes.file.code);
    expect(await code([], 'hello there')).toBe(exitCodes.input.code);
    expect(await code([], http(request.headers, '{}'))).toBe(exitCodes.notFound.code);
    expect(await code(['--effort', 'much'], signed)).toBe(exitCodes.input.code);
    expect(await code(['--at', 'noon'], signed)).toBe(exitCodes.input.code);
    const two = `[${JSON.stringify({ body })},${JSON.stringify({ body })}]`;
    expect(await code(['-', '--signature', header], two)).toBe(exitCodes.usage.code);
    expect(
      await code(['--rpc-url', 'http://127.0.0.1:1', '--chain-id', '31337', '--chain-timeout', '1s'], signed),
    ).toBe(exitCodes.network.code);
  });

  test('attack: what a message says is shown and does nothing', async () => {
    await using home = await createHomeHere();
    const hostile = http(
      { ...request.headers, 'OCN-Signature': header },
      JSON.stringify({ ...body, evse_uid: 'a\u001b[2J\u202eb' }),
    );
    const { stdout } = await home.run(['ocn', 'inspect', '--effort', '0'], { stdin: hostile });
    expect(['\u001b', '\u202e'].some((character) => stdout.includes(character))).toBe(false);
    const bomb = await home.apart.json(['ocn', 'inspect'], { stdin: 'A'.repeat(3_000_000) });
    expect(bomb.data.messages[0].problems[0].field).toBe('OCN-Signature');
  });
});
