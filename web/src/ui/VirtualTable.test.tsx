import { fireEvent, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import { renderPage } from '../testing/renderPage.tsx';
import { type Column, type RowSource, type Sorting, VirtualTable } from './index.ts';
import { placeOf } from './rowSource.ts';
import { tablePart } from './TableParts.tsx';
import { rowsInView } from './useRowsInView.ts';

const columns: readonly Column<string>[] = [
  { id: 'name', header: 'Name', cell: (name) => name, rowHeader: true, sortable: true },
  { id: 'size', header: 'Size', cell: ({ length }) => length, compare: (a, b) => a.length - b.length },
];
const nameOf = (name: string) => name;

/** A list of which only what was asked for is here. */
function remote(total: number, more: Partial<RowSource<string>> = {}) {
  const asked: [number, number][] = [];
  const show = (from: number, to: number) => void asked.push([from, to]);
  return { asked, source: { id: 'all', total, at: (index: number) => `row ${index}`, show, ...more } };
}

const table = (
  rows: readonly string[] | RowSource<string>,
  more: { sorting?: Sorting; onSort?: (to: Sorting) => void },
) => <VirtualTable label="names" columns={columns} rows={rows} rowKey={nameOf} empty={<p>nothing</p>} {...more} />;
const scroller = () => screen.getByRole('region', { name: 'names' });
const scrollTo = (top: number) => {
  scroller().scrollTop = top;
  fireEvent.scroll(scroller());
};
const names = () => screen.getAllByRole('rowheader').map(({ textContent }) => textContent);

describe('rows that are here', () => {
  test('behavior: only those in view are made, and the rest is counted', () => {
    renderPage(
      table(
        Array.from({ length: 10_000 }, (_, i) => `row ${i}`),
        {},
      ),
    );
    expect(names().length).toBeLessThan(60);
    expect(screen.getByRole('table').getAttribute('aria-rowcount')).toBe('10001');
    scrollTo(40 * 5_000);
    expect(names()).toContain('row 5000');
    expect(names()).not.toContain('row 0');
    expect(screen.getByRole('row', { name: /row 5000/ }).getAttribute('aria-rowindex')).toBe('5002');
  });

  test('behavior: sorts all of them', async () => {
    renderPage(table(['ccc', 'a', 'bb'], {}));
    await userEvent.click(screen.getByRole('button', { name: 'Size' }));
    expect(names()).toEqual(['a', 'bb', 'ccc']);
  });

  test('error: none', () => {
    renderPage(table([], {}));
    expect(screen.getByText('nothing')).toBeTruthy();
    expect(screen.queryByRole('table')).toBeNull();
  });
});

describe('rows that are elsewhere', () => {
  test('behavior: asks for what is in view', () => {
    const { source, asked } = remote(100_000);
    renderPage(table(source, {}));
    expect(asked).toEqual([[0, 28]]);
    scrollTo(40 * 70_000);
    expect(asked.at(-1)).toEqual([69_988, 70_028]);
    expect(names()).toContain('row 70000');
  });

  test('behavior: a row that is on its way is a place, and the table is busy until it is there', () => {
    const { source } = remote(3, { at: (index) => (index === 1 ? undefined : `row ${index}`) });
    const { rerender } = renderPage(table(source, {}));
    expect(names()).toEqual(['row 0', 'row 2']);
    expect(screen.getAllByRole('row')).toHaveLength(4);
    expect(scroller().getAttribute('aria-busy')).toBe('true');
    rerender(table(remote(3).source, {}));
    expect(scroller().getAttribute('aria-busy')).toBe('false');
  });

  test('behavior: the source sorts, by what it can sort by', async () => {
    const sorted: Sorting[] = [];
    const { source } = remote(3);
    renderPage(table(source, { sorting: { column: 'name', descending: false }, onSort: (to) => sorted.push(to) }));
    expect(screen.queryByRole('button', { name: 'Size' })).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Name' }));
    expect(sorted).toEqual([{ column: 'name', descending: true }]);
    expect(names()).toEqual(['row 0', 'row 1', 'row 2']);
  });

  test('behavior: what comes in above does not push away what is read', () => {
    const before = remote(1_000).source;
    const { rerender } = renderPage(table(before, {}));
    scrollTo(40 * 200);
    rerender(table({ ...before, total: 1_007, at: (index) => `row ${index - 7}` }, {}));
    expect(scroller().scrollTop).toBe(40 * 207);
  });

  test('behavior: who is at the top sees it come', () => {
    const before = remote(1_000).source;
    const { rerender } = renderPage(table(before, {}));
    rerender(table({ ...before, total: 1_001, at: (index) => `row ${index - 1}` }, {}));
    expect(scroller().scrollTop).toBe(0);
    expect(names()[0]).toBe('row -1');
  });

  test('behavior: another list begins at its top', () => {
    const before = remote(1_000).source;
    const { rerender } = renderPage(table(before, {}));
    scrollTo(40 * 200);
    rerender(table({ ...before, id: 'other', total: 900 }, {}));
    expect(scroller().scrollTop).toBe(0);
    fireEvent.scroll(scroller());
    expect(names()[0]).toBe('row 0');
  });

  test('error: fewer rows than were scrolled to', () => {
    const before = remote(1_000).source;
    const { rerender } = renderPage(table(before, {}));
    scrollTo(40 * 900);
    rerender(table({ ...before, total: 3 }, {}));
    expect(screen.getByRole('table').getAttribute('aria-rowcount')).toBe('4');
  });

  test('behavior: more than a browser can lay out comes in parts', async () => {
    const { source, asked } = remote(700_000);
    renderPage(table(source, {}));
    expect(screen.getByText('Rows 1 to 300,000 of 700,000')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Previous part' }).hasAttribute('disabled')).toBe(true);
    await userEvent.click(screen.getByRole('button', { name: 'Next part' }));
    await userEvent.click(screen.getByRole('button', { name: 'Next part' }));
    expect(screen.getByText('Rows 600,001 to 700,000 of 700,000')).toBeTruthy();
    expect(names()[0]).toBe('row 600000');
    expect(asked.at(-1)).toEqual([600_000, 600_028]);
    expect(screen.getByRole('button', { name: 'Next part' }).hasAttribute('disabled')).toBe(true);
  });
});

describe('which rows', () => {
  test('behavior: some more than are seen, in steps', () => {
    expect(rowsInView(4_000, 600, 40)).toEqual({ from: 88, to: 128 });
    expect(rowsInView(4_030, 600, 40)).toEqual({ from: 88, to: 128 });
    expect(rowsInView(-50, 600, 40)).toEqual({ from: 0, to: 28 });
  });

  test('behavior: parts stay where they are when the list grows, and end with it', () => {
    expect(tablePart(0, 40, 3)).toEqual({ part: 0, parts: 1, from: 0, to: 0 });
    expect(tablePart(300_000, 40, 0)).toEqual({ part: 0, parts: 1, from: 0, to: 300_000 });
    expect(tablePart(300_001, 40, 9)).toEqual({ part: 1, parts: 2, from: 300_000, to: 300_001 });
    expect(tablePart(5, 40, -1)).toEqual({ part: 0, parts: 1, from: 0, to: 5 });
  });

  test('error: a row that is gone, or far away', () => {
    const { source } = remote(10_000);
    expect(placeOf(source, nameOf, 'row 12', 5)).toBe(12);
    expect(placeOf(source, nameOf, 'row 3', 5)).toBe(3);
    expect(placeOf(source, nameOf, 'row 9000', 5)).toBeNull();
    expect(placeOf({ at: () => undefined, total: 9 }, nameOf, 'row 1', 1)).toBeNull();
  });
});
