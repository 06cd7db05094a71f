/** SLH-DSA-SHA2-128s (FIPS 205, section 11, table 2). */
export const parameters = {
  /** Bytes of a hash, and of everything that is one. */
  n: 16,
  /** Layers of trees, and the height of each. */
  d: 7,
  treeHeight: 9,
  /** Height of a FORS tree, and how many there are. */
  a: 12,
  k: 14,
  /** Digits of a WOTS+ message with its checksum, and of the message alone; a digit is 4 bits. */
  len: 35,
  len1: 32,
} as const;

const { n, k, len, a, d, treeHeight } = parameters;

/** Bytes of a signature: R, the FORS signature, the hypertree signature (section 9.2, figure 17). */
export const signatureBytes = n + k * (1 + a) * n + d * (len + treeHeight) * n;

/**
 * Where things are in memory. A hash's input is PK.seed and zeros up to SHA-256's block of 64 bytes, the compressed address of
 * 22 bytes (section 11.2.1), and the data: `NODE` for the functions F and H, `LIST` for T_k and T_len.
 */
export const memory = {
  node: 0x20,
  nodeData: 0x20 + 64 + 22,
  list: 0x1000 - 64 - 22,
  /** A multiple of 4,096: the chain of a value is what its place is divided by 16, in the lowest byte. */
  listData: 0x1000,
} as const;

/** An address is written as one word that ends where the data begins: the ten bytes before it are zeros of the block. */
export const addressWord = (data: number): number => data - 32;

/** The lowest bytes of the chain address and of the hash address: the 18th and the last byte of the compressed address. */
export const chainByte = memory.nodeData - 5;
export const hashByte = memory.nodeData - 1;

/** Shifts of an address's fields in that word, and the types (section 4.2). */
export const shifts = { layer: 168, tree: 104, type: 96, keyPair: 64, height: 32 } as const;
export const types = { wotsHash: 0n, wotsKey: 1n, tree: 2n, forsTree: 3n, forsRoots: 4n } as const;
