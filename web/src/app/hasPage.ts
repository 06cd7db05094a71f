import { matchRoute, type Parser } from 'wouter';
import { features } from './features.ts';

/** Whether some feature has a page at a path. */
export function hasPage(parser: Parser, path: string): boolean {
  if (path === '/') return true;
  return features.some(({ routes }) => routes.some((route) => matchRoute(parser, route.path, path)[0]));
}
