import { equalBytes, type Hex, utf8Decode, utf8Encode } from '@gridseal/sdk/bytes';
import { type DeviceRequest, type FleetDevice, readRequest } from '../../../fleet/index.ts';

/** Why a request is not enrolled. */
export type Refusal = 'known' | 'double' | 'conflict' | 'broken' | 'forged' | 'unreachable';

/** Something that was given as an enrolment request, and what it is. */
export interface Candidate {
  readonly key: string;
  /** Where it comes from: a file's name (text from outside), or null for what was pasted or scanned. */
  readonly source: string | null;
  readonly result: 'ready' | Refusal;
  /** Null if it is none. */
  readonly asked: DeviceRequest | null;
  /** The device as it is enrolled. */
  readonly known: FleetDevice | null;
  readonly error: unknown;
}

/** What was given: one thing, or lines of them. */
export interface Given {
  readonly source: string | null;
  readonly bytes: Uint8Array;
}

export interface CandidateContext {
  readonly verify: (enrolment: DeviceRequest['enrolment']) => Promise<boolean>;
  readonly find: (id: Hex) => Promise<FleetDevice | null>;
}

/** Takes apart and verifies what was given, in its order; the first of several requests of a device counts. */
export async function* candidatesOf(given: readonly Given[], context: CandidateContext): AsyncGenerator<Candidate> {
  const seen = new Set<Hex>();
  let count = 0;
  for (const one of given) {
    for (const bytes of requestsIn(one.bytes)) {
      const candidate = await candidateOf(bytes, seen, context);
      // One that is forged must not stand in the way of the real one.
      if (candidate.result === 'ready' && candidate.asked) seen.add(candidate.asked.id);
      yield { ...candidate, key: String(count++), source: one.source };
    }
  }
}

type Judged = Omit<Candidate, 'key' | 'source'>;

async function candidateOf(
  bytes: Uint8Array,
  seen: ReadonlySet<Hex>,
  { verify, find }: CandidateContext,
): Promise<Judged> {
  let asked: DeviceRequest;
  try {
    asked = readRequest(bytes);
  } catch (error) {
    return { result: 'broken', asked: null, known: null, error };
  }
  const known = await find(asked.id);
  const judged = (result: Judged['result'], error: unknown = null): Judged => ({ result, asked, known, error });
  try {
    if (!(await verify(asked.enrolment))) return judged('forged');
  } catch (error) {
    return judged('unreachable', error);
  }
  if (known) return judged(equalBytes(known.request, asked.request) ? 'known' : 'conflict');
  return judged(seen.has(asked.id) ? 'double' : 'ready');
}

/** A request, or lines of which each is one. */
function requestsIn(bytes: Uint8Array): readonly Uint8Array[] {
  try {
    const lines = utf8Decode(bytes, { field: 'file' })
      .split('\n')
      .filter((line) => line.trim() !== '');
    const isList = lines.length > 1 && lines.every((line) => /^\s*\{.*\}\s*$/.test(line));
    return isList ? lines.map((line) => utf8Encode(line)) : [bytes];
  } catch {
    return [bytes];
  }
}
