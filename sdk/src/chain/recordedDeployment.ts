import { deployments } from '../generated/index.ts';
import type { DeployedAddresses } from './chain.ts';

/** Contracts that are recorded on a chain. */
export interface RecordedDeployment {
  readonly network: string;
  /** The block of the first of them, where a reader of events starts; null if it is not known. */
  readonly firstBlock: number | null;
  readonly addresses: DeployedAddresses;
}

/**
 * What is recorded of a chain, or null: then the contracts may still be there, at `contractAddresses`.
 *
 * @example
 * ```ts
 * const from = recordedDeployment(4202)?.firstBlock ?? 1;
 * ```
 */
export function recordedDeployment(chainId: number): RecordedDeployment | null {
  const all: Readonly<Record<string, RecordedDeployment>> = deployments;
  return Object.hasOwn(all, String(chainId)) ? (all[String(chainId)] ?? null) : null;
}
