import { decodeCanonicalJson, encodeCanonicalJson, type Json } from '../bytes/index.ts';
import { DecodeError } from '../errors/index.ts';
import * as Approval from './approval.ts';
import * as Proposal from './proposal.ts';

/** A proposal and the approvals that somebody has of it: what members hand on by file, link or QR code (docs/spec/parcel.md). */
export interface Parcel {
  /** Null in a file that is one approval alone. */
  readonly proposal: Proposal.Proposal | null;
  readonly approvals: readonly Approval.Approval[];
}

const TYPE = 'gridseal/parcel/v1';
/** Every member of a large quorum, with post-quantum signatures. */
export const MAX_PARCEL_BYTES = 4_194_304;
/** Members of a rotation's both sides, and their members. */
export const MAX_PARCEL_APPROVALS = 512;

/**
 * The parcel's file: canonical JSON.
 *
 * @example `await writeFile('endorse.json', Parcel.encode({ proposal, approvals }))`
 */
export function encode({ proposal, approvals }: Parcel): Uint8Array {
  return encodeCanonicalJson({ type: TYPE, proposal, approvals });
}

/**
 * Reads a file of any of the three kinds that go round: a proposal, an approval, or a parcel of both. Digests are recomputed, signatures
 * are not checked: `collect` does that.
 *
 * @throws {DecodeError} naming the field. @throws {VerificationError} if something is not what its digest says.
 */
export function decode(bytes: Uint8Array): Parcel {
  if (bytes.length > MAX_PARCEL_BYTES) {
    throw new DecodeError(`is longer than ${MAX_PARCEL_BYTES} bytes`, { field: 'file' });
  }
  const json = decodeCanonicalJson(bytes, { field: 'file' });
  const type = isRecord(json) ? json.type : undefined;
  // Alone, each kind is held to its own size.
  if (type === 'gridseal/proposal/v1') return { proposal: Proposal.decode(bytes), approvals: [] };
  if (type === 'gridseal/approval/v1') return { proposal: null, approvals: [Approval.decode(bytes)] };
  if (type !== TYPE || !isRecord(json)) {
    throw new DecodeError('is neither a proposal nor an approval', { field: 'file.type' });
  }
  return parcelFrom(json);
}

function parcelFrom(json: Readonly<Record<string, Json>>): Parcel {
  const { type: _type, proposal, approvals, ...others } = json;
  const unknown = Object.keys(others)[0];
  if (unknown !== undefined) throw new DecodeError('is not known', { field: `file.${unknown.slice(0, 40)}` });
  if (!Array.isArray(approvals)) throw new DecodeError('is no list', { field: 'file.approvals' });
  if (approvals.length > MAX_PARCEL_APPROVALS) {
    throw new DecodeError(`has more than ${MAX_PARCEL_APPROVALS} entries`, { field: 'file.approvals' });
  }
  return {
    proposal: proposal === null ? null : Proposal.fromJson(proposal, 'file.proposal'),
    approvals: approvals.map((approval, i) => Approval.fromJson(approval, `file.approvals[${i}]`)),
  };
}

function isRecord(value: Json): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
