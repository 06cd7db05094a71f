import { expect, test } from 'vitest';
import { displayText } from './displayText.ts';

test('behavior: attack: log injection by a remote machine', () => {
  expect(displayText('gone\r\n{"level":30,"msg":"all is well"}')).toBe('gone  {"level":30,"msg":"all is well"}');
  expect(displayText('\u001b[2Jcleared')).toBe('[2Jcleared');
  expect(displayText('abc\u202edef\u2028ghi')).toBe('abc def ghi');
});

test('behavior: is at most 200 characters long', () => {
  expect(displayText('x'.repeat(200))).toHaveLength(200);
  expect(displayText('x'.repeat(100_000))).toHaveLength(200);
});
