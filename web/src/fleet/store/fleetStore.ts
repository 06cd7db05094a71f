import { equalBytes, type Hex } from '@gridseal/sdk/bytes';
import { isChannel } from '@gridseal/sdk/delivery/subject';
import { ArgumentError, VerificationError } from '@gridseal/sdk/errors';
import { type Enrolment, readName } from '@gridseal/sdk/identity';
import type { DeviceChange, FleetDevice, FleetEntry } from '../model/fleetDevice.ts';
import { encodeFleetFile, type FleetContent, readFleetFile } from '../model/fleetFile.ts';
import { type IssueRecord, readIssueRecord } from '../model/issueRecord.ts';
import { type DeviceRequest, readRequest } from '../model/readRequest.ts';
import { type DeviceKeys, type FleetDatabase, issueKey } from './database.ts';

/** What the administrator says of a device when it is enrolled. */
export interface EnrolOptions {
  /** By default the name that the device gave itself. */
  readonly label?: string;
  readonly groups?: readonly string[];
}

/** What became of a file. */
export interface ImportReport {
  /** Devices and issues that were not here before. */
  readonly devices: number;
  readonly issues: number;
  /** Devices that were here already. They stay as they are. */
  readonly known: number;
  /** Lines that were refused, counted from 1. */
  readonly refused: readonly { readonly line: number; readonly error: Error }[];
}

/** The devices of an administrator, and what was issued to them, as this browser keeps them. */
export interface FleetStore {
  readonly entries: () => Promise<readonly FleetEntry[]>;
  /** In the order of the ids, without those that are not known. */
  readonly read: (ids: readonly Hex[]) => Promise<readonly FleetDevice[]>;
  /**
   * Takes an enrolment request in; the same one again changes nothing. Whether it comes from the right device is for the user to say.
   *
   * @throws {DecodeError}, {ArgumentError} if it is none, or if the device is known with other keys. @throws {VerificationError} if the
   * proof is not the signer's.
   */
  readonly enrol: (request: Uint8Array, options?: EnrolOptions) => Promise<FleetDevice>;
  /**
   * As {@link FleetStore.enrol} for many, one after the other; what was enrolled before one of them fails stays. `onProgress` gets how many
   * are done.
   */
  readonly enrolMany: (
    requests: readonly (EnrolOptions & { readonly request: Uint8Array })[],
    onProgress?: (done: number) => void,
  ) => Promise<readonly FleetDevice[]>;
  /** @throws {ArgumentError} if the device is not known. @throws {DecodeError} if a name is none. */
  readonly update: (id: Hex, change: DeviceChange) => Promise<void>;
  readonly remove: (ids: readonly Hex[]) => Promise<void>;
  readonly issues: () => Promise<readonly IssueRecord[]>;
  /** The same announcement again replaces what was known of it. @throws {DecodeError} for a record that is none. */
  readonly addIssue: (record: IssueRecord) => Promise<void>;
  readonly channels: () => Promise<readonly string[]>;
  /** Remembers the name of a channel that is not among the usual ones. @throws {ArgumentError} if it may name none. */
  readonly addChannel: (name: string) => Promise<void>;
  /** Takes in what `exportFile`, the administrator's home (`devices/*.json`, `history.jsonl`) or a device wrote. `onProgress` gets 0 to 1. */
  readonly importFile: (file: Uint8Array, onProgress?: (part: number) => void) => Promise<ImportReport>;
  /** Everything, as JSON lines. */
  readonly exportFile: () => Promise<Uint8Array<ArrayBuffer>>;
}

/** What a store is made with. */
export interface FleetStoreOptions {
  readonly database: () => Promise<FleetDatabase>;
  /** Whether the proof of a request is its signer's. */
  readonly verify: (enrolment: Enrolment) => Promise<boolean>;
  /** Seconds since 1970. */
  readonly now: () => number;
  /** Called after each change. */
  readonly changed: () => void;
}

