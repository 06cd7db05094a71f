import { loadTexts } from '../i18n/index.ts';

/**
 * Loads a page together with the words of this folder, which are not part of the landing page's script.
 *
 * @example
 * ```ts
 * routes: [{ path: '/certificates', page: withTrustTexts(() => import('./pages/CertificateList.tsx')) }],
 * ```
 */
export function withTrustTexts<Page>(load: () => Promise<Page>): () => Promise<Page> {
  return async () => {
    const texts = loadTexts('trust', {
      en: () => import('./messages/en.ts'),
      de: () => import('./messages/de.ts'),
    });
    const [page] = await Promise.all([load(), texts]);
    return page;
  };
}
