import { NotFoundError } from '../../../errors/index.ts';
import type { NodeContext } from '../context.ts';
import type { Platform } from '../platform.ts';
import { ConflictError } from '../store/storeErrors.ts';

/** Two that write at once are rare, and one of them is always through. */
const ATTEMPTS = 5;

/**
 * Changes what is kept of a platform, on what it is now: another process may have written since it was read.
 *
 * @param change Gives the platform itself back if there is nothing to change. May throw.
 * @throws {NotFoundError} if there is none any more. @throws {ConflictError} if others were first again and again.
 */
export async function changePlatform(
  context: Pick<NodeContext, 'store'>,
  id: string,
  change: (platform: Platform) => Platform,
): Promise<Platform> {
  for (let attempt = 1; ; attempt += 1) {
    const platform = await context.store.platforms.byId(id);
    if (!platform) throw new NotFoundError('is no platform of this node', { field: 'id' });
    const next = change(platform);
    if (next === platform) return platform;
    try {
      return await context.store.platforms.save(next);
    } catch (error) {
      const isRace = error instanceof ConflictError && error.field === 'revision';
      if (!isRace || attempt === ATTEMPTS) throw error;
    }
  }
}
