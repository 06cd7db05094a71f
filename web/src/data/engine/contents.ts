import type { Hex } from '@gridseal/sdk/bytes';
import { sha256Hex } from '@gridseal/sdk/crypto';
import type { Store } from '@gridseal/sdk/store';
import type { ContentOptions } from '../client/dataClient.ts';
import type { Keeping } from './contentStore.ts';

/** Where content is kept between visits. */
export interface ContentShelf {
  readonly take: (digest: Hex) => Promise<Uint8Array | null>;
  /** `own`: of this browser's own making, or given to it; `read`: can be read from IPFS again. */
  readonly put: (digest: Hex, bytes: Uint8Array, keeping: Keeping) => Promise<void>;
}

/** Larger content is read again when it is needed. */
const maxKeptBytes = 512 * 1024;

/** Content by digest: from the browser if it was read before, else from IPFS; verified in both cases. */
export class Contents {
  readonly #store: () => Store;
  readonly #shelf: ContentShelf;
  readonly #reading = new Map<string, Promise<Uint8Array>>();

  constructor(store: () => Store, shelf: ContentShelf) {
    this.#store = store;
    this.#shelf = shelf;
  }

  /**
   * @throws {ConfigurationError} if no gateway is configured. @throws {ContentUnavailableError} if none has it.
   * @example `await contents.read(id, { maxBytes: 65_536 })`
   */
  read(digest: Hex, { codec = 'raw', maxBytes }: ContentOptions = {}): Promise<Uint8Array> {
    const key = `${codec} ${maxBytes ?? ''} ${digest.toLowerCase()}`;
    const reading = this.#reading.get(key) ?? this.#read(digest.toLowerCase() as Hex, codec, maxBytes);
    this.#reading.set(key, reading);
    return reading.finally(() => this.#reading.delete(key));
  }

  /** Keeps bytes that came in another way. */
  async keep(bytes: Uint8Array): Promise<Hex> {
    const digest = sha256Hex(bytes);
    await this.#shelf.put(digest, bytes, 'own');
    return digest;
  }

  async #read(digest: Hex, codec: 'raw' | 'file', maxBytes: number | undefined): Promise<Uint8Array> {
    if (codec === 'file') return this.#store().read({ digest, codec, ...(maxBytes === undefined ? {} : { maxBytes }) });
    const kept = await this.#shelf.take(digest);
    // What lies in the browser may be damaged: a raw block's digest is that of its bytes.
    if (kept && kept.length <= (maxBytes ?? kept.length) && sha256Hex(kept) === digest) return kept;
    const bytes = await this.#store().read({ digest, codec, ...(maxBytes === undefined ? {} : { maxBytes }) });
    if (bytes.length <= maxKeptBytes) await this.#shelf.put(digest, bytes, 'read');
    return bytes;
  }
}
