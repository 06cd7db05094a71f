import { features } from './features.ts';

const VIEW = '/*?';

/** A route's path without the part where its page keeps what it shows: `/activity` of `/activity/*?`. */
export function rootOf(pattern: string): string {
  return pattern.endsWith(VIEW) ? pattern.slice(0, -VIEW.length) : pattern;
}

const views = features.flatMap(({ routes }) =>
  routes.flatMap(({ path }) => (path.endsWith(VIEW) ? [rootOf(path)] : [])),
);

/** Which page a location is of. It stays the same while a page that keeps its filters in the path changes them. */
export function placeOf(location: string): string {
  return views.find((root) => location === root || location.startsWith(`${root}/`)) ?? location;
}
