import 'fake-indexeddb/auto';
import { generateKeyPairSync } from 'node:crypto';
import { screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, test } from 'vitest';
import { Route } from 'wouter';
import { FakeData, fakeNetwork } from '../../../../data/testing/FakeData.tsx';
import proposeDe from '../../../../propose/messages/de.ts';
import proposeEn from '../../../../propose/messages/en.ts';
import { renderPage } from '../../../../testing/renderPage.tsx';
import trustDe from '../../../../trust/messages/de.ts';
import trustEn from '../../../../trust/messages/en.ts';
import { WalletProvider } from '../../../../wallet/index.ts';
import de from '../../messages/de.ts';
import en from '../../messages/en.ts';
import NewCertificate from '../../pages/NewCertificate.tsx';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const pem = publicKey.export({ type: 'spki', format: 'pem' }) as string;
const secret = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
const raw = (publicKey.export({ format: 'jwk' }) as { x: string }).x;
afterEach(() => sessionStorage.clear());

function show(language: 'en' | 'de' = 'en', path = '/certificates/new') {
  const texts = {
    certificates: { en, de },
    trust: { en: trustEn, de: trustDe },
    propose: { en: proposeEn, de: proposeDe },
  };
  return renderPage(
    <FakeData>
      <WalletProvider network={fakeNetwork}>
        <Route path="/certificates/new" component={NewCertificate} />
        <Route path="/certificates/:id/replace" component={NewCertificate} />
      </WalletProvider>
    </FakeData>,
    { language, path, texts },
  );
}

const next = (name = 'Continue') => userEvent.click(screen.getByRole('button', { name }));
const paste = async (text: string, label = 'Paste a public key') => {
  await userEvent.click(screen.getByLabelText(label));
  await userEvent.paste(text);
};
const toSubject = async () => {
  show();
  await next();
};

describe('the wizard', () => {
  test('error: a step with something wrong is not left, and the field is said and focused', async () => {
    await toSubject();
    await next();
    expect(screen.getByText('This is needed.')).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByLabelText('Name'));
    expect(screen.getByRole('heading', { level: 2, name: 'Subject and keys' })).toBeTruthy();
  });

  test.each([
    ['Pаypal', 'It mixes Latin and Cyrillic letters in one word.'],
    ['pay\u202eto', 'It contains an invisible or direction-changing character (U+202E).'],
    ['a  b', /It has a space at an end/],
    ['ﬁle', 'It contains a look-alike of another character (U+FB01).'],
    ['x'.repeat(201), '1 to 200 characters.'],
  ])('attack: a name that misleads is refused while it is typed: %#', async (name, words) => {
    await toSubject();
    await paste(name, 'Name');
    expect(screen.getByText(words)).toBeTruthy();
  });

  test('error: in German, too', async () => {
    show('de');
    await next('Weiter');
    await paste('Pаypal', 'Name');
    expect(screen.getByText('Er mischt Alphabete in einem Wort (Latin and Cyrillic).')).toBeTruthy();
  });

  test('attack: a private key is taken off the page, and neither kept nor added', async () => {
    await toSubject();
    await paste(secret);
    expect(screen.getByText('That was a private key')).toBeTruthy();
    expect(screen.getByLabelText('Paste a public key')).toHaveProperty('value', '');
    expect(document.body.textContent).not.toContain(secret.split('\n')[1]);
    expect(JSON.stringify({ ...sessionStorage, ...localStorage })).not.toContain(secret.split('\n')[1] ?? '?');
    expect(screen.queryByRole('button', { name: 'Add the key' })).toBeNull();
  });

  test('behavior: a key is recognised, added once, given a use, and removed', async () => {
    await toSubject();
    for (const _ of [1, 2]) {
      await paste(pem);
      await userEvent.click(screen.getByRole('button', { name: 'Add the key' }));
      await userEvent.click(screen.getByRole('button', { name: 'Add a key' }));
    }
    const use = screen.getByRole('combobox', { name: /^Use of key/ });
    expect([...(use as HTMLSelectElement).options].map(({ value }) => value)).not.toContain('encrypt');
    await userEvent.click(screen.getByRole('button', { name: /^Remove key/ }));
    expect(screen.queryByRole('combobox', { name: /^Use of key/ })).toBeNull();
  });

  test('behavior: of raw bytes the user says what they are', async () => {
    await toSubject();
    await paste(raw);
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Algorithm of this key' }), 'X25519');
    await userEvent.click(screen.getByRole('button', { name: 'Add the key' }));
    expect(screen.getByText('X25519')).toBeTruthy();
  });

  test.each([
    ['hello', /^No key that certificates can have/],
    [pem.slice(0, 60), 'The key is damaged or cut off.'],
  ])('error: text that is no key: %#', async (text, words) => {
    await toSubject();
    await paste(text);
    expect(screen.getByText(words)).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Add the key' })).toBeNull();
  });

  test('error: a file that is nothing to begin with', async () => {
    show();
    await userEvent.click(screen.getByRole('button', { name: 'Open a file' }));
    await paste('{"type":"gridseal/bundle/v1"}', 'Or paste its text');
    await userEvent.click(screen.getAllByRole('button', { name: 'Open a file', hidden: true }).at(-1) as HTMLElement);
    expect(screen.getByText('This cannot be opened')).toBeTruthy();
    expect(screen.getByRole('heading', { level: 2, name: 'Kind' })).toBeTruthy();
  });

  test('error: a draft that was kept unfinished is not proposed: review says what is missing', async () => {
    await toSubject();
    await paste('Hub', 'Name');
    const { draft } = JSON.parse(sessionStorage.getItem('gridseal.draft.new') ?? '');
    sessionStorage.setItem(
      'gridseal.draft.new',
      JSON.stringify({ draft: { ...draft, required: '0' }, step: 'review' }),
    );
    document.body.innerHTML = '';
    show();
    expect(screen.getByText('It is not a certificate yet')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Propose to a quorum' })).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'To “Powers”' }));
    expect(screen.getByText('This number is out of range.')).toBeTruthy();
  });

  test.each(['0x1234', `0x${'ab'.repeat(32)}`])('error: nothing to replace: %#', async (id) => {
    show('en', `/certificates/${id}/replace`);
    expect(await screen.findByText(/cannot be read, so there is nothing to begin with/)).toBeTruthy();
  });
});
