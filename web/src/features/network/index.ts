import { RadioTower } from 'lucide-react';
import type { Feature } from '../../lib/feature.ts';
import { withTrustTexts } from '../../trust/index.ts';

export default {
  name: 'network',
  routes: [
    { path: '/network', page: withTrustTexts(() => import('./pages/NodeList.tsx')) },
    { path: '/network/parties', page: withTrustTexts(() => import('./pages/PartyList.tsx')) },
    { path: '/network/services', page: withTrustTexts(() => import('./pages/ServiceList.tsx')) },
    { path: '/network/nodes/:operator', page: withTrustTexts(() => import('./pages/NodePage.tsx')) },
    { path: '/network/parties/:id', page: withTrustTexts(() => import('./pages/PartyPage.tsx')) },
    { path: '/network/flows', page: () => import('./pages/FlowsPage.tsx') },
    { path: '/network/inspect', page: withTrustTexts(() => import('./pages/InspectPage.tsx')) },
  ],
  nav: {
    path: '/network',
    label: { en: 'Charging network', de: 'Ladenetz' },
    icon: RadioTower,
    order: 65,
    group: 'records',
  },
  messages: { en: () => import('./messages/en.ts'), de: () => import('./messages/de.ts') },
} satisfies Feature;
