import { concat, utf8Decode, utf8Encode } from '../../bytes/index.ts';
import { ArgumentError, DecodeError } from '../../errors/index.ts';

/**
 * The data types of SSH (RFC 4251, section 5): `uint32`, `uint64`, `string`, `mpint`.
 *
 * @example
 * ```ts
 * new WireWriter().text('ssh-ed25519').string(key).bytes(); // a public key blob
 * ```
 */
export class WireWriter {
  readonly #parts: Uint8Array[] = [];

  uint8(value: number): this {
    return this.raw(Uint8Array.of(value));
  }

  uint32(value: number): this {
    const part = new Uint8Array(4);
    new DataView(part.buffer).setUint32(0, value);
    return this.raw(part);
  }

  uint64(value: bigint): this {
    if (value < 0n || value > 0xffff_ffff_ffff_ffffn)
      throw new ArgumentError('does not fit 64 bits', { field: 'uint64' });
    const part = new Uint8Array(8);
    new DataView(part.buffer).setBigUint64(0, value);
    return this.raw(part);
  }

  string(value: Uint8Array): this {
    return this.uint32(value.length).raw(value);
  }

  text(value: string): this {
    return this.string(utf8Encode(value));
  }

  /** A non-negative number, given as big-endian bytes. */
  mpint(magnitude: Uint8Array): this {
    const first = magnitude.findIndex((byte) => byte !== 0);
    if (first === -1) return this.uint32(0);
    const significant = magnitude.subarray(first);
    return this.string((significant[0] as number) & 0x80 ? concat(Uint8Array.of(0), significant) : significant);
  }

  raw(value: Uint8Array): this {
    this.#parts.push(value);
    return this;
  }

  bytes(): Uint8Array {
    return concat(...this.#parts);
  }
}

/** Reads what `WireWriter` writes; every read past the end is a `DecodeError` that names `field` and the offset. */
export class WireReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #field: string;
  #at = 0;

  constructor(bytes: Uint8Array, field: string) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#field = field;
  }

  get done(): boolean {
    return this.#at === this.#bytes.length;
  }

  get offset(): number {
    return this.#at;
  }

  #take(size: number): number {
    if (size > this.#bytes.length - this.#at) {
      throw new DecodeError(`ends early, at byte ${this.#at}`, { field: this.#field });
    }
    const at = this.#at;
    this.#at += size;
    return at;
  }

  uint8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  uint32(): number {
    return this.#view.getUint32(this.#take(4));
  }

  uint64(): bigint {
    return this.#view.getBigUint64(this.#take(8));
  }

  string(): Uint8Array {
    return this.raw(this.uint32());
  }

  text(): string {
    return utf8Decode(this.string(), { field: this.#field });
  }

  /** The magnitude of a non-negative, minimally encoded `mpint`. */
  mpint(): Uint8Array {
    const value = this.string();
    const [first = 0, second = 0] = value;
    if (first & 0x80) throw new DecodeError('has a negative number', { field: this.#field });
    if (value.length > 0 && first === 0 && !(second & 0x80)) {
      throw new DecodeError('has a number that is not minimal', { field: this.#field });
    }
    return first === 0 ? value.subarray(1) : value;
  }

  raw(size: number): Uint8Array {
    const at = this.#take(size);
    return this.#bytes.subarray(at, at + size);
  }

  /** @throws {DecodeError} if bytes are left over. */
  end(): void {
    if (!this.done) {
      throw new DecodeError(`has ${this.#bytes.length - this.#at} bytes too many`, { field: this.#field });
    }
  }
}
