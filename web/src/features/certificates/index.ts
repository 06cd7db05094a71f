import { FileBadge } from 'lucide-react';
import type { Feature } from '../../lib/feature.ts';
import { withTrustTexts } from '../../trust/index.ts';

export default {
  name: 'certificates',
  routes: [
    { path: '/certificates', page: withTrustTexts(() => import('./pages/CertificateList.tsx')) },
    { path: '/certificates/new', page: withTrustTexts(() => import('./pages/NewCertificate.tsx')) },
    { path: '/certificates/:id', page: withTrustTexts(() => import('./pages/CertificateDetail.tsx')) },
  ],
  nav: {
    path: '/certificates',
    label: { en: 'Certificates', de: 'Zertifikate' },
    icon: FileBadge,
    order: 40,
    group: 'records',
  },
  messages: { en: () => import('./messages/en.ts'), de: () => import('./messages/de.ts') },
} satisfies Feature;
