import { plainText, textWidth } from './plainText.ts';

/** How a word is to be understood; shown by colour where there is colour. */
export type Tone = 'plain' | 'strong' | 'dim' | 'good' | 'bad' | 'warn';
export type Cell = string | number | bigint | boolean | { readonly text: string; readonly tone: Tone };

/** A node of a tree, its remarks below it. */
export interface TreeNode {
  readonly label: Cell;
  readonly notes?: readonly Cell[];
  readonly children?: readonly TreeNode[];
}

/** A part of what a person sees. Every text in it is escaped when it is drawn, wherever it came from. */
export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'fields'; readonly rows: readonly (readonly [label: string, value: Cell | undefined])[] }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly Cell[])[] }
  | { readonly kind: 'lines'; readonly lines: readonly Cell[] }
  | { readonly kind: 'tree'; readonly roots: readonly TreeNode[] }
  | { readonly kind: 'next'; readonly commands: readonly string[] }
  /** Content that somebody asked for: every byte of it, and nothing else. Has to be alone on its page. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** Text of our own that must reach the reader as it is: a script, a public key line. */
  | { readonly kind: 'verbatim'; readonly text: string };

const sgr: Record<Tone, string> = {
  plain: '',
  strong: '\u001b[1m',
  dim: '\u001b[2m',
  good: '\u001b[32m',
  bad: '\u001b[31m',
  warn: '\u001b[33m',
};

/** @example `paint('revoked', 'bad', true)` is red. */
export function paint(text: string, tone: Tone, colour: boolean): string {
  return colour && tone !== 'plain' && text !== '' ? `${sgr[tone]}${text}\u001b[0m` : text;
}

function toPlain(cell: Cell): { readonly text: string; readonly tone: Tone } {
  if (typeof cell === 'object') return { text: plainText(cell.text), tone: cell.tone };
  if (typeof cell === 'boolean') return { text: cell ? 'yes' : 'no', tone: 'plain' };
  return { text: plainText(String(cell)), tone: 'plain' };
}

function drawCell(cell: Cell, colour: boolean, width = 0): string {
  const { text, tone } = toPlain(cell);
  return paint(text, tone, colour) + ' '.repeat(Math.max(0, width - textWidth(text)));
}

const widthOf = (cell: Cell): number => textWidth(toPlain(cell).text);

function drawTable(head: readonly string[], rows: readonly (readonly Cell[])[], colour: boolean): string[] {
  const widths = head.map((title, i) => Math.max(textWidth(title), ...rows.map((row) => widthOf(row[i] ?? ''))));
  const draw = (cells: readonly Cell[]) =>
    cells
      .map((cell, i) => drawCell(cell, colour, i === cells.length - 1 ? 0 : widths[i]))
      .join('  ')
      .trimEnd();
  return [draw(head.map((title) => ({ text: title, tone: 'dim' }))), ...rows.map(draw)];
}

function drawFields(rows: readonly (readonly [string, Cell | undefined])[], colour: boolean): string[] {
  const shown = rows.filter((row): row is readonly [string, Cell] => row[1] !== undefined);
  const width = Math.max(0, ...shown.map(([label]) => textWidth(label)));
  return shown.map(([label, value]) =>
    `${drawCell({ text: label, tone: 'dim' }, colour, width)}  ${drawCell(value, colour)}`.trimEnd(),
  );
}

function drawTree(nodes: readonly TreeNode[], colour: boolean, indent = ''): string[] {
  return nodes.flatMap((node, i) => {
    const last = i === nodes.length - 1;
    const children = node.children ?? [];
    const below = `${indent}${last ? '   ' : '│  '}`;
    const bar = children.length > 0 ? '│  ' : '   ';
    return [
      `${indent}${last ? '└─ ' : '├─ '}${drawCell(node.label, colour)}`,
      ...(node.notes ?? []).map((note) => `${below}${bar}${drawCell(note, colour)}`),
      ...drawTree(children, colour, below),
    ];
  });
}

function drawBlock(block: Block, colour: boolean): string[] {
  switch (block.kind) {
    case 'heading':
      return [drawCell({ text: block.text, tone: 'strong' }, colour)];
    case 'fields':
      return drawFields(block.rows, colour);
    case 'table':
      return drawTable(block.head, block.rows, colour);
    case 'lines':
      return block.lines.map((line) => drawCell(line, colour));
    case 'tree':
      return drawTree(block.roots, colour);
    case 'next':
      return ['Next:', ...block.commands.map((line) => `  ${drawCell({ text: line, tone: 'strong' }, colour)}`)];
    case 'bytes':
      return [];
    case 'verbatim':
      return [block.text.replace(/\n$/, '')];
  }
}

/** The page as text, blocks apart by an empty line (a heading stays with what it heads). */
export function drawPage(blocks: readonly Block[], colour: boolean): string {
  let text = '';
  blocks.forEach((block, i) => {
    if (i > 0 && blocks[i - 1]?.kind !== 'heading') text += '\n';
    for (const line of drawBlock(block, colour)) text += `${line}\n`;
  });
  return text;
}
