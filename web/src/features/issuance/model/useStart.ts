import type { Hex } from '@gridseal/sdk/bytes';
import { toHex } from '@gridseal/sdk/bytes';
import { randomBytes } from '@gridseal/sdk/crypto';
import type { EnrolledDevice, IssuePlan } from '@gridseal/sdk/delivery/issue';
import { useCallback } from 'react';
import { type CaKey, keyRing } from './caKeys.ts';
import { parseDuration } from './duration.ts';
import { useOffice } from './hooks.ts';
import { loadIssuing } from './issuing.ts';
import { type Recipe, wordsOf } from './recipe.ts';
import { type FileToSend, type Row, requestOf } from './request.ts';
import { useFind } from './useTools.ts';

/** What differs from device to device in a batch. */
export interface BatchPart {
  readonly row: Row;
  readonly ttlSeconds: number;
}

interface StartInput {
  readonly recipe: Recipe;
  readonly caKey: CaKey | null;
  readonly files: readonly FileToSend[];
  readonly parts?: ReadonlyMap<Hex, BatchPart>;
}

/** Begins an issue; returns its id. Nothing is made yet. */
export function useStart(): (input: StartInput) => string {
  const { store } = useOffice();
  const find = useFind();
  return useCallback(
    (input) => {
      const { recipe, caKey, parts } = input;
      const id = toHex(randomBytes(8)).slice(2);
      const issuer = recipe.kind === 'files' ? null : (caKey?.name ?? null);
      const begunAt = Math.floor(Date.now() / 1_000);
      const fields = { begunAt, recipe, issuer, isBatch: parts !== undefined };
      // The keys outlive the page that they were opened on for as long as they sign.
      const release = keyRing.hold();
      store.start(id, fields, { plan: planOf(input), find: find(recipe.devices), release });
      return id;
    },
    [store, find],
  );
}

function planOf({ recipe, caKey, files, parts }: StartInput): IssuePlan {
  const { kind, channel, devices, group, ttl, postInstall } = recipe;
  const [only] = devices;
  const name = group.trim().normalize('NFC');
  const most = Math.max(...[...(parts?.values() ?? [])].map(({ ttlSeconds }) => ttlSeconds), 0);
  return {
    to: name === '' && devices.length === 1 ? { device: only as Hex } : { group: name, devices },
    kind,
    channel,
    ttlSeconds: parts ? most : (parseDuration(ttl) ?? 0),
    ...(parts ? { ttlSecondsOf: ({ id }: EnrolledDevice) => parts.get(id)?.ttlSeconds ?? most } : {}),
    ...(caKey && kind !== 'files' ? { issuer: caKey.name } : {}),
    postInstall: wordsOf(postInstall),
    credentialOf: async (device, validity) => {
      const { makeCredential } = await loadIssuing();
      const request = requestOf(recipe, caKey, files, parts?.get(device.id)?.row);
      return makeCredential(request, device, { random: randomBytes, ...validity });
    },
  };
}
