import type { Hex } from '@gridseal/sdk/bytes';
import type { AgreementRecord, PartyRecord, RegistryView, ServiceRecord } from '../../../data/index.ts';

/** An agreement with the party that made it and the service that it is about, as far as they are there. */
export interface AgreementRow extends AgreementRecord {
  readonly by: PartyRecord | null;
  readonly service: ServiceRecord | null;
}

/** @param only Those of a party, or to a provider's service. */
export function agreementRows(
  { agreements, parties, services }: RegistryView,
  only: { readonly party?: Hex; readonly provider?: Hex } = {},
): readonly AgreementRow[] {
  const byAddress = new Map(parties.map((party) => [party.address, party]));
  const byProvider = new Map(services.map((service) => [service.provider, service]));
  return agreements
    .filter(({ party, provider }) => party === (only.party ?? party) && provider === (only.provider ?? provider))
    .map((agreement) => ({
      ...agreement,
      by: byAddress.get(agreement.party) ?? null,
      service: byProvider.get(agreement.provider) ?? null,
    }));
}
