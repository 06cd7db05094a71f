import { createHmac } from 'node:crypto';
import { concat, utf8Decode, utf8Encode } from '../../../bytes/index.ts';
import { equalSecrets, type RandomBytes } from '../../../crypto/index.ts';
import { openAes256Gcm, sealAes256Gcm } from '../../../crypto/provider/nodeAead.ts';
import { ArgumentError } from '../../../errors/index.ts';
import { bytesParameter } from './sql/arrays.ts';
import type { Sql } from './sql/sql.ts';
import { SealingError } from './storeErrors.ts';

const KEY_SIZE = 32;
const NONCE_SIZE = 12;
/** The first byte: AES-256-GCM with a nonce of 12 bytes, that follows. */
const FORM = 1;

/** Seals the tokens that we call platforms with, each to its platform: one that is moved to another row does not open. */
export class Sealing {
  readonly #key: Uint8Array;
  readonly #random: RandomBytes;

  /** @throws {ArgumentError} if the key has not 32 bytes. */
  constructor(key: Uint8Array, random: RandomBytes) {
    if (key.length !== KEY_SIZE) throw new ArgumentError('has to have 32 bytes', { field: 'sealingKey' });
    this.#key = Uint8Array.from(key);
    this.#random = random;
  }

  seal(platform: string, token: string): Uint8Array {
    const nonce = this.#random(NONCE_SIZE);
    const sealed = sealAes256Gcm(this.#key, nonce, associated(platform), utf8Encode(token));
    return concat(Uint8Array.of(FORM), nonce, sealed);
  }

  /** @throws {SealingError} */
  open(platform: string, sealed: Uint8Array): string {
    if (sealed[0] !== FORM) throw new SealingError('a sealed token has an unknown form', { field: 'callToken' });
    const nonce = sealed.subarray(1, 1 + NONCE_SIZE);
    try {
      return utf8Decode(openAes256Gcm(this.#key, nonce, associated(platform), sealed.subarray(1 + NONCE_SIZE)));
    } catch (cause) {
      throw new SealingError('a sealed token does not open: wrong key, or it was changed or moved', {
        field: 'callToken',
        cause,
      });
    }
  }

  /**
   * Says whether this is the key of the database; the first key that comes is.
   *
   * What is kept for that is an HMAC of a constant, which tells nothing of a random key.
   *
   * @throws {SealingError} before anything is sealed with another.
   */
  async check(sql: Sql): Promise<void> {
    const proof = createHmac('sha256', this.#key).update('gridseal/ocn-node/sealing-key').digest();
    const rows = await sql.transaction(async (tx) => {
      const insert = 'insert into ocn_node.sealing (proof) values ($1::bytea) on conflict do nothing';
      await tx.query({ name: '', text: insert }, [bytesParameter(proof)]);
      return tx.query({ name: '', text: "select encode(proof, 'hex') as proof from ocn_node.sealing" });
    });
    if (equalSecrets(Buffer.from(rows[0]?.proof ?? '', 'hex'), proof)) return;
    throw new SealingError('is not the key that the tokens in the database were sealed with', { field: 'sealingKey' });
  }
}

function associated(platform: string): Uint8Array {
  return utf8Encode(`gridseal/ocn-node/call-token\n${platform}`);
}
