import type { Hex } from '@gridseal/sdk/bytes';
import { toHex } from '@gridseal/sdk/bytes';
import type { IssueState } from '@gridseal/sdk/delivery/issue';
import { deliveryKinds, Manifest, MerkleTree } from '@gridseal/sdk/envelope';
import type { Action } from '@gridseal/sdk/quorum';

/** What all devices of an issue have in common is in the first manifest. */
export function firstManifest({ drafts }: Pick<IssueState, 'drafts'>): Manifest {
  return Manifest.read(drafts[0]?.manifest);
}

/** What the authority signs before anything is sealed: one root for the manifests of all devices. */
export function manifestsAction(state: IssueState, authority: Hex): Action.Action {
  const manifests = state.drafts.map(({ manifest }) => Manifest.read(manifest));
  const { chainId, announcements, subject, epoch } = manifests[0] as Manifest;
  const { root } = MerkleTree.from(manifests.map(Manifest.encode));
  const message = { authority, subject, epoch, root: toHex(root) };
  return { action: 'manifests', chainId, announcements, message };
}

/** What is announced once everything is stored; null before. */
export function announceAction(state: IssueState, authority: Hex): Action.Action | null {
  if (state.content === null) return null;
  const { chainId, announcements, subject, epoch } = firstManifest(state);
  const { notBefore, notAfter, kind } = state;
  const message = { authority, subject, epoch, kind: deliveryKinds[kind], notBefore, notAfter, ...state.content };
  return { action: 'announce', chainId, announcements, message };
}
