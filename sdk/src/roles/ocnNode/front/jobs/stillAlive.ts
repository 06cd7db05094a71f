import { setTimeout as wait } from 'node:timers/promises';
import { type ConnectionStatus, OcpiError } from '../../../../protocol/ocpi/index.ts';
import type { Platform } from '../../platform.ts';
import { announceStatus } from '../clients/clientStatus.ts';
import { eachPlatform } from '../clients/eachPlatform.ts';
import { askVersions } from '../credentials/platformApi.ts';
import type { FrontContext } from '../frontContext.ts';

/** The nodes of a network do not all ask at the same moment. */
const MAX_JITTER = 5_000;

/** From 0 to 1. */
function chance(context: FrontContext): number {
  return Number.parseInt(context.random.uuid().slice(0, 8), 16) / 0xffffffff;
}

/**
 * Asks every registered platform for its versions: one that answers is connected, the others are offline.
 *
 * @see OCPI 2.2.1-d2, "Hub Client Info", Still alive check
 */
export async function checkStillAlive(context: FrontContext, signal: AbortSignal): Promise<void> {
  await wait(chance(context) * Math.min(MAX_JITTER, context.policy.stillAliveMs / 10), undefined, { signal });
  let platforms = 0;
  let connected = 0;
  await eachPlatform(context, signal, async (platform) => {
    if (platform.state !== 'registered') return;
    const connection = await checkOne(context, platform, signal);
    platforms += 1;
    if (connection === 'CONNECTED') connected += 1;
  });
  context.metrics.gauge('platforms', platforms);
  context.metrics.gauge('connected', connected);
}

async function checkOne(context: FrontContext, platform: Platform, signal: AbortSignal): Promise<ConnectionStatus> {
  const connection = (await answers(context, platform, signal)) ? 'CONNECTED' : 'OFFLINE';
  // A process that ends does not take everybody for gone.
  signal.throwIfAborted();
  await context.store.platforms.seen(platform.id, connection, context.now());
  const { directory, self } = context;
  const ours = platform.parties.filter((party) => directory.party(party)?.operator === self.operator);
  // Also if it is what it was: somebody else may have noted it without telling the network.
  await announceStatus(context, ours, connection);
  return connection;
}

async function answers(context: FrontContext, platform: Platform, signal: AbortSignal): Promise<boolean> {
  const token = await context.store.platforms.callToken(platform.id);
  if (token === null || platform.versionsUrl === null) return false;
  try {
    await askVersions(context, { versionsUrl: platform.versionsUrl, token }, signal);
    return true;
  } catch (error) {
    if (error instanceof OcpiError) return false;
    throw error;
  }
}
