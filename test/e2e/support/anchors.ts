import type { BrowserContext } from 'playwright-core';
import type { Hex } from '../../../sdk/src/bytes/index.ts';

/**
 * Makes quorums the anchors of a browser before it opens the page, as its user would on an earlier visit.
 *
 * @example `await stage.visit('/graph', { prepare: trusting([quorums.stakeholders.id], sandbox.chainId) })`
 */
export function trusting(quorums: readonly Hex[], chainId: number): (context: BrowserContext) => Promise<unknown> {
  const anchors = quorums.map((quorum) => ({ quorum }));
  return (context) => context.addInitScript(keep, JSON.stringify({ trust: { [chainId]: { anchors } } }));
}

/** Runs in the page; the blank page before it has no storage. */
function keep(settings: string): void {
  if (!location.protocol.startsWith('http') || localStorage.getItem('gridseal/settings/v1') !== null) return;
  localStorage.setItem('gridseal/settings/v1', settings);
}
