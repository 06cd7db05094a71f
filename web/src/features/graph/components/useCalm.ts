import { useEffect, useRef, useState } from 'react';

/**
 * Follows a value no more often than every `pause` milliseconds: while very much is being read, a picture can still be moved. With
 * another key, or without a pause, at once.
 *
 * @example `const calm = useCalm(view, look, view.nodes.length > 2_000 ? 4_000 : 0)`
 */
export function useCalm<Value>(value: Value, key: string, pause: number): Value {
  const [kept, setKept] = useState({ value, key });
  const since = useRef(0);
  const isOther = kept.key !== key;
  useEffect(() => {
    if (kept.value === value && kept.key === key) return;
    const wait = isOther ? 0 : since.current + pause - performance.now();
    const timer = setTimeout(
      () => {
        since.current = performance.now();
        setKept({ value, key });
      },
      Math.max(0, wait),
    );
    return () => clearTimeout(timer);
  }, [kept, value, key, pause, isOther]);
  return isOther || pause === 0 ? value : kept.value;
}
