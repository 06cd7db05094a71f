import { FileCheck2 } from 'lucide-react';
import type { Feature } from '../../lib/feature.ts';
import { withTrustTexts } from '../../trust/index.ts';

export default {
  name: 'approvals',
  routes: [
    { path: '/approvals', page: withTrustTexts(() => import('./pages/InboxPage.tsx')) },
    { path: '/approvals/:digest', page: withTrustTexts(() => import('./pages/ProposalPage.tsx')) },
  ],
  nav: {
    path: '/approvals',
    label: { en: 'Approvals', de: 'Freigaben' },
    icon: FileCheck2,
    order: 10,
    group: 'work',
  },
  messages: { en: () => import('./messages/en.ts'), de: () => import('./messages/de.ts') },
} satisfies Feature;
