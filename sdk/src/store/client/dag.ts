import type { CID } from 'multiformats/cid';

/** Content as blocks: the root's CID, and all blocks, the root among them. */
export interface Dag {
  readonly root: CID;
  readonly blocks: ReadonlyMap<string, Block>;
}

export interface Block {
  readonly cid: CID;
  readonly bytes: Uint8Array;
}
