import { z } from 'zod';
import { decodeCanonicalJson, encodeCanonicalJson, type Hex } from '../bytes/index.ts';
import type { Signer } from '../crypto/index.ts';
import { DecodeError, VerificationError } from '../errors/index.ts';
import { checkAction, type RegistryAction, registryShapes } from './action.ts';
import { hex32, parse, signature, signer } from './schema.ts';
import { digest as digestOf, from as typedDataOf } from './typedData.ts';
import { checkSignature, type VerifyOptions } from './verifyContext.ts';

/** The `type` of an approval file. */
const TYPE = 'gridseal/approval/v1';
/** An approval with a post-quantum signature and a rotation to 64 members fits many times. */
export const MAX_APPROVAL_BYTES = 262_144;

const rest = { type: z.literal(TYPE), digest: hex32, signer, signature };

const approvalSchema = z.discriminatedUnion('action', [
  z.strictObject({ ...registryShapes.endorse, ...rest }),
  z.strictObject({ ...registryShapes.revoke, ...rest }),
  z.strictObject({ ...registryShapes.rotate, ...rest }),
  z.strictObject({ ...registryShapes.approve, ...rest }),
]);

/** One member's signature of what its quorum is asked to do (docs/spec/approval.md). */
export type Approval = RegistryAction & {
  readonly type: typeof TYPE;
  /** The EIP-712 digest of the action. */
  readonly digest: Hex;
  /** ERC-7913 bytes of the member that signed. */
  readonly signer: Hex;
  /** `0x` for an approval that the wallet recorded on chain. */
  readonly signature: Hex;
};

/**
 * Asks `signer` to approve `action`. Wallets get the typed data, so that they can show it; others get its digest.
 *
 * @example
 * ```ts
 * const approval = await Approval.sign(alice, action);
 * await writeFile('approval.json', Approval.encode(approval));
 * ```
 */
export async function sign(signer: Signer, action: RegistryAction): Promise<Approval> {
  checkAction(action, 'action');
  const digest = digestOf(action);
  const signature = signer.signTypedData ? await signer.signTypedData(typedDataOf(action)) : await signer.sign(digest);
  return from(action, signer.signer, signature);
}

/** An approval whose signature was made elsewhere, or (`signature` = `0x`) was recorded on chain. */
export function from(action: RegistryAction, signer: Hex, signature: Hex): Approval {
  const { message } = action;
  const signed = { digest: digestOf(action), signer: signer.toLowerCase() as Hex, signature };
  return { ...action, message, type: TYPE, ...signed } as Approval;
}

/** The action that an approval approves, without the signature. */
export function actionOf(approval: Approval): RegistryAction {
  const { type: _type, digest: _digest, signer: _signer, signature: _signature, ...action } = approval;
  return action as RegistryAction;
}

/** The approval's file: canonical JSON. */
export function encode(approval: Approval): Uint8Array {
  return encodeCanonicalJson(approval);
}

/**
 * Decodes an approval from the bytes of a file or a link. The signature is not checked yet: see {@link verify}.
 *
 * @throws {DecodeError} naming the field.
 * @throws {VerificationError} if the digest is not that of the message: what is shown would not be what was signed.
 */
export function decode(bytes: Uint8Array): Approval {
  if (bytes.length > MAX_APPROVAL_BYTES) {
    throw new DecodeError(`is longer than ${MAX_APPROVAL_BYTES} bytes`, { field: 'approval' });
  }
  return fromJson(decodeCanonicalJson(bytes, { field: 'approval' }), 'approval');
}

/** As {@link decode}, for an approval inside another file. */
export function fromJson(value: unknown, field = 'approval'): Approval {
  const approval: Approval = parse(approvalSchema, value, field);
  checkAction(approval, field);
  if (approval.digest !== digestOf(actionOf(approval))) {
    throw new VerificationError('is not the digest of the message beside it', { field: `${field}.digest` });
  }
  return approval;
}

/**
 * Whether the signature is the signer's, offline.
 *
 * @returns null if it cannot be told without the chain: contract wallets, unknown verifiers, recorded approvals, and
 * signers that are quorums.
 * @example `if (await Approval.verify(approval)) count(approval)`
 */
export async function verify(approval: Approval, options: VerifyOptions = {}): Promise<boolean | null> {
  const digest = digestOf(actionOf(approval));
  if (digest !== approval.digest) return false;
  return checkSignature({ signer: approval.signer, digest, signature: approval.signature }, options);
}
