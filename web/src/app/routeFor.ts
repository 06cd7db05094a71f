import { features } from './features.ts';
import { rootOf } from './place.ts';

/** The path, if some feature has a page there: nothing leads to where nothing is. */
export function routeFor(path: string): string | undefined {
  return features.some(({ routes }) => routes.some((route) => rootOf(route.path) === path)) ? path : undefined;
}
