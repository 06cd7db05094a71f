import { BaseError } from '../../../errors/index.ts';
import { compareDateTimes, foldCiString, OcpiError, partyKey, type TokenType } from '../../../protocol/ocpi/index.ts';
import type { ObjectKey, ObjectsReceiver } from '../backOffice.ts';
import type { Incoming } from './call.ts';

interface Dated {
  readonly last_updated: string;
}

/** The object that a request's URL names. */
export function keyOf({ parameters, query }: Incoming, idName: string): ObjectKey {
  const { country_code = '', party_id = '' } = parameters;
  const owner = { country_code, party_id };
  const id = parameters[idName] ?? '';
  // A token's type is part of its name; RFID, if it is left out.
  return idName === 'token_uid' ? { owner, id, type: (query.get('type') ?? 'RFID') as TokenType } : { owner, id };
}

/** What was asked for is not there. */
export function unknown(module: string, field: string): OcpiError {
  const code = module === 'locations' ? 'unknownLocation' : module === 'tokens' ? 'unknownToken' : 'clientError';
  return new OcpiError(code, 'is not known', { field, httpStatus: 404 });
}

/** @throws {OcpiError} for what is not there, as HTTP 404. */
export function found<T>(object: T | null | undefined, module: string, field: string): T {
  if (object === null || object === undefined) throw unknown(module, field);
  return object;
}

/** What was a fault of the sender's in a change is answered as one. */
export function asSenders<T>(module: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof OcpiError || !(error instanceof BaseError)) throw error;
    if (error.code === 'NOT_FOUND') throw unknown(module, error.field ?? 'id');
    if (error.code !== 'ARGUMENT') throw error;
    throw new OcpiError('invalidParameters', error.shortMessage, {
      ...(error.field ? { field: error.field } : {}),
      cause: error,
    });
  }
}

/** @throws {OcpiError} if it would bring back an older state: messages overtake each other, and old ones can be sent again. */
export function assertNotOlder(change: Dated, before: Dated | null | undefined): void {
  if (!before || compareDateTimes(change.last_updated, before.last_updated) >= 0) return;
  throw new OcpiError('invalidParameters', 'is older than what is known', { field: 'last_updated' });
}

const queues = new WeakMap<object, Map<string, Promise<void>>>();

/** Reads, changes and writes one object, one change after the other. */
export async function changeObject<T>(
  receiver: ObjectsReceiver<T>,
  key: ObjectKey,
  { call, module }: Incoming,
  change: (before: T | null) => T,
): Promise<void> {
  const checked = (before: T | null): T => asSenders(module, () => change(before));
  if (receiver.change) return receiver.change(key, checked, call);
  const name = `${partyKey(key.owner)} ${foldCiString(key.id)} ${key.type ?? ''}`;
  await inTurn(receiver, name, async () => receiver.put(key, checked(await receiver.get(key, call)), call));
}

/** Runs one after the other what has the same name. */
async function inTurn(owner: object, name: string, run: () => Promise<void>): Promise<void> {
  const queue = queues.get(owner) ?? new Map<string, Promise<void>>();
  queues.set(owner, queue);
  const mine = (queue.get(name) ?? Promise.resolve()).catch(() => undefined).then(run);
  queue.set(name, mine);
  try {
    await mine;
  } finally {
    if (queue.get(name) === mine) queue.delete(name);
  }
}
