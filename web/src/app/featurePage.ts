import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import { loadTexts } from '../i18n/index.ts';
import type { Feature, FeatureRoute } from '../lib/feature.ts';

const made = new Map<FeatureRoute, LazyExoticComponent<ComponentType>>();

/** A route's page, which comes together with its feature's texts. */
export function featurePage(feature: Feature, route: FeatureRoute): LazyExoticComponent<ComponentType> {
  const known = made.get(route);
  if (known) return known;
  const page = lazy(async () => {
    const [module] = await Promise.all([route.page(), loadTexts(feature.name, feature.messages)]);
    return module;
  });
  made.set(route, page);
  return page;
}
