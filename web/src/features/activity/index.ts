import { History } from 'lucide-react';
import type { Feature, FeatureRoute } from '../../lib/feature.ts';
import { withTrustTexts } from '../../trust/index.ts';

const activity = {
  name: 'activity',
  routes: [{ path: '/activity/*?', page: withTrustTexts(() => import('./pages/ActivityPage.tsx')) }],
  nav: { path: '/activity', label: { en: 'Activity', de: 'Aktivität' }, icon: History, order: 30, group: 'work' },
  messages: { en: () => import('./messages/en.ts'), de: () => import('./messages/de.ts') },
} satisfies Feature;
export default activity;

/** The newest events: a part of the landing page. */
export const latestActivity: FeatureRoute = {
  path: '/',
  page: withTrustTexts(() => import('./components/LatestActivity.tsx')),
};
