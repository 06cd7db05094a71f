import { readFileSync } from 'node:fs';
import { inProject } from '../../../scripts/lib/paths.ts';
import type { World } from './world.ts';

/** What to show where a route has a gap to fill. */
const examples: Readonly<Record<string, (world: World) => readonly string[]>> = {
  '/approvals/:digest': ({ proposals }) => [proposals.endorse, proposals.rotate, proposals.hostile],
  '/certificates/:id': ({ certificates }) => [certificates.fleet, certificates.metrology, certificates.hostile],
  '/certificates/:id/replace': ({ certificates }) => [certificates.fleet],
  '/devices/:id': ({ devices }) => [devices.station],
  '/devices/issue/to/:device': ({ devices }) => [devices.station],
  // What was issued before, and what is on its way, is in the browser that did it.
  '/devices/issue/again/:subject': () => [`0x${'00'.repeat(32)}`],
  '/devices/issue/run/:run': () => ['0011223344556677'],
  // A device is in the browser that made it.
  '/claim/:id': () => [`0x${'00'.repeat(32)}`],
  '/claim/follow/:signer': ({ people }) => [people.admin.account.address],
  // What is there shows in the feature's own tests; here, what is not.
  '/network/nodes/:operator': ({ people }) => [people.admin.account.address],
  '/network/parties/:id': () => ['DE-ABC'],
  '/quorums/:id': ({ quorums }) => [quorums.operators.id, quorums.providers.id],
  '/quorums/:id/rotate': ({ quorums }) => [quorums.stakeholders.id],
  '/quorums/:id/versions': ({ quorums }) => [quorums.operators.id],
};

/** Gaps whose fillings depend on what a feature made of the world; `undefined` leaves a route to the feature's own tests. */
const leftOut = new Set<string>(['/claim/follow/:signer/:channels']);

/** The routes of every feature that the page is made of, with their gaps filled, and the landing page. */
export function everyRoute(world: World): readonly string[] {
  const list = readFileSync(inProject('web/src/app/features.ts'), 'utf8');
  const doors = [...list.matchAll(/from '\.\.\/(features\/[^']+)'/g)].map(([, door]) => `web/src/${door}`);
  const patterns = doors.flatMap((door) =>
    [...readFileSync(inProject(door), 'utf8').matchAll(/path: '(\/[^']*)'/g)].map(([, pattern]) => pattern as string),
  );
  const routes = patterns.flatMap((pattern) => {
    if (!pattern.includes(':')) return [pattern.replace(/\/\*\?$/, '')];
    if (leftOut.has(pattern)) return [];
    const fill = examples[pattern];
    if (!fill) throw new Error(`test/e2e/support/routes.ts has no example for ${pattern}`);
    return fill(world).map((value) => pattern.replace(/:\w+/, value));
  });
  return ['/', ...new Set(routes)];
}
