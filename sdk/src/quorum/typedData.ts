import { hashTypedData } from 'viem/utils';
import type { Hex } from '../bytes/index.ts';
import { type Action, isRegistryAction } from './action.ts';

/** One field of an EIP-712 struct. */
export interface TypedDataField {
  readonly name: string;
  readonly type: string;
}

/** EIP-712 typed data as wallets take it: what is shown and what is signed come from this one object. */
export interface TypedDataObject {
  readonly domain: {
    readonly name: 'QuorumRegistry' | 'KeyAnnouncements';
    readonly version: '1';
    readonly chainId: number;
    readonly verifyingContract: Hex;
  };
  readonly types: Readonly<Record<string, readonly TypedDataField[]>>;
  readonly primaryType: string;
  readonly message: Readonly<Record<string, unknown>>;
}

/** Turns `bytes32 certificate,uint32 version` into fields. */
function fields(text: string): readonly TypedDataField[] {
  return text.split(',').map((field) => {
    const [type = '', name = ''] = field.split(' ');
    return { name, type };
  });
}

/** The structs of docs/spec/approval.md. */
const structs = {
  endorse: { Endorsement: fields('bytes32 certificate,bytes32 quorum,uint32 version,uint64 deadline') },
  revoke: { Revocation: fields('bytes32 certificate,bytes32 quorum,uint32 version,uint8 reason,uint64 deadline') },
  rotate: {
    Rotation: fields(
      'bytes32 quorum,uint32 version,Member[] members,uint16 threshold,uint16 revocationThreshold,uint64 deadline',
    ),
    Member: fields('bytes signer,uint16 weight'),
  },
  approve: { QuorumApproval: fields('bytes32 quorum,uint32 version,bytes32 digest') },
  announce: {
    Announcement: fields(
      'bytes authority,bytes32 subject,uint64 epoch,bytes32 digest,uint8 kind,uint8 codec,uint64 notBefore,uint64 notAfter,uint64 deadline',
    ),
  },
  withdraw: { Withdrawal: fields('bytes authority,bytes32 subject,uint64 epoch,uint64 deadline') },
  claim: {
    Claim: fields('bytes device,bytes32 authority,bytes32 subject,uint64 epoch,bytes32 record,uint64 deadline'),
  },
  manifests: { Manifests: fields('bytes authority,bytes32 subject,uint64 epoch,bytes32 root') },
} as const satisfies Record<Action['action'], TypedDataObject['types']>;

/**
 * The typed data of a message.
 *
 * @example
 * ```ts
 * const typedData = TypedData.from({ action: 'endorse', chainId: 1135, registry, message });
 * await wallet.signTypedData(typedData);
 * ```
 */
export function from(action: Action): TypedDataObject {
  const types = structs[action.action];
  return {
    domain: {
      name: isRegistryAction(action) ? 'QuorumRegistry' : 'KeyAnnouncements',
      version: '1',
      chainId: action.chainId,
      verifyingContract: isRegistryAction(action) ? action.registry : action.announcements,
    },
    types,
    primaryType: Object.keys(types)[0] as string,
    message: action.message,
  };
}

/**
 * The EIP-712 digest of a message: the 32 bytes that are signed.
 *
 * @example `TypedData.digest(action) // '0x…'`
 */
export function digest(action: Action): Hex {
  const { domain, types, primaryType, message } = from(action);
  return hashTypedData({ domain, types, primaryType, message });
}

/**
 * The JSON for `eth_signTypedData_v4`, which wants the domain's type spelled out.
 *
 * @example `await provider.request({ method: 'eth_signTypedData_v4', params: [address, TypedData.toJson(action)] })`
 */
export function toJson(action: Action): string {
  const { domain, types, primaryType, message } = from(action);
  const EIP712Domain = fields('string name,string version,uint256 chainId,address verifyingContract');
  return JSON.stringify({ types: { EIP712Domain, ...types }, domain, primaryType, message });
}
