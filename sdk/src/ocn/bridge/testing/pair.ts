import { randomUUID } from 'node:crypto';
import { secp256k1Signer } from '../../../crypto/index.ts';
import type { CredentialsRole, Party } from '../../../protocol/ocpi/index.ts';
import { type BridgeOptions, createBridge } from '../../index.ts';
import { memoryBackOffice } from '../offices/memoryBackOffice.ts';
import type { OfficeOptions } from '../offices/office.ts';
import { memoryBridgeStore } from '../store/memoryBridgeStore.ts';
import { serve } from './serve.ts';

export const network = `eip155:31337:0x${'ab'.repeat(20)}`;
export const cpo: Party = { country_code: 'DE', party_id: 'GSL' };
export const emsp: Party = { country_code: 'NL', party_id: 'EMP' };
export const keys = {
  cpo: secp256k1Signer(new Uint8Array(32).fill(1)),
  emsp: secp256k1Signer(new Uint8Array(32).fill(2)),
  stranger: secp256k1Signer(new Uint8Array(32).fill(3)),
};

const roleOf = (party: Party, role: 'CPO' | 'EMSP'): CredentialsRole => ({
  ...party,
  role,
  business_details: { name: role },
});

export interface PairOptions {
  readonly cpo?: Partial<BridgeOptions> & { readonly office?: OfficeOptions };
  readonly emsp?: Partial<BridgeOptions> & { readonly office?: OfficeOptions };
  /** Signs, and wants signatures. */
  readonly signatures?: 'v1' | 'v2';
}

/** A CPO and an EMSP over real HTTP, with nobody between; registered with each other. */
export async function pair(options: PairOptions = {}) {
  const [left, right] = [await serve(), await serve()];
  const build = (role: 'CPO' | 'EMSP') => {
    const isCpo = role === 'CPO';
    const { office: more, ...given } = (isCpo ? options.cpo : options.emsp) ?? {};
    const office = memoryBackOffice({ roles: [role], ...more });
    const store = given.store ?? memoryBridgeStore();
    const signing: Partial<BridgeOptions> = options.signatures
      ? {
          signer: isCpo ? keys.cpo : keys.emsp,
          verify: {
            incoming: 'required',
            acceptV1: options.signatures === 'v1',
            signersOf: ({ party_id }) => ({
              origins: [party_id === 'GSL' ? keys.cpo.signer : keys.emsp.signer],
              rewriters: [],
            }),
          },
        }
      : {};
    const bridge = createBridge({
      roles: [roleOf(isCpo ? cpo : emsp, role)],
      url: `${(isCpo ? left : right).origin}/ocpi`,
      node: {
        versionsUrl: `${(isCpo ? right : left).origin}/ocpi/versions`,
        ...(options.signatures ? { network, signatures: options.signatures } : {}),
      },
      data: office.data,
      now: Date.now,
      randomId: randomUUID,
      fetch,
      ...signing,
      ...given,
      store,
      limits: { backoffMs: 5, maxBackoffMs: 20, pollMs: 10, pageSize: 3, ...given.limits },
    });
    (isCpo ? left : right).handler = (request) => bridge.fetch(request);
    return { bridge, office, store, served: isCpo ? left : right };
  };
  const both = { cpo: build('CPO'), emsp: build('EMSP') };
  await both.cpo.bridge.register(await both.emsp.bridge.invite());
  both.cpo.bridge.start();
  both.emsp.bridge.start();
  return {
    ...both,
    async close() {
      await Promise.all([both.cpo.bridge.stop(), both.emsp.bridge.stop()]);
      await Promise.all([left.close(), right.close()]);
    },
  };
}
