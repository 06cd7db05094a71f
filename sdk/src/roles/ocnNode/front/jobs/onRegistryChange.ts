import type { FrontContext } from '../frontContext.ts';
import { checkPlannedParties } from './plannedParties.ts';

/**
 * Compares the registry with who is connected once now, and whenever the registry has changed, in the background. Each process does it:
 * of several that see the same, the first writes and tells others.
 *
 * @returns ends it.
 */
export function followRegistry(context: FrontContext): () => void {
  let isRunning = false;
  let isStale = false;
  const ending = new AbortController();
  const check = async () => {
    isRunning = true;
    try {
      do {
        isStale = false;
        await checkPlannedParties(context, ending.signal);
      } while (isStale);
    } catch (error) {
      if (!ending.signal.aborted) throw error;
    } finally {
      isRunning = false;
    }
  };
  const look = () => {
    isStale = true;
    if (!isRunning) context.background(check());
  };
  look();
  const unfollow = context.directory.onChange(({ parties, operators }) => {
    if (parties.length > 0 || operators.includes(context.self.operator)) look();
  });
  return () => {
    unfollow();
    ending.abort();
  };
}
