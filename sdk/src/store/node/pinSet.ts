import type { Datastore } from 'interface-datastore';
import { Key } from 'interface-datastore';
import { CID } from 'multiformats/cid';

const PREFIX = '/recursive-pin/';

/**
 * The roots that are kept. One small record for each, written at once or not at all, so that a kill at any moment leaves
 * every root either pinned or not. What is below a root is found by walking it.
 */
export interface PinSet {
  has(cid: CID): boolean;
  all(): CID[];
  add(cid: CID): Promise<void>;
  remove(cid: CID): Promise<void>;
}

export async function openPinSet(datastore: Datastore): Promise<PinSet> {
  const pins = new Map<string, CID>();
  for await (const key of datastore.queryKeys({ prefix: PREFIX })) {
    const cid = CID.parse(key.toString().slice(PREFIX.length));
    pins.set(cid.toString(), cid);
  }
  const nameOf = (cid: CID) => cid.toV1().toString();
  return {
    has: (cid) => pins.has(nameOf(cid)),
    all: () => [...pins.values()],
    async add(cid) {
      await datastore.put(new Key(PREFIX + nameOf(cid)), new Uint8Array());
      pins.set(nameOf(cid), cid.toV1());
    },
    async remove(cid) {
      await datastore.delete(new Key(PREFIX + nameOf(cid)));
      pins.delete(nameOf(cid));
    },
  };
}
