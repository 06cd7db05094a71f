import { describe, expect, test } from 'vitest';
import { race } from './race.ts';

const never = () => new Promise<never>(() => undefined);

describe('race', () => {
  test('behavior: the first contestant wins alone if it is fast', async () => {
    const asked: string[] = [];
    const result = await race(['a', 'b'], async (name) => asked.push(name), { staggerMs: 10_000 });
    expect(result).toMatchObject({ won: true, winner: 'a', losses: [] });
    expect(asked).toEqual(['a']);
  });

  test('behavior: a failure starts the next one at once', async () => {
    const attempt = async (name: string) => {
      if (name !== 'c') throw new Error(`${name} failed`);
      return name;
    };
    const result = await race(['a', 'b', 'c'], attempt, { staggerMs: 10_000 });
    expect(result).toMatchObject({ won: true, value: 'c' });
    expect(result.losses.map(({ contestant }) => contestant)).toEqual(['a', 'b']);
  });

  test('behavior: one that hangs does not hold up the rest, is aborted, and counts as a loss', async () => {
    let aborted = false;
    const attempt = (name: string, signal: AbortSignal) => {
      signal.addEventListener('abort', () => {
        aborted = true;
      });
      return name === 'a' ? never() : Promise.resolve(name);
    };
    const result = await race(['a', 'b'], attempt, { staggerMs: 1 });
    expect(result).toMatchObject({ won: true, value: 'b', losses: [{ contestant: 'a' }] });
    expect(aborted).toBe(true);
  });

  test('behavior: a slow one still wins if the others fail', async () => {
    const attempt = (name: string) =>
      name === 'a'
        ? new Promise<string>((resolve) => setTimeout(resolve, 30, 'late'))
        : Promise.reject(new Error('no'));
    expect(await race(['a', 'b', 'c'], attempt, { staggerMs: 1 })).toMatchObject({ won: true, value: 'late' });
  });

  test('behavior: each has one attempt, and all losses are told', async () => {
    let attempts = 0;
    const result = await race(
      ['a', 'b', 'c'],
      async () => {
        attempts++;
        throw new Error('no');
      },
      { staggerMs: 1 },
    );
    expect(result.won).toBe(false);
    expect(result.losses).toHaveLength(3);
    expect(attempts).toBe(3);
  });

  test('behavior: ends when it is cancelled, before or during', async () => {
    const cancelled = { staggerMs: 1, signal: AbortSignal.abort() };
    expect(await race(['a'], async () => 1, cancelled)).toEqual({ won: false, losses: [] });
    const controller = new AbortController();
    const running = race(['a'], never, { staggerMs: 1, signal: controller.signal });
    controller.abort();
    expect(await running).toMatchObject({ won: false, losses: [{ contestant: 'a' }] });
  });

  test('behavior: nobody wins a race of nobody', async () => {
    expect(await race([], never, { staggerMs: 1 })).toEqual({ won: false, losses: [] });
  });
});
