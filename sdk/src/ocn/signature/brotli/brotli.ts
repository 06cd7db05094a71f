/** Brotli (RFC 7932), as far as signatures need it. */
export interface Brotli {
  compress(bytes: Uint8Array): Promise<Uint8Array>;
  /** @throws {DecodeError} naming `field`, for what is no Brotli stream, or more than `maxSize` bytes when decompressed. */
  decompress(bytes: Uint8Array, maxSize: number, field: string): Promise<Uint8Array>;
}
