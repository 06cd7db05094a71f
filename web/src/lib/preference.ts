/**
 * A choice of the user that this browser remembers. Storage may be switched off or full: then the choice lasts as long as the page.
 * Nothing secret is ever kept here.
 *
 * @example
 * ```ts
 * const theme = preference('theme', ['system', 'light', 'dark']);
 * theme.write('dark');
 * ```
 */
export function preference<Value extends string>(name: string, values: readonly Value[]) {
  const key = `gridseal.${name}`;
  return {
    read(): Value | undefined {
      try {
        const stored = localStorage.getItem(key);
        return values.find((value) => value === stored);
      } catch {
        return undefined;
      }
    },
    write(value: Value): void {
      try {
        localStorage.setItem(key, value);
      } catch {
        // The page works without.
      }
    },
  };
}
