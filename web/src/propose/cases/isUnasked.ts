import { BaseError } from '@gridseal/sdk/errors';

/** What the SDK says where no endpoint gave an answer that counts: nobody answered, or they disagree, or they refuse to work. */
const codes: ReadonlySet<string> = new Set(['TRANSPORT', 'RPC_UNREACHABLE', 'RPC_DISAGREEMENT', 'RPC_RESPONSE']);

/** Whether the chain could not be asked: which is not the same as a no. */
export function isUnasked(error: unknown): boolean {
  return error instanceof BaseError && codes.has(error.code);
}
