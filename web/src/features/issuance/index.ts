import type { Feature } from '../../lib/feature.ts';
import { withProposeTexts } from '../../propose/index.ts';
import { withTrustTexts } from '../../trust/index.ts';

export default {
  name: 'issuance',
  routes: [
    { path: '/devices/issue', page: withTrustTexts(() => import('./pages/IssuePage.tsx')) },
    { path: '/devices/issue/to/:device', page: withTrustTexts(() => import('./pages/IssuePage.tsx')) },
    { path: '/devices/issue/again/:subject', page: withTrustTexts(() => import('./pages/IssuePage.tsx')) },
    { path: '/devices/issue/run/:run', page: withProposeTexts(withTrustTexts(() => import('./pages/RunPage.tsx'))) },
    { path: '/devices/batch', page: withTrustTexts(() => import('./pages/BatchPage.tsx')) },
  ],
  messages: { en: () => import('./messages/en.ts'), de: () => import('./messages/de.ts') },
} satisfies Feature;
