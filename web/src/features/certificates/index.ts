import { FileBadge } from 'lucide-react';
import type { Feature } from '../../lib/feature.ts';
import { withProposeTexts } from '../../propose/index.ts';
import { withTrustTexts } from '../../trust/index.ts';

const forProposing = <Page>(load: () => Promise<Page>) => withProposeTexts(withTrustTexts(load));

export default {
  name: 'certificates',
  routes: [
    { path: '/certificates', page: withTrustTexts(() => import('./pages/CertificateList.tsx')) },
    { path: '/certificates/new', page: forProposing(() => import('./pages/NewCertificate.tsx')) },
    { path: '/certificates/:id', page: forProposing(() => import('./pages/CertificateDetail.tsx')) },
    { path: '/certificates/:id/replace', page: forProposing(() => import('./pages/NewCertificate.tsx')) },
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
