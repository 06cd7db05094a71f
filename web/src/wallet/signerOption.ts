import type { Signer } from '@gridseal/sdk/crypto';

/** Something at hand that can sign: what it is, what the user calls it, and the SDK's signer. */
export interface SignerOption {
  /** Stable over reloads. */
  readonly id: string;
  readonly kind: 'wallet' | 'passkey' | 'p521';
  /** Text of the user or the wallet: show it by SafeText. */
  readonly name: string;
  /**
   * Give it to the SDK: `Approval.sign(option.signer, action)`. It checks each signature before it gives it away, and throws
   * {@link WalletError} (`refused`, `wrongChain`, …) or the SDK's VerificationError.
   */
  readonly signer: Signer;
  /** Why it cannot sign just now. */
  readonly problem: 'wrongChain' | null;
}
