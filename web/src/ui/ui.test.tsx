import { screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import { renderPage } from '../testing/renderPage.tsx';
import { Menu, SafeText, Table, Tabs } from './index.ts';
import { readableJson } from './JsonView.tsx';

describe('SafeText', () => {
  test('error: markup stays text', () => {
    const { container } = renderPage(<SafeText text={'<img src=x onerror=alert(1)>'} />);
    expect(container.querySelector('img')).toBeNull();
    expect(container.textContent).toContain('<img src=x');
  });

  test('error: what turns the reading direction is written out', () => {
    renderPage(<SafeText text={'pay\u202eto'} />);
    expect(screen.getByText('pay\\u{202e}to')).toBeTruthy();
  });

  test('error: a megabyte is cut, and revealed only in part', async () => {
    const { container } = renderPage(<SafeText text={'a'.repeat(1_000_000)} maxLength={10} reveal />);
    expect(container.textContent?.length).toBeLessThan(60);
    await userEvent.click(screen.getByRole('button'));
    expect(container.textContent?.length).toBeLessThan(5_000);
  });
});

describe('readableJson', () => {
  test('error: invisible characters are escapes, line breaks within texts too', () => {
    const text = readableJson({ name: 'a\u202eb\u{e0041}', note: '\u200b' }, 1_000);
    expect(text).toBe('{\n  "name": "a\\u202eb\\udb40\\udc41",\n  "note": "\\u200b"\n}');
    expect(JSON.parse(text)).toEqual({ name: 'a\u202eb\u{e0041}', note: '\u200b' });
  });
});

describe('Tabs', () => {
  test('behavior: arrows, Home and End move, and wrap around', async () => {
    const tabs = ['one', 'two', 'three'].map((id) => ({ id, label: id, content: `panel ${id}` }));
    renderPage(<Tabs label="tabs" tabs={tabs} />);
    screen.getByRole('tab', { name: 'one' }).focus();
    await userEvent.keyboard('{ArrowLeft}');
    expect(screen.getByRole('tabpanel').textContent).toBe('panel three');
    await userEvent.keyboard('{ArrowRight}');
    expect(screen.getByRole('tabpanel').textContent).toBe('panel one');
    await userEvent.keyboard('{End}');
    expect(document.activeElement?.textContent).toBe('three');
  });
});

describe('Menu', () => {
  test('behavior: opens, moves by arrows, closes by Escape and gives the focus back', async () => {
    const chosen: string[] = [];
    const items = ['first', 'second'].map((label) => ({ label, onSelect: () => chosen.push(label) }));
    renderPage(<Menu label="more" items={items} />);
    const button = screen.getByRole('button', { name: 'more' });
    await userEvent.click(button);
    await userEvent.keyboard('{ArrowDown}{Enter}');
    expect(chosen).toEqual(['second']);
    expect(document.activeElement).toBe(button);
    await userEvent.click(button);
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByRole('menu')).toBeNull();
    expect(document.activeElement).toBe(button);
  });
});

describe('Table', () => {
  test('behavior: sorts by a column, both ways, and says so', async () => {
    const rows = [3, 1, 2].map((value) => ({ value }));
    renderPage(
      <Table
        label="numbers"
        rows={rows}
        rowKey={({ value }) => `${value}`}
        columns={[
          {
            id: 'value',
            header: 'Value',
            cell: ({ value }) => value,
            compare: (a, b) => a.value - b.value,
            rowHeader: true,
          },
        ]}
      />,
    );
    const shown = () => screen.getAllByRole('rowheader').map((cell) => cell.textContent);
    expect(shown()).toEqual(['3', '1', '2']);
    await userEvent.click(screen.getByRole('button', { name: 'Value' }));
    expect(shown()).toEqual(['1', '2', '3']);
    expect(screen.getByRole('columnheader').getAttribute('aria-sort')).toBe('ascending');
    await userEvent.click(screen.getByRole('button', { name: 'Value' }));
    expect(shown()).toEqual(['3', '2', '1']);
  });
});
