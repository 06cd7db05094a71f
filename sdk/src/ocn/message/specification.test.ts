import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { utf8Encode } from '../../bytes/index.ts';
import { NodeMessage } from '../signature/index.ts';
import { decode, encode } from './message.ts';

const page = readFileSync('docs/spec/ocn-message.md', 'utf8');
const found = (pattern: RegExp): string => pattern.exec(page)?.[1] ?? '';

test('behavior: the example of the specification is what a node writes, and signed by whom it says', () => {
  const example = utf8Encode(found(/^```json\n(.*)\n```$/m));
  expect(encode(decode(example))).toEqual(example);
  const operator = found(/node of `(0x[0-9a-f]{40})`/);
  expect(NodeMessage.recover(example, found(/^OCN-Signature: (0x[0-9a-f]+)$/m))).toBe(operator);
});
