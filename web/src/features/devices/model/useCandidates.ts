import { useRef, useState } from 'react';
import { useFleetStore, useVerifyEnrolment } from '../../../fleet/index.ts';
import { type Candidate, candidatesOf, type Given } from './candidates.ts';

/** How far reading requests is. */
export interface Candidates {
  readonly list: readonly Candidate[];
  /** How many things were given that are still to be read; 0 when all is done. */
  readonly open: number;
  readonly given: number;
  readonly error: unknown;
}

const nothing: Candidates = { list: [], open: 0, given: 0, error: null };

/** So often at most is shown how far it is, in milliseconds. */
const pause = 100;

/** Reads and verifies requests one after the other, so that the page stays fluid with hundreds of them. */
export function useCandidates() {
  const store = useFleetStore();
  const verify = useVerifyEnrolment();
  const [state, setState] = useState(nothing);
  const turn = useRef(0);
  const read = async (given: readonly Given[]) => {
    const mine = ++turn.current;
    const list: Candidate[] = [];
    let shown = performance.now();
    setState({ list, open: given.length, given: given.length, error: null });
    try {
      const find = async (id: Candidate['key'] & `0x${string}`) => (await store.read([id]))[0] ?? null;
      for await (const candidate of candidatesOf(given, { verify, find })) {
        if (mine !== turn.current) return;
        list.push(candidate);
        if (performance.now() - shown < pause) continue;
        // Between two of them, the browser may paint.
        await new Promise((resolve) => setTimeout(resolve, 0));
        shown = performance.now();
        setState({ list: [...list], open: Math.max(1, given.length - list.length), given: given.length, error: null });
      }
      setState({ list, open: 0, given: given.length, error: null });
    } catch (error) {
      if (mine === turn.current) setState({ ...nothing, error });
    }
  };
  const drop = (key: string) =>
    setState((before) => ({ ...before, list: before.list.filter((candidate) => candidate.key !== key) }));
  const clear = () => {
    turn.current++;
    setState(nothing);
  };
  return { ...state, read, drop, clear };
}
