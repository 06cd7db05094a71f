import { DecodeError } from '../../../../errors/index.ts';
import { OcpiId } from '../../../../ocn/registry/index.ts';
import type { Party } from '../../../../protocol/ocpi/index.ts';
import {
  type MockCpo,
  type MockEmsp,
  type MockOptions,
  startMockCpo,
  startMockEmsp,
} from '../../../../roles/ocnTools/index.ts';
import type { Action } from '../../../framework/command.ts';
import type { Context } from '../../../framework/context.ts';
import { UsageError } from '../../../framework/errors.ts';
import { writeWhole } from '../../../framework/files.ts';
import type { Input } from '../../../framework/input.ts';
import { toDuration, toInteger, toUrl } from '../../../framework/values.ts';
import { unlockWallet } from '../../shared/wallets.ts';
import { networkOf, readToken, toListening, toParty, versionsUrlOf } from '../office/options.ts';
import { type Spoken, STOPPING_MS, speaker, stopped } from '../office/speak.ts';

type Say = (spoken: Spoken) => void;

/** What both mocks are told in the same words. */
async function optionsOf(input: Input, context: Context, say: Say): Promise<MockOptions> {
  const [url, wallet] = [input.optional('url'), input.optional('wallet')];
  if ((input.optional('token') === undefined) === (input.optional('invite') === undefined)) {
    throw new UsageError('is needed, or --invite where there is no node between', { field: '--token' });
  }
  const party = toParty(input.required('party'));
  return {
    party,
    name: input.optional('business')?.text ?? `Mock ${OcpiId.format(party)}`,
    listen: toListening(input.required('listen')),
    publicUrl: url && toUrl(url).replace(/\/+$/, ''),
    versionsUrl: versionsUrlOf(input),
    network: networkOf(input) ?? undefined,
    signer: wallet && (await unlockWallet(input, context)).signer,
    seed: toInteger(input.required('seed'), 0, 4_294_967_295),
    partners: input.many('partner').map(toParty),
    say,
  };
}

/** Registers with the node by a token, or lets the other side register with us by one of ours. */
async function connect(
  mock: MockCpo | MockEmsp,
  input: Input,
  context: Context,
  say: Say,
): Promise<() => Promise<void>> {
  const [token, invite] = [input.optional('token'), input.optional('invite')];
  if (invite) {
    await writeWhole(invite.text, `${await mock.bridge.invite()}\n`, { mode: 0o600, field: invite.field });
    say({ event: 'invited', text: `waits for the other side, which may register with the token in ${invite.text}` });
    return async () => undefined;
  }
  if (token) await mock.register(await readToken(token), context.signal);
  const connection = await mock.bridge.connection();
  const there = connection?.roles.map((one) => `${OcpiId.format(one)} ${one.role}`).join(', ');
  say({ event: 'registered', text: `registered with ${there}, OCPI ${connection?.version}`, tone: 'good' });
  return async () => {
    await mock.bridge.unregister();
    say({ event: 'unregistered', text: 'unregistered', tone: 'dim' });
  };
}

/** Until a signal comes; then everything that waits is sent, and the node is told. */
async function run(
  mock: MockCpo | MockEmsp,
  input: Input,
  context: Context,
  say: Say,
  work: () => Promise<void> = async () => undefined,
): Promise<null> {
  let leave = async (): Promise<void> => undefined;
  try {
    say({ event: 'listening', text: `listens as ${mock.url}`, data: { url: mock.url }, tone: 'dim' });
    leave = await connect(mock, input, context, say);
    await work();
    await stopped(context.signal);
  } finally {
    await mock.finish();
    // A node that is gone does not keep us from going, too.
    await leave().catch(() => say({ event: 'trouble', text: 'could not unregister from the node', tone: 'warn' }));
    await mock.close();
  }
  say({ event: 'stopped', text: 'stopped', tone: 'dim' });
  return null;
}

export const mockCpo: Action = async (input, context) => {
  context.stopInGoodOrder(STOPPING_MS);
  const say = speaker(context);
  const cpo = await startMockCpo({
    ...(await optionsOf(input, context, say)),
    locations: toInteger(input.required('locations'), 1, 1_000),
    speed: toInteger(input.required('speed'), 1, 3_600),
    visits: toInteger(input.required('visits'), 0, 10_000),
  });
  return run(cpo, input, context, say);
};

export const mockEmsp: Action = async (input, context) => {
  context.stopInGoodOrder(STOPPING_MS);
  const say = speaker(context);
  const options = await optionsOf(input, context, say);
  const sessions = toInteger(input.required('sessions'), 0, 1_000);
  const every = toDuration(input.required('every'));
  const emsp = await startMockEmsp({ ...options, tokens: toInteger(input.required('tokens'), 1, 1_000) });
  const partners = options.partners ?? [];
  if (sessions > 0 && partners.length === 0) {
    await emsp.close();
    throw new DecodeError('needs somebody to charge at: --partner', { field: '--sessions' });
  }
  return run(emsp, input, context, say, () => visit(emsp, partners, { sessions, every, signal: context.signal, say }));
};

interface Plan {
  readonly sessions: number;
  /** Seconds. */
  readonly every: number;
  readonly signal: AbortSignal;
  readonly say: Say;
}

/** Gets to know the partners, and then charges at them, one after the other. */
async function visit(
  emsp: MockEmsp,
  partners: readonly Party[],
  { sessions, every, signal, say }: Plan,
): Promise<void> {
  for (const partner of partners) {
    await tried(say, () => emsp.pull(partner, signal));
    if (signal.aborted) return;
    await emsp.pushTokens(partner);
  }
  for (let i = 0; i < sessions && !signal.aborted; i++) {
    if (i > 0)
      await Promise.race([stopped(signal), new Promise((resolve) => setTimeout(resolve, every * 1_000).unref())]);
    if (signal.aborted) return;
    // A result that is still to come keeps nobody from stopping.
    const charged = tried(say, () => emsp.charge(partners[i % partners.length] as Party));
    await Promise.race([charged, stopped(signal)]);
  }
}

/** One failure is told, and ends nothing: others may go well. */
async function tried(say: Say, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    say({ event: 'trouble', text: message.split('\n')[0] as string, tone: 'bad' });
  }
}
