import { Settings } from 'lucide-react';
import type { Feature } from '../../lib/feature.ts';
import { withTrustTexts } from '../../trust/index.ts';

export default {
  name: 'settings',
  routes: [{ path: '/settings', page: withTrustTexts(() => import('./pages/SettingsPage.tsx')) }],
  nav: {
    path: '/settings',
    label: { en: 'Settings', de: 'Einstellungen' },
    icon: Settings,
    order: 90,
    group: 'own',
  },
  messages: { en: () => import('./messages/en.ts'), de: () => import('./messages/de.ts') },
} satisfies Feature;
