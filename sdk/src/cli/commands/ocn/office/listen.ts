import { MessageInspector } from '../../../../ocn/signature/index.ts';
import type { Exchange } from '../../../../roles/ocnTools/index.ts';
import type { Action } from '../../../framework/command.ts';
import type { Tone } from '../../../framework/page.ts';
import { registryLookup } from '../inspect/registryLookup.ts';
import { openOffice, signerOf, withOffice } from './open.ts';
import { type Spoken, STOPPING_MS, speaker, stopped } from './speak.ts';

const verdicts: Readonly<Record<MessageInspector.Outcome, readonly [string, Tone]>> = {
  verifies: ['signature verifies', 'good'],
  extended: ['has values that nobody signed', 'bad'],
  unchecked: ['signature cannot be checked: is --network set?', 'warn'],
  broken: ['signature does NOT verify', 'bad'],
};

function headerOf({ headers = {} }: MessageInspector.InspectedMessage, name: string): string {
  return Object.entries(headers).find(([one]) => one.toLowerCase() === name)?.[1] ?? '–';
}

const partyIn = (message: MessageInspector.InspectedMessage, direction: 'from' | 'to'): string =>
  `${headerOf(message, `ocpi-${direction}-country-code`)}/${headerOf(message, `ocpi-${direction}-party-id`)}`;

/** The body, if it is JSON; its first bytes otherwise. */
function shown(body: Uint8Array | undefined): readonly string[] {
  if (!body || body.length === 0) return [];
  const text = new TextDecoder().decode(body);
  try {
    return JSON.stringify(JSON.parse(text), null, 2).split('\n').slice(0, 200);
  } catch {
    return [text.slice(0, 200)];
  }
}

function lineOf(
  { request, response }: Exchange,
  inspection: MessageInspector.Inspection | null,
  bodies: boolean,
): Spoken {
  const [words, tone] = inspection ? verdicts[inspection.outcome] : (['not signed', 'warn'] as const);
  const [from, to] = [partyIn(request, 'from'), partyIn(request, 'to')];
  const target = `${request.method} ${request.path}`;
  const problems = inspection?.problems.map(({ field, reason }) => `${field} ${reason}`) ?? [];
  return {
    event: 'request',
    text: `${target}  ${from} → ${to}  ${response.status}  ${words}`,
    tone,
    more: [...problems, ...(bodies ? shown(request.body) : [])],
    data: {
      ...{ method: request.method, path: request.path, from, to, status: response.status },
      requestId: headerOf(request, 'x-request-id'),
      signature: inspection,
      ...(bodies ? { body: new TextDecoder().decode(request.body) } : {}),
    },
  };
}

export const listen: Action = async (input, context) => {
  const open = await openOffice(input, context);
  const signer = await signerOf(open.office, input, context);
  const registry = await registryLookup(input, context);
  const network = open.office.network ?? registry?.network;
  const say = speaker(context);
  const bodies = input.flag('bodies');
  context.stopInGoodOrder(STOPPING_MS);
  const onIncoming = async (exchange: Exchange) => {
    const signature = MessageInspector.signatureIn({ headers: exchange.request.headers });
    const rules = { now: Math.floor(context.now() / 1000), lookup: registry?.lookup, ask: registry?.ask };
    const inspection =
      signature === null
        ? null
        : await MessageInspector.inspect(signature, { ...exchange.request, network }, rules).catch(() => null);
    say(lineOf(exchange, inspection, bodies));
  };
  await withOffice(open, { signer, onIncoming }, true, async ({ origin, bridge }) => {
    say({
      event: 'listening',
      text: `listens on ${origin} as ${open.office.url}`,
      data: { origin, url: open.office.url },
      tone: 'dim',
    });
    bridge.start();
    await stopped(context.signal);
    await bridge.stop();
  });
  say({ event: 'stopped', text: 'stopped', tone: 'dim' });
  return null;
};
