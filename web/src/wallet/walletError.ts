import { BaseError } from '@gridseal/sdk/errors';

/** Why the wallet did not do it. */
export type WalletProblem = 'disconnected' | 'wrongChain' | 'refused' | 'unsupported' | 'failed';

/** What went wrong between the page and the wallet; `problem` is for programs, the message for people. */
export class WalletError extends BaseError {
  override readonly name = 'WalletError';
  readonly problem: WalletProblem;

  constructor(problem: WalletProblem, message: string, options: { readonly cause?: unknown } = {}) {
    super('WALLET', message, options);
    this.problem = problem;
  }
}

const SENTENCES: Readonly<Record<WalletProblem, string>> = {
  disconnected: 'no wallet is connected',
  wrongChain: 'the wallet is on another chain',
  refused: 'the request was refused in the wallet',
  unsupported: 'the wallet does not support this request',
  failed: 'the wallet did not do it',
};

export function walletError(problem: WalletProblem, cause?: unknown): WalletError {
  return new WalletError(problem, SENTENCES[problem], cause === undefined ? {} : { cause });
}

/**
 * Tells a refusal from a fault, whatever a wallet throws: wallets and libraries wrap errors in each other.
 *
 * @see EIP-1193, section “Provider Errors”
 */
export function toWalletError(error: unknown): WalletError {
  for (let current = error, depth = 0; typeof current === 'object' && current !== null && depth < 8; depth++) {
    if (current instanceof WalletError) return current;
    const { code, cause } = current as { readonly code?: unknown; readonly cause?: unknown };
    if (code === 4001 || code === 'ACTION_REJECTED') return walletError('refused', error);
    if (code === 4200 || code === -32_601) return walletError('unsupported', error);
    if (code === 4900 || code === 4901 || code === 4100) return walletError('disconnected', error);
    current = cause;
  }
  return walletError('failed', error);
}
