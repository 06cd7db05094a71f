import { NODE } from './boxes.ts';
import { curve, head } from './curves.ts';
import type { EdgeType, Item, Picture, Standing } from './picture.ts';
import type { Layout } from './places.ts';

/** What a drawing needs besides the picture: words in the reader's language. */
export interface DrawingWords {
  readonly title: string;
  readonly of: (item: Item) => { readonly title: string; readonly what: string };
  readonly standing: (standing: Standing) => string;
}

const MARGIN = 24;
const LETTERS = 24;
const ink = {
  text: '#12181a',
  muted: '#536066',
  line: '#7f8a8f',
  surface: '#ffffff',
  sunken: '#eef1f1',
  accent: '#0f766e',
  soft: '#e0f2ef',
};
const strokes: Readonly<Record<EdgeType, readonly [colour: string, dash: string]>> = {
  endorses: [ink.line, ''],
  revokes: ['#b42318', ''],
  speaksOf: [ink.accent, '6 4'],
  memberOf: [ink.line, '1.5 4'],
  replaces: ['#1d4f91', '9 3 2 3'],
};
const tones: Readonly<Record<Standing, string>> = {
  trusted: '#166534',
  notTrusted: '#b42318',
  revoked: '#b42318',
  expired: '#854d0e',
  notYetValid: '#1d4f91',
  unavailable: '#854d0e',
  undecided: ink.muted,
};

/**
 * Text of XML: markup stays text, and characters that XML does not know are taken out.
 *
 * @see https://www.w3.org/TR/xml/#charsets
 */
function xml(text: string): string {
  const cut = [...text];
  const short = cut.length > LETTERS ? `${cut.slice(0, LETTERS - 1).join('')}…` : text;
  return short
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}

/** The picture as an SVG file that stands by itself: no script, no style sheet, nothing from elsewhere. */
export function toSvg(picture: Picture, layout: Layout, words: DrawingWords): string {
  const { bounds, frames, routes, places } = layout;
  const box = [bounds.x - MARGIN, bounds.y - MARGIN, bounds.width + 2 * MARGIN, bounds.height + 2 * MARGIN].map(
    Math.round,
  );
  const lines = routes.flatMap((route) => {
    const [colour, dash] = strokes[route.type];
    return [
      `<path d="${curve(route)}" fill="none" stroke="${colour}"${dash ? ` stroke-dasharray="${dash}"` : ''}/>`,
      `<path d="${head(route)}" fill="${colour}"/>`,
    ];
  });
  const blocks = frames.map(
    ({ x, y, width, height }) =>
      `<rect x="${Math.round(x)}" y="${Math.round(y)}" width="${width}" height="${height}" rx="10" fill="${ink.sunken}"/>`,
  );
  const nodes = [...places].flatMap(([id, { x, y }]) => {
    const item = picture.items.get(id);
    return item ? [node(item, Math.round(x), Math.round(y), words)] : [];
  });
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box.join(' ')}" width="${box[2]}" height="${box[3]}" font-family="sans-serif">`,
    `<title>${xml(words.title)}</title>`,
    `<rect x="${box[0]}" y="${box[1]}" width="100%" height="100%" fill="${ink.surface}"/>`,
    ...blocks,
    ...lines,
    ...nodes,
    '</svg>',
  ].join('\n')}\n`;
}

function node(item: Item, x: number, y: number, words: DrawingWords): string {
  const { title, what } = words.of(item);
  const isAnchor = item.type === 'quorum' && item.anchor;
  const isRound = item.type === 'quorum' || item.type === 'signer';
  const [fill, line] = isAnchor
    ? [ink.soft, ink.accent]
    : [item.type === 'quorum' ? ink.sunken : ink.surface, ink.line];
  const state = item.type === 'certificate' ? words.standing(item.standing) : '';
  const tone = item.type === 'certificate' ? tones[item.standing] : ink.muted;
  const second = [what, state].filter((part) => part !== '').join(' · ');
  return [
    `<g transform="translate(${x} ${y})">`,
    `<rect width="${NODE.width}" height="${NODE.height}" rx="${isRound ? NODE.height / 2 : 6}" fill="${fill}" stroke="${line}"/>`,
    `<text x="14" y="19" font-size="13" font-weight="500" fill="${ink.text}">${xml(title)}</text>`,
    `<text x="14" y="35" font-size="11" fill="${tone}">${xml(second)}</text>`,
    '</g>',
  ].join('');
}
