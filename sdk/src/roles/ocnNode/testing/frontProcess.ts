import { randomBytes } from '../../../crypto/index.ts';
import type { Role } from '../../../protocol/ocpi/index.ts';
import { startFront } from '../front/front.fixtures.ts';
import { openNodeStore } from '../store/openNodeStore.ts';

/**
 * The front of a node in a process of its own, which a test can kill: `node frontProcess.ts ‹folder› ‹sealing key, hex› ‹CC› ‹ID› ‹role›`.
 * Writes its URL when it listens.
 */
const [folder = '', key = '', country_code = '', party_id = '', role = ''] = process.argv.slice(2);
const sealingKey = new Uint8Array(Buffer.from(key, 'hex'));
const store = await openNodeStore({ folder }, { sealingKey, random: randomBytes });
const node = await startFront({ store });
node.context.directory.setParty({ country_code, party_id }, node.context.self.operator, [role as Role]);
process.stdout.write(`${node.url}\n`);
