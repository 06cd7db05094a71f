import type { InspectedLink, Inspection, Outcome } from './inspection.ts';

const verdicts: Readonly<Record<Outcome, string>> = {
  verifies: 'It verifies: the message is as it was signed.',
  extended: 'It verifies, but the message has values that nobody signed: refuse it.',
  unchecked: 'Nothing is wrong with it, but too little is known to say that it verifies.',
  broken: 'It does not verify.',
};

const forms: Readonly<Record<Inspection['form'], string>> = {
  v1: 'OCN signature, version 1',
  v2: 'OCN signature, version 2',
  node: 'Signature between nodes',
  none: 'No OCN signature',
};

/**
 * An inspection in words, one sentence a line.
 *
 * @example
 * ```ts
 * for (const line of MessageInspector.describe(inspection)) console.log(line);
 * ```
 */
export function describe(inspection: Inspection): readonly string[] {
  const { form, outcome, links, fields, unsigned, problems, remarks, inner } = inspection;
  return [
    `${forms[form]}. ${verdicts[outcome]}`,
    ...problems.map(
      ({ field, reason, certain }) => `${certain ? 'Wrong' : 'Wrong, as far as can be told'}: ${field} ${reason}.`,
    ),
    ...links.flatMap(describeLink),
    ...(fields.length > 0 ? [`Signed: ${fields.map(({ field }) => field).join(', ')}.`] : []),
    ...(unsigned.length > 0 ? [`In the message, and signed by nobody: ${unsigned.join(', ')}.`] : []),
    ...remarks,
    ...(inner ? describe(inner).map((line) => `Carried: ${line}`) : []),
  ];
}

function describeLink(link: InspectedLink, i: number): readonly string[] {
  const { signer, issued, expires, genuine, changes } = link;
  const time = issued === null ? '' : `, from ${issued} to ${expires}`;
  const doubt = genuine === false ? ', says the header, but that is not so' : genuine === null ? ', unproven' : '';
  return [
    `${i === 0 ? 'Signed' : `Rewritten (${i})`} by ${signer ?? 'nobody'}${nameOf(link)}${time}${doubt}.`,
    ...changes.map((one) => `Rewritten: ${one.field} from ${shown(one.old)} to ${shown(one.new)}.`),
  ];
}

/** Who a signer is, with a comma before it. */
function nameOf({ who }: InspectedLink): string {
  if (who === null) return '';
  const party = who.party ? ` ${who.party.country_code} ${who.party.party_id}` : '';
  if (who.is === 'party') return `, the party${party}`;
  if (who.is === 'operator') return `, operator of ${who.url ?? 'a node'}${party && `, for${party}`}`;
  return `, who has no say here${party && ` (the party${party})`}`;
}

const shown = (value: string | null): string => (value === null ? 'nothing' : JSON.stringify(value));
