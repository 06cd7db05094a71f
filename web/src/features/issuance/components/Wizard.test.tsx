import 'fake-indexeddb/auto';
import { secp256k1Signer } from '@gridseal/sdk/crypto';
import { Enrolment } from '@gridseal/sdk/identity';
import { screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeAll, describe, expect, test } from 'vitest';
import { FakeData } from '../../../data/testing/FakeData.tsx';
import { useFleetStore } from '../../../fleet/index.ts';
import { renderPage } from '../../../testing/renderPage.tsx';
import de from '../messages/de.ts';
import en from '../messages/en.ts';
import { emptyRecipe } from '../model/recipe.ts';
import { Wizard } from './Wizard.tsx';

const texts = { issuance: { en, de } };
const hostile = '<img src=x onerror=alert(1)> station';

async function requestOf(number: number, name: string): Promise<Uint8Array> {
  const keys = [{ use: 'encrypt', algorithm: 'X25519', publicKey: new Uint8Array(32).fill(number) }] as const;
  return Enrolment.encode(await Enrolment.sign(secp256k1Signer(new Uint8Array(32).fill(number)), { name, keys }));
}

const requests = await Promise.all([requestOf(1, hostile), requestOf(2, 'station-2')]);

function Enrol() {
  const { enrol } = useFleetStore();
  return (
    <button type="button" onClick={() => void Promise.all(requests.map((request) => enrol(request)))}>
      enrol
    </button>
  );
}

function show(language: 'en' | 'de' = 'en') {
  renderPage(
    <FakeData events={[]} contents={[]}>
      <Enrol />
      <Wizard begin={() => emptyRecipe()} />
    </FakeData>,
    { language, texts },
  );
  return userEvent.setup();
}

describe('the wizard without devices', () => {
  test('behavior: leads to the enrolment, and goes no further', async () => {
    const user = show();
    await screen.findByText('No devices yet');
    await user.click(screen.getByRole('button', { name: 'Next' }));
    expect(screen.queryByText('May log in as')).toBeNull();
  });

  test('behavior: in German, too', async () => {
    show('de');
    expect(await screen.findByText('Noch keine Geräte')).toBeTruthy();
  });
});

describe('the wizard', () => {
  beforeAll(() => {
    // jsdom has no layout: a table of rows in view needs a height.
    Object.defineProperty(HTMLElement.prototype, 'offsetHeight', { configurable: true, value: 400 });
    Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, value: 400 });
  });

  async function withDevices() {
    const user = show();
    await user.click(screen.getByRole('button', { name: 'enrol' }));
    await screen.findByRole('checkbox', { name: /station-2/ });
    return user;
  }

  test('attack: a device’s name is shown as text', async () => {
    await withDevices();
    expect(screen.getByRole('checkbox', { name: /<img src=x/ })).toBeTruthy();
    expect(document.querySelector('img')).toBeNull();
  });

  test('error: no device; then several without a group, which is said beside the field', async () => {
    const user = await withDevices();
    await user.click(screen.getByRole('button', { name: 'Next' }));
    expect(screen.getByText('Choose a device.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Choose all 2' }));
    await user.click(screen.getByRole('button', { name: 'Next' }));
    expect(screen.getByText('Several devices need the name of a group that they belong to.')).toBeTruthy();
    await user.type(screen.getByLabelText(/^Group/), 'north');
    await user.click(screen.getByRole('button', { name: 'Next' }));
    expect(await screen.findByLabelText(/^May log in as/)).toBeTruthy();
  });

  test('error: names that cannot be, and no key that signs', async () => {
    const user = await withDevices();
    await user.click(screen.getByRole('checkbox', { name: /station-2/ }));
    await user.click(screen.getByRole('button', { name: 'Next' }));
    await user.type(await screen.findByLabelText(/^May log in as/), 'root,-rf');
    await user.click(screen.getByRole('button', { name: 'Next' }));
    expect(screen.getByText(/^-rf cannot be a name/)).toBeTruthy();
    expect(screen.getByText('Open the authority’s key, or make one.')).toBeTruthy();
    expect(screen.getByText(/^No such key is enrolled for 1 of these devices/)).toBeTruthy();
    expect(document.activeElement?.getAttribute('aria-invalid')).toBe('true');
  });

  test('error: a passphrase that is too short, or not repeated, makes no authority', async () => {
    const user = await withDevices();
    await user.click(screen.getByRole('checkbox', { name: /station-2/ }));
    await user.click(screen.getByRole('button', { name: 'Next' }));
    await user.click(await screen.findByRole('button', { name: 'Make a new authority' }));
    const dialog = within(await screen.findByRole('dialog', { hidden: true }));
    const make = dialog.getByRole('button', { name: 'Make it', hidden: true }) as HTMLButtonElement;
    await user.type(dialog.getByLabelText('Passphrase'), 'short');
    expect(dialog.getByText('Shorter than 12 characters.')).toBeTruthy();
    await user.type(dialog.getByLabelText('Passphrase'), ' but longer now');
    await user.type(dialog.getByLabelText('Passphrase again'), 'another');
    expect(dialog.getByText('That is not the same passphrase.')).toBeTruthy();
    expect(make.disabled).toBe(true);
  });
});
