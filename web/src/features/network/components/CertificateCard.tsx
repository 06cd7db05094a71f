import type { Hex } from '@gridseal/sdk/bytes';
import { useCertificate, useChainTime, useTrustPolicy, useVerdict } from '../../../data/index.ts';
import { VerdictPanel } from '../../../trust/index.ts';
import { Badge, Card, Digest, KeyValue, SafeText, TextLink, Timestamp } from '../../../ui/index.ts';
import type { PartyRow } from '../model/find.ts';
import { useText } from '../useText.ts';

/** By what a party holds its id, and whether the reader's own anchors lead there. */
export function CertificateCard({ party }: { readonly party: PartyRow }) {
  const t = useText();
  const { certificate, notAfter } = party;
  return (
    <Card title={t('party.certificate')}>
      {certificate === null ? (
        <p className="text-muted">{t('party.open')}</p>
      ) : (
        <Certified certificate={certificate} notAfter={notAfter} />
      )}
    </Card>
  );
}

function Certified({ certificate, notAfter }: { readonly certificate: Hex; readonly notAfter: number }) {
  const t = useText();
  const time = useChainTime();
  const policy = useTrustPolicy();
  const name = useCertificate(certificate).data?.name;
  const { data: verdict, error } = useVerdict(certificate, policy);
  return (
    <div className="space-y-4">
      <KeyValue
        items={[
          {
            label: t('party.certificate'),
            value: (
              <TextLink to={`/certificates/${certificate}`}>
                {name === undefined ? <Digest value={certificate} copy={false} /> : <SafeText text={name} />}
              </TextLink>
            ),
          },
          {
            label: t('party.until'),
            value: (
              <span className="inline-flex flex-wrap items-center gap-x-2">
                <Timestamp at={new Date(notAfter * 1_000)} />
                {time !== null && time > notAfter ? <Badge tone="bad">{t('party.expired')}</Badge> : null}
              </span>
            ),
          },
        ]}
      />
      <VerdictPanel verdict={verdict} error={error} linked />
    </div>
  );
}
