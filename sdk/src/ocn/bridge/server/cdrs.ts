import { toBase64url } from '../../../bytes/index.ts';
import { sha256Hex } from '../../../crypto/index.ts';
import { type Cdr, OcpiError, partyKey } from '../../../protocol/ocpi/index.ts';
import type { BridgeContext } from '../context.ts';
import { ourModuleUrl } from '../registration/ourVersions.ts';
import type { CdrProof } from '../signing/cdrProof.ts';
import type { Incoming } from './call.ts';
import type { Handlers } from './handlers.ts';
import { listPage } from './lists.ts';
import { found } from './objects.ts';
import { sameJson } from './sameJson.ts';

/** @see OCPI 2.2.1-d2, "CDRs", Interfaces and Endpoints */
export const cdrs: Handlers = {
  'cdrs.list': (incoming, context) => listPage(context, found(context.data.cdrs?.sender, 'cdrs', 'module'), incoming),
  'cdrs.getPushed': async (incoming, { data }) => {
    const { country_code = '', party_id = '', cdr_id = '' } = incoming.parameters;
    const owner = { country_code, party_id };
    if (partyKey(owner) !== partyKey(incoming.from))
      throw new OcpiError('clientError', 'is not known', { httpStatus: 404 });
    const cdr = await data.cdrs?.receiver?.get({ owner, id: cdr_id }, incoming.call);
    return { data: found(cdr, 'cdrs', 'id') };
  },
  'cdrs.post': async (incoming, context) => {
    const receiver = found(context.data.cdrs?.receiver, 'cdrs', 'module');
    const cdr = incoming.body as Cdr;
    const kept = await context.store.proofs.keep(proofOf(cdr, incoming, context));
    if (!sameJson(kept.proof.body, incoming.raw)) {
      throw new OcpiError('clientError', 'is the id of another CDR, and a CDR never changes', { field: 'id' });
    }
    if (!kept.delivered) {
      await receiver.post(cdr, kept.proof, incoming.call);
      await context.store.proofs.delivered(kept.proof.owner, kept.proof.id);
    }
    return { headers: { Location: locationOf(cdr, incoming, context) } };
  },
};

function proofOf(cdr: Cdr, incoming: Incoming, context: BridgeContext): CdrProof {
  const { from, to, requestId, correlationId, method, url } = incoming;
  return {
    type: 'gridseal/cdr-proof/v1',
    owner: { country_code: cdr.country_code, party_id: cdr.party_id },
    id: cdr.id,
    digest: sha256Hex(incoming.raw),
    body: toBase64url(incoming.raw),
    signature: incoming.signature,
    message: {
      ...{ network: context.node.network ?? '', method, path: `${url.pathname}${url.search}` },
      ...{ requestId, correlationId, from, to },
    },
    received: context.now(),
  };
}

function locationOf({ country_code, party_id, id }: Cdr, { version }: Incoming, context: BridgeContext): string {
  return `${ourModuleUrl(context, version, 'cdrs', 'RECEIVER')}/${country_code}/${party_id}/${encodeURIComponent(id)}`;
}
