import { useCallback, useRef } from 'react';

/** The device's clock in milliseconds, which goes on between two looks. Always the same function. @param time Of the last look, in seconds. */
export function useDeviceClock(time: number): () => number {
  const anchor = useRef({ time: 0, at: 0 });
  if (anchor.current.time !== time) anchor.current = { time, at: performance.now() };
  return useCallback(() => anchor.current.time * 1_000 + (performance.now() - anchor.current.at), []);
}
