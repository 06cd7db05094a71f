import { useEffect, useState } from 'react';

/** A value once it has not changed for a while: endpoints are not asked with each key that is pressed. */
export function useSettled<T>(value: T, ms = 400): T {
  const [settled, settle] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => settle(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}
