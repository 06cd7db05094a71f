import { describe, expect, test } from 'vitest';
import type { Hex } from '../../../bytes/index.ts';
import { partyKey } from '../../../protocol/ocpi/index.ts';
import { them, us } from '../testing/hubbed.ts';
import { type PartyDirectory, signersFrom } from './signers.ts';

const DAY = 86_400_000;

/** A directory that has what the registry had when it was read. */
function directoryOf(registry: Map<string, Hex>) {
  let known = new Map(registry);
  const reads: (() => void)[] = [];
  const directory: PartyDirectory = {
    party: (id) => {
      const operator = known.get(partyKey(id));
      return operator ? { address: `0xowner${partyKey(id)}` as Hex, operator } : null;
    },
    node: (operator) => ({ key: operator }),
    refresh: async () => {
      const now = new Map(registry);
      await new Promise<void>((resolve) => reads.push(resolve));
      known = now;
    },
  };
  const read = () => {
    known = new Map(registry);
  };
  return { directory, reads, read };
}

const registryOf = (ours: Hex, theirs: Hex) =>
  new Map([
    [partyKey(us), ours],
    [partyKey(them), theirs],
  ]);

describe('signersFrom', () => {
  test('behavior: the node that we have left delivers for a day still, and speaks for nobody', async () => {
    const registry = registryOf('0xnorth', '0xsouth');
    const { directory, read } = directoryOf(registry);
    const signersOf = signersFrom(directory, us);
    expect(await signersOf(them, 0)).toMatchObject({ rewriters: ['0xsouth', '0xnorth'] });
    registry.set(partyKey(us), '0xwest');
    read();
    const after = await signersOf(them, 1_000);
    expect(after).toEqual({ origins: ['0xownerNL-EMP', '0xsouth'], rewriters: ['0xsouth', '0xwest', '0xnorth'] });
    expect((await signersOf(them, DAY + 1_000))?.rewriters).toEqual(['0xsouth', '0xwest']);
  });

  test('behavior: reads the registry again, once for all that ask before it begins', async () => {
    const registry = registryOf('0xnorth', '0xsouth');
    const { directory, reads } = directoryOf(registry);
    const signersOf = signersFrom(directory, us);
    registry.set(partyKey(them), '0xwest');
    const asked = [signersOf(them, 0, true), signersOf(them, 0, true)];
    await expect.poll(() => reads.length).toBe(1);
    // Too late for what is being read: this one needs another.
    const later = signersOf(them, 0, true);
    registry.set(partyKey(them), '0xeast');
    reads[0]?.();
    for (const one of await Promise.all(asked)) expect(one?.origins).toEqual(['0xownerNL-EMP', '0xwest']);
    await expect.poll(() => reads.length).toBe(2);
    reads[1]?.();
    expect((await later)?.origins).toEqual(['0xownerNL-EMP', '0xeast']);
  });

  test('error: a registry that cannot be read now is no reason to refuse for good', async () => {
    const { directory } = directoryOf(registryOf('0xnorth', '0xsouth'));
    let isGone = true;
    const refresh = async () => {
      if (isGone) throw new Error('the endpoint is gone');
    };
    const signersOf = signersFrom({ ...directory, refresh }, us);
    await expect(signersOf(them, 0, true)).rejects.toMatchObject({ code: 'OCPI', statusCode: 3000 });
    isGone = false;
    expect(await signersOf(them, 0, true)).not.toBeNull();
  });
});
