import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Hex } from '../bytes/index.ts';
import { Action, evaluatePacked, Quorum, TypedData } from './index.ts';

interface Vectors {
  readonly chainId: number;
  readonly registry: Hex;
  readonly announcements: Hex;
  readonly quorum: Quorum.Quorum & { readonly id: Hex; readonly signer: Hex };
  readonly messages: Readonly<Record<string, { readonly message: object; readonly digest: Hex }>>;
  readonly approvals: Readonly<Record<string, { readonly packed: Hex; readonly packedCompact: Hex }>>;
}
const text = readFileSync(new URL('../../../test/vectors/typed-data.json', import.meta.url), 'utf8');
// Addresses have checksums there; a value has one spelling here.
const vectors = JSON.parse(text.replace(/0x[0-9a-fA-F]+/g, (hex) => hex.toLowerCase())) as Vectors;

const names = {
  Endorsement: 'endorse',
  Revocation: 'revoke',
  Rotation: 'rotate',
  QuorumApproval: 'approve',
  Announcement: 'announce',
  Withdrawal: 'withdraw',
  Claim: 'claim',
  Manifests: 'manifests',
} as const;

function actionOf(name: string): Action.Action {
  const action = names[name as keyof typeof names];
  const { chainId, registry, announcements } = vectors;
  const isRegistry = ['endorse', 'revoke', 'rotate', 'approve'].includes(action);
  return Action.decode({
    action,
    chainId,
    ...(isRegistry ? { registry } : { announcements }),
    message: vectors.messages[name]?.message,
  });
}

describe('the vectors that the contracts are tested with', () => {
  const { id, signer, ...definition } = vectors.quorum;
  const state = Quorum.firstState(Quorum.decode(definition));

  test('behavior: quorum id and signer', () => {
    expect(state.id).toBe(id);
    expect(Quorum.signer(vectors.registry, state.id)).toBe(signer);
  });

  test.each(Object.entries(vectors.messages))('behavior: digest of %s', (name, { digest }) => {
    expect(TypedData.digest(actionOf(name))).toBe(digest);
  });

  test.each(Object.entries(vectors.approvals))(
    'behavior: packed approvals of %s, also compact',
    async (name, approvals) => {
      const action = actionOf(name) as Action.RegistryAction;
      for (const packed of [approvals.packed, approvals.packedCompact]) {
        expect(await evaluatePacked(state, action, packed)).toMatchObject({
          satisfied: true,
          invalid: [],
          unknown: [],
        });
      }
    },
  );

  test('error: approvals of one message for the other', async () => {
    const [first, second] = Object.keys(vectors.approvals) as [string, string];
    const { packed } = vectors.approvals[second] as { packed: Hex };
    const action = actionOf(first) as Action.RegistryAction;
    expect(await evaluatePacked(state, action, packed, { keyWallets: true })).toMatchObject({
      satisfied: false,
      weight: 0,
    });
  });
});
