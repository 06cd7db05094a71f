import { Certificate } from '@gridseal/sdk/certificate';
import { useEffect } from 'react';
import { useDataClient, useTrustPolicy, useVerdict } from '../../../data/index.ts';
import { CertificateInWords, useTrustText, VerdictPanel } from '../../../trust/index.ts';
import { ButtonLink, Card } from '../../../ui/index.ts';
import { useText } from '../useText.ts';
import { Title } from './Title.tsx';

export interface CertificateResultProps {
  readonly certificate: Certificate.Certificate;
}

/** A certificate's file: what it says, and whether the chain and one's own anchors bear it out. */
export function CertificateResult({ certificate }: CertificateResultProps) {
  const t = useText();
  const words = useTrustText();
  const id = Certificate.id(certificate);
  const client = useDataClient();
  const policy = useTrustPolicy();
  const { data, error } = useVerdict(id, policy);
  useEffect(() => {
    // So that its own page finds it, too, when no IPFS node has it.
    void client.remember(Certificate.encode(certificate)).catch(() => undefined);
  }, [client, certificate]);
  return (
    <>
      <Title kind={t('certificate.title')} name={certificate.subject.name} id={id} />
      <div className="grid grid-cols-1 items-start gap-4 lg:grid-cols-2">
        <Card
          title={t('bundle.chain')}
          description={t('bundle.chainBody')}
          actions={
            <ButtonLink size="sm" to={`/certificates/${id}`}>
              {t('certificate.open')}
            </ButtonLink>
          }
        >
          <VerdictPanel verdict={data} error={error} linked />
        </Card>
        <Card title={words('says.title')}>
          <CertificateInWords certificate={certificate} />
        </Card>
      </div>
    </>
  );
}
