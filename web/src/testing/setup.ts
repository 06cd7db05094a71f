import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';

// Nothing waits longer than it has to; but a machine that does much else needs more than a second.
configure({ asyncUtilTimeout: 10_000 });

// Tests of what runs in workers have no document.
if (typeof document !== 'undefined') {
  // jsdom knows <dialog>, but not how to open one.
  HTMLDialogElement.prototype.showModal ??= function showModal(this: HTMLDialogElement) {
    this.setAttribute('open', '');
  };
  HTMLDialogElement.prototype.close ??= function close(this: HTMLDialogElement) {
    this.removeAttribute('open');
  };

  afterEach(() => {
    cleanup();
    localStorage.clear();
  });
}
