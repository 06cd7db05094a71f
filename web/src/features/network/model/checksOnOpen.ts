import { preference } from '../../../lib/preference.ts';

const checks = preference('network.checks', ['on', 'off']);

/** Whether this browser asks a node's host as soon as its page is opened: the host then sees who looks at it. Off at first. */
export function checksOnOpen(): boolean {
  return checks.read() === 'on';
}

export function setChecksOnOpen(isOn: boolean): void {
  checks.write(isOn ? 'on' : 'off');
}
