import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fromBase64url, utf8Decode } from '../../../sdk/src/bytes/index.ts';
import type { CdrProof } from '../../../sdk/src/ocn/index.ts';
import { OfficeFiles, startOffice } from '../../../sdk/src/roles/ocnTools/index.ts';
import type { Stage } from '../stage.ts';
import { archiveOf, type Exchange } from './exchanges.ts';
import { freePort } from './freePort.ts';
import type { NetworkOutcome } from './networkStory.ts';
import { enterParty, invite } from './offices.ts';
import { idOf, parties, signerOf } from './people.ts';

/** The folder of messages to inspect. */
export const seenFolder = (directory: string): string => path.join(directory, 'seen');

/** The back office of the reader, with which commands speak to the others. */
export const ownOffice = parties.own.wallet;
const wantedPort = 8_085;

/** Leaves messages to inspect, and a back office of the reader's own, registered and in nobody's service yet. */
export async function leaveNetwork(stage: Stage, outcome: NetworkOutcome): Promise<void> {
  const { page, proof, forged } = outcome;
  const folder = seenFolder(stage.directory);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const leave = (name: string, exchange: Exchange) =>
    writeFile(path.join(folder, name), `${JSON.stringify(archiveOf(exchange), null, 2)}\n`, { mode: 0o600 });
  await leave('locations.har', page);
  await leave('cdr.har', exchangeOf(proof));
  await leave('cdr-changed.har', exchangeOf(forged));
  await leaveOffice(stage, outcome);
}

/** The request that a CDR came with. */
function exchangeOf({ message, body, signature, received: time }: CdrProof): Exchange {
  const { method, path: target, requestId, correlationId, from, to } = message;
  const headers = {
    'x-request-id': requestId,
    'x-correlation-id': correlationId,
    'ocpi-from-country-code': from.country_code,
    'ocpi-from-party-id': from.party_id,
    'ocpi-to-country-code': to.country_code,
    'ocpi-to-party-id': to.party_id,
    'ocn-signature': signature ?? '',
  };
  return { time, request: { method, path: target, headers, body: utf8Decode(fromBase64url(body)) }, response: null };
}

async function leaveOffice({ sandbox, directory, teller }: Stage, { nodes, offices }: NetworkOutcome): Promise<void> {
  teller.chapter('A third party: you');
  const [, node] = nodes;
  const member = parties.own;
  await enterParty(sandbox, member, 'EMSP', node);
  const listen = { host: '127.0.0.1', port: await freePort(wantedPort) };
  const files = new OfficeFiles(path.join(directory, 'ocn', 'offices'));
  const office = {
    ...({ type: 'gridseal/ocn-office/v1', party: member.id, role: 'EMSP', business: member.name } as const),
    ...{ url: `http://127.0.0.1:${listen.port}/ocpi`, listen, versionsUrl: `${node.url}/ocpi/versions` },
    ...{ network: offices.network, wallet: member.wallet, connection: null },
  };
  await files.save(ownOffice, office, true);
  const store = files.store(ownOffice, office);
  const running = await startOffice({ office, store, signer: signerOf(sandbox, member) }, true);
  try {
    await running.bridge.register(await invite(node, member));
  } finally {
    await running.close();
  }
  teller.say('you', `are ${idOf(member)} “${member.name}”, registered with the node of ${node.operator.name}`);
}
