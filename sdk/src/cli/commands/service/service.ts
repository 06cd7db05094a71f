import path from 'node:path';
import { fromBase64url, fromHex, toBase64url } from '../../../bytes/index.ts';
import type { ServiceKey } from '../../../credential/publicKeys/index.ts';
import { DecodeError, NotFoundError } from '../../../errors/index.ts';
import { fileMarks, readPublicKeys } from '../../../roles/service/index.ts';
import type { Action } from '../../framework/command.ts';
import type { Given, Input } from '../../framework/input.ts';
import { formatTime, toDuration } from '../../framework/values.ts';
import { issuedPage } from '../key/issue.ts';
import { openAdmin, withApprovals } from '../key/openAdmin.ts';
import { findCertificate } from '../shared/certificates.ts';
import { openChain } from '../shared/openChain.ts';
import { openStore } from '../shared/openStore.ts';
import { resolveQuorum } from '../shared/quorumBook.ts';
import { toSigner } from '../shared/signers.ts';

/** Clocks of blocks and machines differ: keys are good from a little before now, in seconds. */
const backdating = 60;

function toKey({ text, field }: Given, notBefore: number, notAfter: number): { name: string; key: ServiceKey } {
  const [name, use, algorithm, encoded, ...rest] = text.split(':');
  if (!name || !use || !algorithm || !encoded || rest.length > 0) {
    throw new DecodeError('has to be service:use:algorithm:key, for example billing:sign:Ed25519:BAHQ…', { field });
  }
  const publicKey = encoded.startsWith('0x') ? fromHex(encoded, { field }) : fromBase64url(encoded, { field });
  return { name, key: { use, algorithm, publicKey, notBefore, notAfter } as ServiceKey };
}

function servicesOf(input: Input, notBefore: number, notAfter: number) {
  const services = new Map<string, ServiceKey[]>();
  for (const given of input.many('key')) {
    const { name, key } = toKey(given, notBefore, notAfter);
    services.set(name, [...(services.get(name) ?? []), key]);
  }
  return [...services].map(([name, keys]) => ({ name, keys }));
}

export const publish: Action = async (input, context) => {
  const ttlSeconds = toDuration(input.required('ttl'));
  const now = Math.floor(context.now() / 1000);
  const services = servicesOf(input, now - backdating, now + ttlSeconds);
  const channel = input.optional('channel')?.text;
  const opened = await openAdmin(input, context);
  const group = input.required('group').text;
  const work = async () =>
    issuedPage([
      await opened.admin.publishKeys({ group, services, ttlSeconds, ...(channel === undefined ? {} : { channel }) }),
    ]);
  return withApprovals(work, opened, input, context, 'gridseal key resume');
};

export const keys: Action = async (input, context) => {
  const chain = await openChain(input);
  const channel = input.optional('channel')?.text;
  const { directory, time, notAfter } = await readPublicKeys({
    chain,
    store: openStore(input),
    authority: await toSigner(input.required('from'), context, async () => chain.addresses),
    group: input.required('group').text,
    ...(channel === undefined ? {} : { channel }),
    trust: input.flag('pinned') ? 'pinned' : 'anchored',
    anchors: await Promise.all(input.many('anchor').map((given) => resolveQuorum(given, context))),
    certificates: await Promise.all(
      input.many('certificate').map(async (given) => (await findCertificate(given, input, context)).id),
    ),
    marks: fileMarks(path.join(context.home, 'marks')),
    signal: context.signal,
  });
  const wanted = input.optionalArgument('service');
  const services = directory.services.filter(({ name }) => wanted === undefined || name === wanted.text);
  if (wanted && services.length === 0)
    throw new NotFoundError('is not a service of this directory', { field: wanted.field });
  const all = services.flatMap(({ name, epoch, keys: list }) =>
    list.map((key) => ({
      service: name,
      epoch,
      ...key,
      publicKey: toBase64url(key.publicKey),
      current: key.notBefore <= time && time <= key.notAfter,
    })),
  );
  return {
    data: { epoch: directory.epoch, time, notAfter, keys: all },
    text: [
      {
        kind: 'table',
        head: ['SERVICE', 'EPOCH', 'USE', 'ALGORITHM', 'UNTIL', 'KEY'],
        rows: all.map((key) => [
          key.service,
          key.epoch,
          key.use,
          key.algorithm,
          { text: formatTime(key.notAfter), tone: key.current ? 'good' : 'dim' },
          key.publicKey,
        ]),
      },
      { kind: 'fields', rows: [['Good until', formatTime(notAfter)]] },
    ],
    brief: all.filter(({ current }) => current).map(({ publicKey }) => publicKey),
  };
};
