import { History } from 'lucide-react';
import type { Feature } from '../../lib/feature.ts';
import { withTrustTexts } from '../../trust/index.ts';

const activity = {
  name: 'activity',
  routes: [{ path: '/activity/*?', page: withTrustTexts(() => import('./pages/ActivityPage.tsx')) }],
  nav: { path: '/activity', label: { en: 'Activity', de: 'Aktivität' }, icon: History, order: 30, group: 'work' },
  messages: { en: () => import('./messages/en.ts'), de: () => import('./messages/de.ts') },
} satisfies Feature;
export default activity;
