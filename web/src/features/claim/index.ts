import { KeyRound } from 'lucide-react';
import type { Feature } from '../../lib/feature.ts';
import { withTrustTexts } from '../../trust/index.ts';

export default {
  name: 'claim',
  routes: [
    { path: '/claim', page: withTrustTexts(() => import('./pages/ClaimPage.tsx')) },
    { path: '/claim/follow/:signer', page: withTrustTexts(() => import('./pages/FollowPage.tsx')) },
    { path: '/claim/follow/:signer/:channels', page: withTrustTexts(() => import('./pages/FollowPage.tsx')) },
    { path: '/claim/:id', page: withTrustTexts(() => import('./pages/DevicePage.tsx')) },
  ],
  nav: {
    path: '/claim',
    label: { en: 'Receive', de: 'Empfangen' },
    icon: KeyRound,
    order: 80,
    group: 'own',
  },
  messages: { en: () => import('./messages/en.ts'), de: () => import('./messages/de.ts') },
} satisfies Feature;
