import { type DeliveryKind, deliveryKinds } from '../../envelope/index.ts';
import { DecodeError } from '../../errors/index.ts';

/** The channel that a kind is announced on, if nobody says otherwise. */
export const defaultChannels: Readonly<Record<DeliveryKind, string>> = {
  sshUser: 'ssh-user',
  sshHost: 'ssh-host',
  sshAuthority: 'ssh-authority',
  tls: 'tls',
  files: 'files',
  publicKeys: 'public-keys',
};

/** @throws {DecodeError} for a number that stands for no kind. */
export function kindOf(number: number): DeliveryKind {
  const found = Object.entries(deliveryKinds).find(([, value]) => value === number);
  if (!found) throw new DecodeError(`${number} is no known kind of announcement`, { field: 'announcement.kind' });
  return found[0] as DeliveryKind;
}
