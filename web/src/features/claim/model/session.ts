import type { Hex } from '@gridseal/sdk/bytes';
import { NotFoundError } from '@gridseal/sdk/errors';
import { type Problem, toProblem } from '../../../data/index.ts';
import type { DeviceDatabase, Listening, StoredDevice } from './database.ts';
import { forgetDevice, listen, takeOpened } from './devices.ts';
import { lookAt } from './look.ts';
import { type Look, type LookParts, type Memory, type SlotView, slotKey } from './lookTypes.ts';
import { wipeOpened } from './receiveSlot.ts';
import { alone, sharedDevices, tellChange } from './shared.ts';

/** What is to be seen of a device that is being looked after. */
export interface SessionState {
  /** The last look; null before the first. */
  readonly look: Look | null;
  readonly isLooking: boolean;
  /** Why the last look has failed. */
  readonly problem: Problem | null;
}

/** Looks after one device while the page is open. What was opened lives in here, in memory alone. */
export interface DeviceSession {
  readonly get: () => SessionState;
  readonly subscribe: (listener: () => void) => () => void;
  /** Looks, or looks again once the look under way is done. */
  readonly look: (parts: SessionParts) => Promise<void>;
  /** The user has what a slot holds. @throws {ArgumentError} if something newer has taken its place meanwhile. */
  readonly take: (view: SlotView, parts: SessionParts) => Promise<void>;
  /** Looks afterwards, if it can. */
  readonly listen: (wanted: Listening, parts: SessionParts | null) => Promise<void>;
  /** Destroys the device's keys and all else. */
  readonly forget: () => Promise<void>;
}

export type SessionParts = Omit<LookParts, 'database' | 'memory'>;

const sessions = new Map<Hex, DeviceSession>();

/** The session of a device: the same for every page of this tab. */
export function sessionOf(id: Hex): DeviceSession {
  const known = sessions.get(id) ?? createSession(id, () => sessions.delete(id));
  sessions.set(id, known);
  return known;
}

function createSession(id: Hex, ended: () => void): DeviceSession {
  const memory: Memory = new Map();
  const listeners = new Set<() => void>();
  let state: SessionState = { look: null, isLooking: false, problem: null };
  let again: SessionParts | null = null;
  let running: Promise<void> | null = null;
  const change = (fields: Partial<SessionState>) => {
    state = { ...state, ...fields };
    for (const listener of listeners) listener();
  };
  /** What the user wants done does not wait for a network that hangs. */
  let interrupt = new AbortController();
  const lookOnce = async (parts: SessionParts) => {
    change({ isLooking: true });
    interrupt = new AbortController();
    const { signal } = interrupt;
    try {
      const database = await sharedDevices();
      const look = await alone(id, async () => {
        const device = await database.get('devices', id);
        if (!device) throw new NotFoundError('is not in this browser any more', { field: 'device' });
        return lookAt(device, { ...parts, database, memory, signal });
      });
      show(look);
    } catch (error) {
      if (!signal.aborted) change({ problem: toProblem(error) });
    }
  };
  /** What is not to be seen any more is wiped, and only that. */
  const show = (look: Look) => {
    const before = state.look;
    change({ look, problem: null });
    const kept = new Set(look.slots.map(({ arrival }) => arrival));
    for (const { arrival } of before?.slots ?? []) {
      if (arrival.state === 'opened' && !kept.has(arrival)) wipeOpened(arrival);
    }
  };
  let changed: Promise<unknown> = Promise.resolve();
  const changing = (work: Change): Promise<void> => {
    interrupt.abort();
    const done = changeAlone(id, work);
    changed = done.catch(() => undefined);
    return done;
  };
  const look = (parts: SessionParts): Promise<void> => {
    again = parts;
    running ??= (async () => {
      while (again) {
        await changed;
        const next = again;
        again = null;
        await lookOnce(next);
      }
      running = null;
      change({ isLooking: false });
    })();
    return running;
  };
  return {
    get: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    look,
    async take({ slot: { authority, subject }, arrival }, parts) {
      const key = slotKey({ authority, subject });
      const slot = memory.get(key);
      if (!slot || arrival.state !== 'opened') return;
      const now = state.look?.time ?? 0;
      const turnsKey = parts.network.ipfsRpcs.length > 0;
      await changing(async (database, device) => {
        await takeOpened(database, device, slot, { arrival, now, turnsKey });
      });
      if (state.look) show(withoutArrival(state.look, key));
      await look(parts);
    },
    async listen(wanted, parts) {
      await changing((database, device) => listen(database, device, wanted));
      if (parts) await look(parts);
    },
    async forget() {
      await changing((database) => forgetDevice(database, id));
      memory.clear();
      if (state.look) show({ ...state.look, slots: [] });
      ended();
    },
  };
}

type Change = (database: DeviceDatabase, device: StoredDevice) => Promise<void>;

/** A change of a device, while nobody else works at it. */
async function changeAlone(id: Hex, change: Change): Promise<void> {
  const database = await sharedDevices();
  await alone(id, async () => {
    const device = await database.get('devices', id);
    if (!device) throw new NotFoundError('is not in this browser any more', { field: 'device' });
    await change(database, device);
  });
  tellChange();
}

/** As it is to be seen until the next look, once a delivery was taken. */
function withoutArrival(look: Look, key: string): Look {
  const slots = look.slots.map((view) =>
    slotKey(view.slot) === key ? { ...view, arrival: { state: 'none' as const } } : view,
  );
  return { ...look, slots };
}