/** @example `const store = createFleetStore({ database: () => openFleetDatabase(name), verify, now, changed })` */
export function createFleetStore({ database, verify, now, changed }: FleetStoreOptions): FleetStore {
  async function save(entry: FleetEntry, keys: DeviceKeys): Promise<void> {
    const transaction = (await database()).transaction(['entries', 'keys'], 'readwrite');
    await Promise.all([
      transaction.objectStore('entries').put(entry),
      transaction.objectStore('keys').put(keys),
      transaction.done,
    ]);
  }

  /** The device as it is known, or null; @throws {ArgumentError} if it is known with another request. */
  async function known({ id, request }: DeviceRequest): Promise<FleetDevice | null> {
    const [device = null] = await readDevices(await database(), [id]);
    if (device === null || equalBytes(device.request, request)) return device;
    throw new ArgumentError('is enrolled already, with another request', {
      field: 'enrolment.signer',
      metaMessages: ['If its keys were lost, make the device anew: it gets a new signer.'],
    });
  }

  async function take(asked: DeviceRequest, entry: FleetEntry): Promise<FleetDevice> {
    if (!(await verify(asked.enrolment))) {
      throw new VerificationError('is not the signature of the device that the request names', {
        field: 'enrolment.proof',
      });
    }
    const { id, key, request } = asked;
    const keys: DeviceKeys = { id, key, claim: null, request };
    await save(entry, keys);
    return { ...entry, ...keys };
  }

  async function enrol(
    bytes: Uint8Array,
    options: EnrolOptions = {},
  ): Promise<{ device: FleetDevice; isNew: boolean }> {
    const asked = readRequest(bytes);
    const entry = entryOf(asked, options, now(), null);
    const there = await known(asked);
    return there === null ? { device: await take(asked, entry), isNew: true } : { device: there, isNew: false };
  }

  async function addIssue(record: IssueRecord): Promise<boolean> {
    const checked = readIssueRecord(record);
    const key = issueKey(checked);
    const tables = await database();
    const isNew = (await tables.getKey('issues', key)) === undefined;
    await tables.put('issues', checked, key);
    return isNew;
  }

  async function importContent(content: FleetContent): Promise<'device' | 'known' | 'issue' | null> {
    if (content.type === 'channels') {
      for (const name of content.channels) await (await database()).put('channels', name, name);
      return null;
    }
    if (content.type === 'issue') return (await addIssue(content.issue)) ? 'issue' : null;
    const { asked } = content;
    if ((await known(asked)) !== null) return 'known';
    await take(asked, entryOf(asked, content, content.enrolledAt ?? now(), content.certificate));
    return 'device';
  }

  return {
    entries: async () => (await database()).getAll('entries'),
    read: async (ids) => readDevices(await database(), ids),
    enrol: async (bytes, options) => {
      const { device, isNew } = await enrol(bytes, options);
      if (isNew) changed();
      return device;
    },
    enrolMany: async (requests, onProgress = () => undefined) => {
      const devices: FleetDevice[] = [];
      try {
        for (const { request, ...options } of requests) {
          devices.push((await enrol(request, options)).device);
          onProgress(devices.length);
        }
      } finally {
        changed();
      }
      return devices;
    },
    update: async (id, change) => {
      const [device] = await readDevices(await database(), [id]);
      if (!device) throw new ArgumentError('is not enrolled here', { field: 'device' });
      const { key, claim, request, ...entry } = { ...device, ...change };
      await save({ ...entry, ...namesOf(entry) }, { id, key, claim, request });
      changed();
    },
    remove: async (ids) => {
      const transaction = (await database()).transaction(['entries', 'keys'], 'readwrite');
      const gone = ids.flatMap((id) => [
        transaction.objectStore('entries').delete(id),
        transaction.objectStore('keys').delete(id),
      ]);
      await Promise.all([...gone, transaction.done]);
      changed();
    },
    issues: async () => (await database()).getAll('issues'),
    addIssue: async (record) => {
      await addIssue(record);
      changed();
    },
    channels: async () => (await database()).getAll('channels'),
    addChannel: async (name) => {
      if (!isChannel(name)) {
        throw new ArgumentError('has to be a lower-case letter and up to 31 of a-z, 0-9 and -', { field: 'channel' });
      }
      await (await database()).put('channels', name, name);
      changed();
    },
    importFile: async (file, onProgress = () => undefined) => {
      const count = { device: 0, known: 0, issue: 0 };
      const refused: { line: number; error: Error }[] = [];
      for (const { line, part, read } of readFleetFile(file)) {
        try {
          const outcome = await importContent(read());
          if (outcome) count[outcome]++;
        } catch (error) {
          refused.push({ line, error: error as Error });
        }
        onProgress(part);
      }
      changed();
      return { devices: count.device, issues: count.issue, known: count.known, refused };
    },
    exportFile: async () => {
      const tables = await database();
      const [devices, issues, channels] = await Promise.all([
        tables.getAllKeys('entries').then((ids) => readDevices(tables, ids)),
        tables.getAll('issues'),
        tables.getAll('channels'),
      ]);
      return encodeFleetFile({ devices, issues, channels });
    },
  };
}

function entryOf(
  { id, enrolment }: DeviceRequest,
  { label = enrolment.name, groups = [] }: EnrolOptions,
  enrolledAt: number,
  certificate: Hex | null,
): FleetEntry {
  const { name, signer } = enrolment;
  return { id, name, signer, enrolledAt, certificate, ...namesOf({ label, groups }) };
}

/** @throws {DecodeError} for a label or group that is no name. */
function namesOf({ label, groups }: Pick<FleetEntry, 'label' | 'groups'>): Pick<FleetEntry, 'label' | 'groups'> {
  const clean = (text: string) => text.normalize('NFC').trim();
  const names = groups.map((group) => readName(clean(group), 'groups'));
  return { label: readName(clean(label), 'label'), groups: [...new Set(names)].sort() };
}

/** Above this many, all are read at once and picked from: thousands of single reads take longer. */
const few = 200;

async function readDevices(database: FleetDatabase, ids: readonly Hex[]): Promise<FleetDevice[]> {
  const transaction = database.transaction(['entries', 'keys']);
  const [entries, keys] = [transaction.objectStore('entries'), transaction.objectStore('keys')];
  if (ids.length > few) {
    const [all, allKeys] = await Promise.all([entries.getAll(), keys.getAll()]);
    const byId = new Map(all.map((entry, i) => [entry.id, { ...entry, ...(allKeys[i] as DeviceKeys) }]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }
  const found = await Promise.all(ids.map((id) => Promise.all([entries.get(id), keys.get(id)])));
  return found.flatMap(([entry, own]) => (entry && own ? [{ ...entry, ...own }] : []));
}
