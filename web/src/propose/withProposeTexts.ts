import { loadTexts } from '../i18n/index.ts';

/**
 * Loads a page together with the words of this folder, which are not part of the landing page's script.
 *
 * @example
 * ```ts
 * routes: [{ path: '/quorums/:id/rotate', page: withProposeTexts(() => import('./pages/RotateQuorum.tsx')) }],
 * ```
 */
export function withProposeTexts<Page>(load: () => Promise<Page>): () => Promise<Page> {
  return async () => {
    const texts = loadTexts('propose', {
      en: () => import('./messages/en.ts'),
      de: () => import('./messages/de.ts'),
    });
    const [page] = await Promise.all([load(), texts]);
    return page;
  };
}
