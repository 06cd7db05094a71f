import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bounded,
  constant,
  type Element,
  inMemory,
  map,
  minus,
  negative,
  plus,
  shifted,
  sum,
  times,
  variables,
} from './bounded.ts';
import { requireZero, store } from './code.ts';
import { type Carried, type Columns, carry, product, settle, square, total, withElement } from './columns.ts';
import { LIMB_BITS, M, MASK, p, type Three } from './curve.ts';

const WORD = 1n << 256n;
type Values = Record<string, bigint>;

/** What the EVM computes: arithmetic modulo 2^256. */
const operations: Readonly<Record<string, (...words: bigint[]) => bigint>> = {
  add: (a = 0n, b = 0n) => a + b,
  sub: (a = 0n, b = 0n) => a - b,
  mul: (a = 0n, b = 0n) => a * b,
  mulmod: (a = 0n, b = 0n, m = 1n) => (a * b) % m,
  and: (a = 0n, b = 0n) => a & b,
  or: (a = 0n, b = 0n) => a | b,
  xor: (a = 0n, b = 0n) => a ^ b,
  shl: (by = 0n, a = 0n) => a << by,
  shr: (by = 0n, a = 0n) => a >> by,
};

function evaluate(expression: string, values: Values): bigint {
  const tokens = expression.match(/\w+|[(),]/g) ?? [];
  const read = (): bigint => {
    const token = tokens.shift() as string;
    if (tokens[0] !== '(') return /^\d/.test(token) ? BigInt(token) : (values[token] as bigint);
    const words: bigint[] = [];
    while (tokens.shift() !== ')') words.push(read());
    const value = (operations[token] as (...words: bigint[]) => bigint)(...words);
    return ((value % WORD) + WORD) % WORD;
  };
  return read();
}

/** Runs assignments, and gives the values of all variables. */
function run(lines: readonly string[], given: Values): Values {
  const values: Values = { ...given, m: M };
  for (const line of lines) {
    const [, name, expression] = /^(?:let )?(\w+)(?: := (.*))?$/.exec(line) ?? [];
    if (name && expression) values[name] = evaluate(expression, values);
  }
  return values;
}

const numberOf = (limbs: readonly bigint[]) =>
  limbs.reduce((all, limb, i) => all + (limb << (LIMB_BITS * BigInt(i))), 0n);
const modulo = (value: bigint) => ((value % p) + p) % p;

const MOST: Three<bigint> = [(1n << 186n) - 1n, (1n << 176n) - 1n, (1n << 176n) - 1n];
const a = variables('a', MOST);
const b = variables('b', MOST);
const element = fc.tuple(
  ...MOST.map((max) => fc.oneof(fc.bigInt({ min: 0n, max }), fc.constantFrom(0n, 1n, MASK & max, max))),
);

/** Whether the code leaves what the numbers say, within its own bounds. */
function expectValue({ lines, limbs }: Carried, left: readonly bigint[], right: readonly bigint[], expected: bigint) {
  const named = (name: string, words: readonly bigint[]) => words.map((word, i) => [`${name}${i}`, word]);
  const values = run(lines, Object.fromEntries([...named('a', left), ...named('b', right)]));
  const result = limbs.map(({ code, max }) => {
    const word = values[code] as bigint;
    expect(word <= max).toBe(true);
    return word;
  });
  expect(modulo(numberOf(result))).toBe(modulo(expected));
}

