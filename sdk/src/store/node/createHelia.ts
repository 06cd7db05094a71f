import { noise } from '@chainsafe/libp2p-noise';
import { yamux } from '@chainsafe/libp2p-yamux';
import { withBitswap } from '@helia/bitswap';
import { withLibp2pLight } from '@helia/libp2p';
import { identify } from '@libp2p/identify';
import { ping } from '@libp2p/ping';
import { tcp } from '@libp2p/tcp';
import { webSockets } from '@libp2p/websockets';
import type { FsBlockstore } from 'blockstore-fs';
import type { FsDatastore } from 'datastore-fs';
import { createHeliaLight } from 'helia';
import { VERSION } from './version.ts';

/**
 * An IPFS node that talks to those it is told of and to nobody else: no bootstrap peers, no discovery, no relays, no
 * delegated routing.
 */
export function createHelia(blockstore: FsBlockstore, datastore: FsDatastore, listen: readonly string[]) {
  const light = createHeliaLight({ blockstore, datastore });
  const connected = withLibp2pLight(light, {
    addresses: { listen: [...listen] },
    transports: [tcp(), webSockets()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    peerDiscovery: [],
    nodeInfo: { name: 'gridseal', version: VERSION, userAgent: `gridseal/${VERSION}` },
    services: { identify: identify(), ping: ping() },
  });
  return withBitswap(connected);
}
