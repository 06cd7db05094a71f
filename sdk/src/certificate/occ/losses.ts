import { type OccCertificate, usageName } from './form.ts';
import { momentOf } from './time.ts';

/** Something that the original says and a certificate of ours cannot. */
export interface Loss {
  /** Where it stands in the original. */
  readonly field: string;
  readonly value: string;
  readonly explanation: string;
}

const noPlace = 'has no place in a certificate of ours';

/** What is not in the converted certificate, member by member. */
export function lossesOf(original: OccCertificate, unknownEdges: readonly string[]): readonly Loss[] {
  return [
    ...texts(original),
    ...usages(original),
    ...times(original),
    ...unknownEdges.map((id) => ({
      field: 'edges',
      value: id,
      explanation: 'is left out: the certificate that is replaced was not given',
    })),
    ...(original.signatures ?? []).map(({ name }, i) => ({
      field: `signatures[${i}]`,
      value: name,
      explanation: 'is over the original’s bytes: a quorum endorses the converted certificate anew',
    })),
  ];
}

function texts({ description, owner }: OccCertificate): Loss[] {
  const members: readonly (readonly [string, string | undefined])[] = [
    ['description', description],
    ['owner.description', owner.description],
    ['owner.@id', owner['@id']],
    ['owner.eMail', owner.eMail],
    ['owner.www', owner.www],
  ];
  return members.flatMap(([field, value]) => (value === undefined ? [] : [{ field, value, explanation: noPlace }]));
}

function usages({ usages: all = [] }: OccCertificate): Loss[] {
  return all.flatMap((usage, i): Loss[] => {
    const { maxPathLength } = usage;
    const name = usageName(usage);
    const field = `usages[${i}]`;
    if (name === 'eMailSignature' || name === 'eMailEncryption') return [{ field, value: name, explanation: noPlace }];
    if (maxPathLength === undefined || maxPathLength <= 16) return [];
    const explanation = 'is 16, the most that a path may have';
    return [{ field: `${field}.maxPathLength`, value: String(maxPathLength), explanation }];
  });
}

function times(original: OccCertificate): Loss[] {
  return (['notBefore', 'notAfter'] as const).flatMap((field): Loss[] => {
    if (momentOf(original[field], field) % 1000 === 0) return [];
    return [{ field, value: original[field], explanation: 'is a whole second within' }];
  });
}