describe('carry', () => {
  const cases: readonly (readonly [string, Columns, (x: bigint, y: bigint) => bigint])[] = [
    ['a b', product(a, b), (x, y) => x * y],
    ['a²', square(a), (x) => x * x],
    ['b - 8 a²', withElement(square(a, -8n), b), (x, y) => y - 8n * x * x],
    ['a b - 3 a²', total(product(a, b), square(a, -3n)), (x, y) => x * y - 3n * x * x],
    ['a b - a b', total(product(a, b), product(a, b, -1n)), () => 0n],
    ['a² - b', withElement(square(a), negative(b)), (x, y) => x * x - y],
    [
      'a² - 2a - b + 3',
      withElement(
        square(a),
        plus(
          [constant(3n), constant(0n), constant(0n)],
          negative(
            plus(
              map(a, (limb) => shifted(limb, 1)),
              b,
            ),
          ),
        ),
      ),
      (x, y) => x * x - 2n * x - y + 3n,
    ],
    ['a - b', withElement(withElement({ products: [[], [], []], added: [] }, minus(a, b)), b), (x) => x],
  ];

  test.each(cases)('behavior: %s, also where the limbs are at their ends', (_name, columns, expected) => {
    const [loose, settled] = [carry(columns), settle(carry(columns))];
    const check = (left: readonly bigint[], right: readonly bigint[]) => {
      for (const code of [loose, settled]) expectValue(code, left, right, expected(numberOf(left), numberOf(right)));
    };
    const zero = [0n, 0n, 0n];
    for (const left of [zero, MOST]) for (const right of [zero, MOST]) check(left, right);
    fc.assert(fc.property(element, element, check), { numRuns: 200 });
  });

  test('behavior: settled limbs have 174 bits, the middle one a little more', () => {
    const { limbs } = settle(carry(product(a, b)));
    expect([limbs[0].max, limbs[2].max]).toEqual([MASK, MASK]);
    expect(limbs[1].max < 2n * MASK).toBe(true);
  });

  test('error: columns whose carry exceeds M', () => {
    const long = variables('a', [1n << 200n, 1n << 200n, 1n << 200n]);
    expect(() => carry(product(long, long))).toThrow('its carry does not fit');
    const lowest = variables('a', [1n << 195n, MASK, MASK]);
    expect(() => carry(square(lowest))).toThrow('column 0');
    expect(() => carry(square(variables('a', [1n << 194n, MASK, MASK])))).not.toThrow();
  });

  test('error: sums modulo M that leave the word', () => {
    expect(() => carry(product(a, b, 1n << 40n))).toThrow();
    const added: Element = [bounded('x', 0n, WORD - 1n), constant(0n), constant(0n)];
    expect(() => carry(withElement(product(a, b), added))).toThrow('leave the word');
  });
});

describe('requireZero', () => {
  const failed = (lines: readonly string[], left: readonly bigint[], right: readonly bigint[]) => {
    const inner = lines.slice(1, -1).map((line) => line.trim());
    const last = inner.at(-1)?.replace(/^mstore\((\w+), or\(mload\(\w+\), d\)\)$/, 'd := d') as string;
    const named = [...left.map((word, i) => [`a${i}`, word]), ...right.map((word, i) => [`b${i}`, word])];
    return run([...inner.slice(0, -1), last], Object.fromEntries(named)).d !== 0n;
  };

  test('behavior: zero in every form, and nothing else', () => {
    const lines = requireZero(total(product(a, b), product(b, a, -1n)), 0x80);
    fc.assert(
      fc.property(element, element, (left, right) => {
        expect(failed(lines, left, right)).toBe(false);
      }),
      { numRuns: 100 },
    );
    const difference = requireZero(withElement({ products: [[], [], []], added: [] }, minus(a, b)), 0x80);
    for (const multiple of [0n, 1n, 2n, 7n]) {
      for (const more of [-2n, -1n, 0n, 1n, 2n, 1n << 174n, 1n << 348n, 1n << 173n]) {
        const left = [multiple * p + more + 5n, 0n, 0n];
        const limbs = [(left[0] as bigint) & MASK, ((left[0] as bigint) >> 174n) & MASK, (left[0] as bigint) >> 348n];
        expect(failed(difference, limbs, [5n, 0n, 0n]), `${multiple} ${more}`).toBe(more !== 0n);
      }
    }
  });

  test('error: what may be zero itself, without a multiple of p', () => {
    expect(() => requireZero(product(a, b), 0x80)).toThrow('zero itself');
    expect(() => requireZero(square(a), 0x80)).toThrow('zero itself');
  });
});

describe('bounds', () => {
  const word = bounded('x', 0n, WORD - 1n);

  test('error: what can leave the word', () => {
    expect(() => sum(word, constant(1n))).toThrow('bits');
    expect(() => shifted(word, 1)).toThrow('bits');
    expect(() => times(word, 2n)).toThrow('bits');
    expect(() => bounded('x', 0n, WORD)).toThrow('bits');
  });

  test('error: what can be negative', () => {
    expect(() => bounded('x', -1n, 1n)).toThrow('negative');
  });

  test('behavior: a difference has an offset above the subtrahend in every limb', () => {
    for (const { min } of negative(a)) expect(min).toBeGreaterThan(0n);
    for (const { min } of minus(a, b)) expect(min).toBeGreaterThan(0n);
  });

  test('error: a place that may not hold so much', () => {
    const held = inMemory(0x80, MOST);
    expect(() => store(0xe0, held, [MASK, MASK, MASK])).toThrow('limb 0');
    expect(() => store(0xe0, held, MOST)).not.toThrow();
  });
});
