import type { Hex } from '@gridseal/sdk/bytes';
import type { QuorumRecord } from '../../../data/index.ts';

/** What quorums are called here: the user's names and those in certificates, by id or signer in lower case. */
export type NamesOf = (record: QuorumRecord) => readonly string[];

/**
 * Quorums whose id or signer, a member's signer, or a name has this part. Case does not matter.
 *
 * @example `findIn(records, 'operators', (record) => names.get(record.signer) ?? [])`
 */
export function findIn(records: readonly QuorumRecord[], text: string, namesOf: NamesOf): readonly QuorumRecord[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return records;
  const isHex = /^(0x)?[0-9a-f]+$/.test(wanted);
  return records.filter((record) => {
    const { id, signer, state } = record;
    const bytes: readonly Hex[] = isHex ? [id, signer, ...state.members.map((member) => member.signer)] : [];
    return (
      bytes.some((hex) => hex.includes(wanted)) || namesOf(record).some((name) => name.toLowerCase().includes(wanted))
    );
  });
}
