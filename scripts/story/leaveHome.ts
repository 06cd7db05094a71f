import path from 'node:path';
import type { Hex } from '../../sdk/src/bytes/index.ts';
import { Certificate } from '../../sdk/src/certificate/index.ts';
import { keepCertificate } from '../../sdk/src/cli/commands/shared/certificates.ts';
import { rememberQuorum } from '../../sdk/src/cli/commands/shared/quorumBook.ts';
import { configureSandboxHome, makeSandboxWallets } from '../../sdk/src/cli/commands/up/sandboxHome.ts';
import type { Stage } from './stage.ts';
import type { StoryOutcome } from './story.ts';

/** The wallets of the story's people, as `story/foundation.ts` numbers them. */
const wallets = [
  { name: 'aurora', index: 1 },
  { name: 'boreal', index: 2 },
  { name: 'admin', index: 4 },
];

/**
 * Makes the story's folder a home of the `gridseal` command: settings, wallets, quorums and certificates, beside the
 * administrator's devices, SSH authorities and history that are there already.
 */
export async function leaveHome({ sandbox, directory: home }: Stage, outcome: StoryOutcome): Promise<void> {
  const { stakeholders, administrators, certificate, station, laptop } = outcome;
  const context = { home, configFile: path.join(home, 'config.json') };
  await configureSandboxHome(sandbox, context, { 'trust.anchors': [stakeholders.id] });
  await makeSandboxWallets(sandbox, wallets, context);
  for (const [name, { id, definition }] of Object.entries({ stakeholders, administrators })) {
    await rememberQuorum(context, { id, name, definition });
  }
  for (const id of [certificate, station.certificate, laptop.certificate]) {
    await keepCertificate(context, { id, certificate: await fetchCertificate(sandbox.store, id) });
  }
}

async function fetchCertificate(store: Stage['sandbox']['store'], id: Hex): Promise<Certificate.Certificate> {
  const bytes = await store.read({ digest: id, codec: 'raw', maxBytes: Certificate.MAX_CERTIFICATE_BYTES });
  return Certificate.decode(bytes, { id });
}
