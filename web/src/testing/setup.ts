import { cleanup } from '@testing-library/react';
import { afterEach } from 'vitest';

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
