import { describe, expect, test } from 'vitest';
import { addressWord, chainByte, hashByte, memory, parameters, signatureBytes } from './layout.ts';
import { chainLines, climbLines, DIGIT_SHIFT } from './steps.ts';

/** Follows the decisions for a digit, as the EVM would: the numbers of the steps, and how it leaves. */
function follow(lines: readonly string[], digit: number): { readonly steps: number[]; readonly exit: string } {
  const steps: number[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = (lines[at] ?? '').trim();
    const decision = /^if and\(digits, 0x0*([0-9a-f]+)\) \{$/.exec(line);
    if (decision) {
      const bit = Number(BigInt(`0x${decision[1]}`) >> BigInt(DIGIT_SHIFT));
      if ((digit & bit) === 0) at = endOf(lines, at);
    }
    const step = /^mstore8\(0x75, (\d+)\)$/.exec(line);
    if (step) steps.push(Number(step[1]));
    if (line === 'break' || line === 'continue') return { steps, exit: line };
  }
  throw new Error(`digit ${digit} leads nowhere`);
}

/** The line that closes the block that this one opens. */
function endOf(lines: readonly string[], at: number): number {
  const indent = (line: string) => line.length - line.trimStart().length;
  return lines.findIndex((line, i) => i > at && line.trim() === '}' && indent(line) === indent(lines[at] ?? ''));
}

describe('chainLines', () => {
  test('behavior: every digit takes the steps from it to 14, in their order', () => {
    for (let digit = 0; digit < 15; digit++) {
      const expected = Array.from({ length: 15 - digit }, (_, index) => digit + index);
      expect(follow(chainLines('0x1230'), digit)).toEqual({ steps: expected, exit: 'continue' });
    }
    expect(follow(chainLines('0x1230'), 15).steps).toEqual([]);
  });

  test('behavior: every hash counts for success', () => {
    const hashes = [...chainLines('0x1230'), ...climbLines(9, '0x76')].filter((line) => line.includes('staticcall'));
    expect(hashes).toHaveLength(120 + 9);
    for (const line of hashes) expect(line.trim()).toMatch(/^good := and\(staticcall\(gas\(\), 2, .*\), good\)$/);
  });
});

describe('layout', () => {
  test('behavior: signatures have 7,856 bytes (FIPS 205, table 2)', () => {
    expect(signatureBytes).toBe(7_856);
  });

  test('behavior: addresses end where data begins, after zeros of the block', () => {
    for (const [start, data] of [
      [memory.node, memory.nodeData],
      [memory.list, memory.listData],
    ] as const) {
      expect(data - start).toBe(86);
      expect(addressWord(data)).toBeGreaterThanOrEqual(start + parameters.n);
    }
    expect([chainByte, hashByte]).toEqual([memory.nodeData - 5, memory.nodeData - 1]);
  });

  test('behavior: the number of a chain is in the lowest byte of a sixteenth of its place', () => {
    for (let chain = 0; chain < parameters.len; chain++) {
      expect(((memory.listData + 16 * chain) >> 4) & 0xff).toBe(chain);
    }
  });

  test('behavior: node and list do not meet, whatever is written 32 bytes long', () => {
    expect(memory.nodeData + 16 + 32).toBeLessThan(memory.list);
  });
});
