import { HardDrive } from 'lucide-react';
import type { Feature } from '../../lib/feature.ts';
import { withProposeTexts } from '../../propose/index.ts';
import { withTrustTexts } from '../../trust/index.ts';

export default {
  name: 'devices',
  routes: [
    { path: '/devices', page: withTrustTexts(() => import('./pages/FleetPage.tsx')) },
    { path: '/devices/enrol', page: withTrustTexts(() => import('./pages/EnrolPage.tsx')) },
    { path: '/devices/:id', page: withProposeTexts(withTrustTexts(() => import('./pages/DevicePage.tsx'))) },
  ],
  nav: {
    path: '/devices',
    label: { en: 'Devices', de: 'Geräte' },
    icon: HardDrive,
    order: 20,
    group: 'work',
  },
  messages: { en: () => import('./messages/en.ts'), de: () => import('./messages/de.ts') },
} satisfies Feature;
