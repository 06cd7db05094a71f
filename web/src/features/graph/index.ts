import { Waypoints } from 'lucide-react';
import type { Feature } from '../../lib/feature.ts';
import { withTrustTexts } from '../../trust/index.ts';

export default {
  name: 'graph',
  routes: [{ path: '/graph/*?', page: withTrustTexts(() => import('./pages/GraphPage.tsx')) }],
  nav: {
    path: '/graph',
    label: { en: 'Trust graph', de: 'Vertrauensgraph' },
    icon: Waypoints,
    order: 50,
    group: 'records',
  },
  messages: { en: () => import('./messages/en.ts'), de: () => import('./messages/de.ts') },
} satisfies Feature;
