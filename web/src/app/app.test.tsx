import { act, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { startTexts, textsOf } from '../i18n/index.ts';
import type { Feature } from '../lib/feature.ts';
import { renderPage } from '../testing/renderPage.tsx';
import { applyTheme, chooseTheme, currentTheme } from '../ui/theme.ts';
import { appTexts } from './appTexts.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { featurePage } from './featurePage.ts';
import { NotFound } from './NotFound.tsx';
import { routeFor } from './routeFor.ts';

afterEach(() => {
  vi.restoreAllMocks();
  applyTheme('system');
});

describe('theme', () => {
  test('behavior: as the system, until one is chosen, and again', () => {
    expect(currentTheme()).toBe('system');
    chooseTheme('dark');
    expect(currentTheme()).toBe('dark');
    expect(document.documentElement.dataset.theme).toBe('dark');
    chooseTheme('system');
    expect(document.documentElement.dataset.theme).toBeUndefined();
  });
});

const state = { broken: true };

function Fragile() {
  if (state.broken) throw new Error('<b>bad\u202e</b>');
  return <p>whole</p>;
}

describe('ErrorBoundary', () => {
  test('error: a page that breaks says so, shows hostile words safely, and may be tried again', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    state.broken = true;
    const { container } = renderPage(
      <ErrorBoundary>
        <Fragile />
      </ErrorBoundary>,
      { texts: { app: appTexts } },
    );
    expect(screen.getByRole('alert').textContent).toContain('This page broke');
    expect(screen.getByRole('alert').textContent).toContain('<b>bad\\u{202e}</b>');
    expect(container.querySelector('b')).toBeNull();
    state.broken = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(screen.getByText('whole')).toBeTruthy();
  });
});

describe('featurePage', () => {
  test('behavior: a page comes with its texts, once', async () => {
    startTexts({}, 'de');
    const useText = textsOf<{ readonly title: string }>('probe');
    let loads = 0;
    const feature: Feature = {
      name: 'probe',
      routes: [
        {
          path: '/probe',
          page: async () => {
            loads++;
            return { default: () => <h1>{useText()('title')}</h1> };
          },
        },
      ],
      messages: {
        en: async () => ({ default: { title: 'Probe' } }),
        de: async () => ({ default: { title: 'Prüfling' } }),
      },
    };
    const [route] = feature.routes;
    if (!route) throw new Error('the feature has a route');
    const Page = featurePage(feature, route);
    await act(async () => render(<Page />));
    expect(await screen.findByRole('heading', { name: 'Prüfling' })).toBeTruthy();
    expect(featurePage(feature, route)).toBe(Page);
    expect(loads).toBe(1);
  });
});

describe('NotFound', () => {
  test('behavior: leads back', async () => {
    const { path } = renderPage(<NotFound />, { texts: { app: appTexts }, path: '/no/such/page' });
    expect(document.title).toBe('There is no such page · Gridseal');
    await userEvent.click(screen.getByRole('link', { name: 'To the overview' }));
    expect(path()).toBe('/');
  });
});

describe('routeFor', () => {
  test('error: nothing leads to where nothing is', () => {
    expect(routeFor('/no/such/page')).toBeUndefined();
  });
});
