import type { Refusal } from '@gridseal/sdk/delivery/receive';

/** What a refusal is about, for people. */
export type RefusalWord =
  | 'otherKey'
  | 'digest'
  | 'signature'
  | 'expired'
  | 'context'
  | 'changed'
  | 'malformed'
  | 'other';

/** By the field that the check names, which begins its sentence; everything else is `other`. */
const words: readonly (readonly [RegExp, RefusalWord])[] = [
  [/^envelope: is not what was announced/, 'digest'],
  [/^delivery\.signature: /, 'signature'],
  [/^delivery\.proof: /, 'signature'],
  [/^manifest\.notAfter: /, 'expired'],
  [/^manifest\.(chainId|announcements|authority|subject|device|epoch|kind): is not what was announced/, 'context'],
  [/^envelope\.recipients: /, 'context'],
  [/^(delivery\.contents|envelope\.payload)/, 'changed'],
];

/** @example `refusalWord(refusal) // 'signature'` */
export function refusalWord({ code, error, sealedToOtherKey }: Refusal): RefusalWord {
  if (sealedToOtherKey) return 'otherKey';
  const word = words.find(([pattern]) => pattern.test(error))?.[1];
  return word ?? (code === 'DECODE' ? 'malformed' : 'other');
}
