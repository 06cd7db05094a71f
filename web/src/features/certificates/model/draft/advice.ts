import type { Draft } from './draft.ts';
import { secondsOf } from './draft.ts';
import { kindShapes } from './kindShapes.ts';

/** What is allowed, but seldom meant. */
export type Advice = 'noSigner' | 'signerUnused' | 'noKeys' | 'noUsage' | 'unusual' | 'expired' | 'long' | 'everyKind';

/** Twenty years, and the days that leap years have more. */
const LONG = 20 * 366 * 86_400;

/** @param now Block time in seconds since 1970. */
export function adviceOn(draft: Draft, now: number): readonly Advice[] {
  const shape = kindShapes[draft.kind];
  const { usages, keys, signer, certifies } = draft;
  const [from, until] = [secondsOf(draft.from), secondsOf(draft.until)];
  const isAuthority = usages.includes('signCertificates') || usages.includes('issueKeys');
  const found: readonly (readonly [Advice, boolean])[] = [
    ['noSigner', signer.trim() === '' && (shape.signer === 'expected' || isAuthority)],
    ['signerUnused', signer.trim() !== '' && shape.signer === 'none'],
    ['noKeys', keys.length === 0 && shape.keyUses.length > 0 && signer.trim() === ''],
    ['noUsage', usages.length === 0 && shape.usages.length > 0],
    ['unusual', usages.some((usage) => !shape.usages.includes(usage))],
    ['everyKind', usages.includes('signCertificates') && certifies.length === 0 && draft.pathLength.trim() === ''],
    ['expired', until !== null && until <= now],
    ['long', from !== null && until !== null && until - from > LONG],
  ];
  return found.flatMap(([advice, holds]) => (holds ? [advice] : []));
}
