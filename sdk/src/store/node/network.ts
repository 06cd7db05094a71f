import { type Multiaddr, multiaddr } from '@multiformats/multiaddr';
import { TransportError } from '../../errors/index.ts';
import type { createHelia } from './createHelia.ts';
import { HttpError } from './httpError.ts';

/** The node among its peers. */
export interface Network {
  describe(): {
    readonly peerId: string;
    /** As libp2p encodes it (a protobuf), in Base64. */
    readonly publicKey: string;
    /** Multiaddresses, each ending in the peer id. */
    readonly addresses: readonly string[];
    readonly protocols: readonly string[];
  };
  /** @returns the peer's id. */
  connect(address: string, signal: AbortSignal): Promise<string>;
  peers(): readonly { readonly address: string; readonly peer: string }[];
}

/** The libp2p key header of Ed25519 keys: type 1, 32 bytes. See the peer ids specification, "Keys". */
const ED25519_HEADER = Uint8Array.of(8, 1, 18, 32);

export function createNetwork({ libp2p }: Pick<ReturnType<typeof createHelia>, 'libp2p'>): Network {
  return {
    describe: () => ({
      peerId: libp2p.peerId.toString(),
      publicKey: Buffer.from([...ED25519_HEADER, ...(libp2p.peerId.publicKey?.raw ?? [])]).toString('base64'),
      addresses: libp2p.getMultiaddrs().map(String),
      protocols: libp2p.getProtocols(),
    }),
    async connect(address, signal) {
      const target = parseAddress(address);
      try {
        const connection = await libp2p.dial(target, { signal });
        return connection.remotePeer.toString();
      } catch (cause) {
        throw new TransportError('the peer cannot be reached at this address', { cause });
      }
    },
    peers: () =>
      libp2p
        .getConnections()
        .map(({ remoteAddr, remotePeer }) => ({ address: `${remoteAddr}`, peer: `${remotePeer}` })),
  };
}

function parseAddress(text: string): Multiaddr {
  try {
    return multiaddr(text);
  } catch {
    throw new HttpError(400, 'this is not a multiaddress');
  }
}
