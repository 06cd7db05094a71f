import { act, fireEvent, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { renderPage } from '../testing/renderPage.tsx';
import {
  Button,
  CopyButton,
  Countdown,
  Dialog,
  type DroppedFile,
  Field,
  FileDrop,
  Input,
  QrCode,
  TextLink,
  useToast,
} from './index.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('Field', () => {
  test('behavior: label, hint and error belong to the control', () => {
    renderPage(
      <Field label="Key" hint="in hex" error="is too short" required>
        {(control) => <Input {...control} defaultValue="0x" />}
      </Field>,
    );
    const input = screen.getByRole('textbox', { name: 'Key' });
    const described = input.getAttribute('aria-describedby')?.split(' ') ?? [];
    expect(described.map((id) => document.getElementById(id)?.textContent)).toEqual(['in hex', 'is too short']);
    expect(input.getAttribute('aria-invalid')).toBe('true');
    expect(input.hasAttribute('required')).toBe(true);
  });
});

describe('Button', () => {
  test('error: while busy it takes no clicks, and keeps the focus', async () => {
    let clicks = 0;
    renderPage(
      <Button busy onClick={() => clicks++}>
        Send
      </Button>,
    );
    const button = screen.getByRole('button', { name: 'Send, Working …' });
    await userEvent.click(button);
    expect(clicks).toBe(0);
    expect(document.activeElement).toBe(button);
  });
});

describe('Dialog', () => {
  const pressEscape = () => fireEvent(screen.getByRole('dialog'), new Event('cancel', { cancelable: true }));

  test('behavior: Escape asks to close; what is inside is made only while it is open', () => {
    let asked = 0;
    renderPage(<Dialog open onClose={() => asked++} title="Sign" />);
    // The browser must not close it by itself.
    expect(pressEscape()).toBe(false);
    expect(asked).toBe(1);
    renderPage(<Dialog open={false} onClose={() => undefined} title="Hidden" />);
    expect(screen.queryByText('Hidden')).toBeNull();
  });

  test('error: while it is locked, nothing but code closes it', () => {
    let asked = 0;
    renderPage(<Dialog open locked onClose={() => asked++} title="Sign" />);
    expect(pressEscape()).toBe(false);
    expect(asked).toBe(0);
    expect(screen.queryByRole('button', { name: 'Close' })).toBeNull();
  });
});

describe('FileDrop', () => {
  async function take(file: File, maxBytes = 10) {
    const taken: DroppedFile[] = [];
    renderPage(<FileDrop label="Bundle" maxBytes={maxBytes} onFiles={(files) => taken.push(...files)} />);
    await userEvent.upload(screen.getByLabelText(/Bundle/), file);
    return taken;
  }

  test('behavior: gives the bytes', async () => {
    const [file] = await take(new File(['abc'], 'a.json'));
    expect(file).toEqual({ name: 'a.json', bytes: new Uint8Array([97, 98, 99]) });
  });

  test('error: a large file is refused unread, and its name is shown safely', async () => {
    const file = new File(['a'.repeat(11)], 'a\u202egnp.json');
    const read = vi.spyOn(file, 'arrayBuffer');
    expect(await take(file)).toEqual([]);
    expect(screen.getByRole('alert').textContent).toBe('a\\u{202e}gnp.json is larger than 10 B');
    expect(read).not.toHaveBeenCalled();
  });
});

describe('CopyButton', () => {
  test('error: says so if the browser refuses', async () => {
    const user = userEvent.setup();
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('denied'));
    renderPage(<CopyButton value="0x12" />);
    await user.click(screen.getByRole('button', { name: 'Copy' }));
    expect(screen.getByRole('status').textContent).toBe('Copying was refused');
  });
});

describe('Countdown', () => {
  test('behavior: runs down to the end, and ends once', async () => {
    vi.useFakeTimers({ now: 0 });
    let ends = 0;
    renderPage(<Countdown until={new Date(2_000)} onEnd={() => ends++} />);
    expect(screen.getByText('00:00:02')).toBeTruthy();
    await act(() => vi.advanceTimersByTimeAsync(5_000));
    expect(screen.getByText('expired')).toBeTruthy();
    expect(ends).toBe(1);
  });
});

describe('QrCode', () => {
  test('behavior: draws the code, error: says when a text is too long for one', async () => {
    renderPage(<QrCode value="gridseal" label="link" />);
    expect((await screen.findByRole('img', { name: 'link' })).querySelector('path')?.getAttribute('d')).toMatch(
      /^M0 0h1/,
    );
    renderPage(<QrCode value={'a'.repeat(5_000)} label="long" />);
    await screen.findByText(/too long for one QR code/);
  });
});

describe('TextLink', () => {
  test('error: an address that runs script is no link', () => {
    renderPage(<TextLink href={['javascript', 'alert(1)'].join(':')}>click</TextLink>);
    expect(screen.queryByRole('link')).toBeNull();
  });
});

function Toaster() {
  const toast = useToast();
  const [count, setCount] = useState(0);
  const show = () => {
    toast({ tone: 'bad', title: `failed ${count}` });
    setCount(count + 1);
  };
  return <Button onClick={show}>show</Button>;
}

describe('toasts', () => {
  test('behavior: failures stay until they are closed, and are three at most', async () => {
    renderPage(<Toaster />);
    for (let i = 0; i < 4; i++) await userEvent.click(screen.getByRole('button', { name: 'show' }));
    expect(screen.queryByText('failed 0')).toBeNull();
    const [close] = screen.getAllByRole('button', { name: 'Close' });
    await userEvent.click(close as HTMLElement);
    expect(screen.queryByText('failed 1')).toBeNull();
    expect(screen.getByText('failed 3')).toBeTruthy();
  });
});
