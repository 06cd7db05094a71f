import { type RefObject, useEffect } from 'react';

/** What answers presses by itself. */
const own = 'a, button, input, select, label, summary';

/**
 * Opens a row by a press anywhere on it. The keyboard has the button in the row; text that was just selected is left alone.
 *
 * @param onPress Gets the row's index.
 */
export function useRowPress(around: RefObject<HTMLElement | null>, onPress: (index: number) => void): void {
  useEffect(() => {
    const element = around.current;
    if (!element) return;
    const listener = ({ target }: MouseEvent) => {
      if (!(target instanceof Element) || target.closest(own) || !getSelection()?.isCollapsed) return;
      const row = target.closest('tbody tr[aria-rowindex]')?.getAttribute('aria-rowindex');
      // The head is the first row.
      if (row) onPress(Number(row) - 2);
    };
    element.addEventListener('click', listener);
    return () => element.removeEventListener('click', listener);
  }, [around, onPress]);
}
