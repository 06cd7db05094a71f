import { Users } from 'lucide-react';
import type { Feature } from '../../lib/feature.ts';
import { withProposeTexts } from '../../propose/index.ts';
import { withTrustTexts } from '../../trust/index.ts';

export default {
  name: 'quorums',
  routes: [
    { path: '/quorums', page: withTrustTexts(() => import('./pages/QuorumList.tsx')) },
    { path: '/quorums/new', page: withTrustTexts(() => import('./pages/NewQuorum.tsx')) },
    { path: '/quorums/:id', page: withTrustTexts(() => import('./pages/QuorumDetail.tsx')) },
    {
      path: '/quorums/:id/rotate',
      page: withProposeTexts(withTrustTexts(() => import('./pages/RotateQuorum.tsx'))),
    },
    { path: '/quorums/:id/versions', page: withTrustTexts(() => import('./pages/QuorumVersions.tsx')) },
  ],
  nav: { path: '/quorums', label: { en: 'Quorums', de: 'Quoren' }, icon: Users, order: 60, group: 'records' },
  messages: { en: () => import('./messages/en.ts'), de: () => import('./messages/de.ts') },
} satisfies Feature;
