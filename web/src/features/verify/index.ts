import { ShieldCheck } from 'lucide-react';
import type { Feature } from '../../lib/feature.ts';
import { withTrustTexts } from '../../trust/index.ts';

export default {
  name: 'verify',
  routes: [{ path: '/verify', page: withTrustTexts(() => import('./pages/VerifyPage.tsx')) }],
  nav: { path: '/verify', label: { en: 'Verify', de: 'Prüfen' }, icon: ShieldCheck, order: 70, group: 'records' },
  messages: { en: () => import('./messages/en.ts'), de: () => import('./messages/de.ts') },
} satisfies Feature;
