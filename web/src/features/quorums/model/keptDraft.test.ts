import type { Hex } from '@gridseal/sdk/bytes';
import { contractAddresses, verifiersOf } from '@gridseal/sdk/chain';
import { Hybrid, Quorum } from '@gridseal/sdk/quorum';
import { describe, expect, test } from 'vitest';
import { type Draft, emptyDraft } from './draft.ts';
import { keepDraft, readKeptDraft } from './keptDraft.ts';

const wallet: Hex = `0x${'11'.repeat(20)}`;
const slhDsa = `${contractAddresses.slhDsaVerifier}${'22'.repeat(32)}`.toLowerCase() as Hex;
const pair = Hybrid.from({ classical: wallet, postQuantum: slhDsa }, verifiersOf(contractAddresses));
const draft: Draft = {
  members: [
    { signer: wallet, weight: 'x' },
    {
      signer: Quorum.signer(contractAddresses.quorumRegistry, Quorum.id(pair)).toLowerCase() as Hex,
      weight: '1',
      pair,
    },
  ],
  threshold: '2',
  revocationThreshold: '',
  salt: '',
};

function storageWith(text: string | null) {
  const values = new Map<string, string>();
  return {
    values,
    getItem: () => text ?? [...values.values()][0] ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
  };
}

describe('a form that was begun', () => {
  test('behavior: is there again after the page was loaded anew, pairs of keys too', () => {
    const storage = storageWith(null);
    keepDraft(storage, draft);
    expect(readKeptDraft(storage)).toEqual(draft);
  });

  test('behavior: an empty one is forgotten', () => {
    const storage = storageWith(null);
    keepDraft(storage, draft);
    keepDraft(storage, emptyDraft);
    expect(storage.values.size).toBe(0);
  });

  test('error: what is stored and no form is not believed', () => {
    const wrong = [
      '',
      '{',
      'null',
      '[]',
      '{"members":[]}',
      JSON.stringify({ ...draft, members: [{ signer: '0x12', weight: '1' }] }),
      JSON.stringify({ ...draft, members: [{ signer: wallet, weight: '1', pair: { members: [] } }] }),
      JSON.stringify({ ...draft, salt: 'x'.repeat(1_000) }),
    ];
    for (const text of wrong) expect([text, readKeptDraft(storageWith(text))]).toEqual([text, emptyDraft]);
  });

  test('error: a browser that keeps nothing', () => {
    const refuse = () => {
      throw new DOMException('no', 'QuotaExceededError');
    };
    expect(() => keepDraft({ setItem: refuse, removeItem: refuse }, draft)).not.toThrow();
    expect(readKeptDraft({ getItem: refuse })).toEqual(emptyDraft);
  });
});
