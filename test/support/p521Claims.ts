import { concat, type Hex } from 'viem';
import { pair } from './p521Keys.ts';
import {
  type Attempt,
  hintsOf,
  keyFor,
  modN,
  multiples,
  type Point,
  type Step,
  type Sum,
  signaturesFor,
  sumOf,
} from './p521Prover.ts';

/** What a verifier is asked, and what it has to answer. */
export interface Trial {
  readonly name: string;
  readonly valid: boolean;
  readonly key: Hex;
  /** 64 bytes. */
  readonly digest: Hex;
  readonly signature: Hex;
}

/** A claim whose scalars are right: the key is made for it. */
export interface Claim extends Attempt {
  readonly plain: Hex;
  readonly digest: Hex;
}

export interface Options extends Partial<Attempt> {
  /** What the steps really add up to, and what the verifier is to believe. */
  readonly truth?: Sum;
  readonly believed?: Sum;
  /** What they add up to instead of infinity. */
  readonly target?: Point | null;
}

/** Looks for an R whose digest has 64 bytes, and makes the key. */
export function claim(steps: readonly Step[], options: Options = {}): Claim {
  const { truth = sumOf(steps), believed = truth, target = null, ...attempt } = options;
  const sign = signaturesFor(believed);
  for (const r of multiples()) {
    const made = sign(modN(r[0]));
    if (made) return { steps, r, q: keyFor(truth, r, target), ...attempt, ...made };
  }
  throw new Error('there is always one');
}

/** The claim with its hints; `change` says what else is different. */
export function trial(
  name: string,
  valid: boolean,
  { plain, digest, ...attempt }: Claim,
  change: Partial<Trial> = {},
): Trial {
  return { name, valid, key: pair(...attempt.q), digest, signature: concat([plain, hintsOf(attempt)]), ...change };
}

/** R = Q + G. */
export const flat: readonly Step[] = [
  { table: 'R', digit: -1 },
  { table: 'Q', digit: 1 },
  { table: 'G', digit: 1 },
];
