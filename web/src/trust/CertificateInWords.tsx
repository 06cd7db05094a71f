import type { Hex } from '@gridseal/sdk/bytes';
import { type Certificate, scriptsOf } from '@gridseal/sdk/certificate';
import { Quorum } from '@gridseal/sdk/quorum';
import type { ReactNode } from 'react';
import { useNetwork } from '../data/index.ts';
import { useFormat } from '../i18n/index.ts';
import { Badge, Digest, KeyValue, SafeText, TextLink, Timestamp } from '../ui/index.ts';
import { keyFingerprint } from './keyFingerprint.ts';
import { QuorumName } from './QuorumName.tsx';
import { useTrustText } from './useTrustText.ts';

export interface CertificateInWordsProps {
  readonly certificate: Certificate.Certificate;
}

/** Everything that a certificate says, in words. */
export function CertificateInWords({ certificate }: CertificateInWordsProps) {
  const t = useTrustText();
  const { subject, kind, usages, requiredEndorsements, notBefore, notAfter, leaves, edges = [], serial } = certificate;
  const items: { label: string; value: ReactNode }[] = [
    { label: t('says.name'), value: <Name name={subject.name} /> },
    { label: t('says.kind'), value: t(`kinds.${kind}`) },
    { label: t('says.role'), value: subject.role ? <SafeText text={subject.role} /> : null },
    { label: t('says.signer'), value: subject.signer ? <SignerValue signer={subject.signer as Hex} /> : null },
    ...subject.keys.map(({ use, algorithm, publicKey }, i) => ({
      label: `${t('says.key', { use: t(`uses.${use}`) })}${subject.keys.length > 1 ? ` ${i + 1}` : ''}`,
      value: (
        <span className="font-mono text-sm">
          {t('says.keyFingerprint', { algorithm, fingerprint: keyFingerprint(publicKey) })}
        </span>
      ),
    })),
    {
      label: t('says.may'),
      value: usages.length > 0 ? <WordList words={usages.map((usage) => t(`usages.${usage}`))} /> : t('says.nothing'),
    },
    ...authorityItems(certificate, t),
    { label: t('says.needs'), value: t('says.needsCount', { count: requiredEndorsements }) },
    {
      label: t('says.valid'),
      value: (
        <>
          <Timestamp at={new Date(notBefore)} /> – <Timestamp at={new Date(notAfter)} />
        </>
      ),
    },
    {
      label: t('says.leaves'),
      value: leaves ? (
        <>
          {leaves.size} · <Digest value={leaves.root} />
        </>
      ) : null,
    },
    {
      label: t('says.replaces'),
      value:
        edges.length > 0
          ? edges.map((edge) => (
              <TextLink key={edge.certificate} to={`/certificates/${edge.certificate}`}>
                <Digest value={edge.certificate} copy={false} />
              </TextLink>
            ))
          : null,
    },
    { label: t('says.serial'), value: <Digest value={serial} full copy={false} /> },
  ];
  return <KeyValue items={items} />;
}

function authorityItems(
  { usages, certifies, pathLength }: Certificate.Certificate,
  t: ReturnType<typeof useTrustText>,
) {
  if (!usages.includes('signCertificates')) return [];
  return [
    {
      label: t('says.mayEndorse'),
      value: certifies ? <WordList words={certifies.map((kind) => t(`kinds.${kind}`))} /> : t('says.everyKind'),
    },
    { label: t('says.pathLength'), value: pathLength === undefined ? t('says.anyNumber') : String(pathLength) },
  ];
}

function WordList({ words }: { readonly words: readonly string[] }) {
  const format = useFormat();
  return <>{format.list(words)}</>;
}

/** A whole word in other letters can look like a Latin one, so it is said. */
function Name({ name }: { readonly name: string }) {
  const t = useTrustText();
  const format = useFormat();
  const foreign = scriptsOf(name).filter((script) => script !== 'Latin');
  return (
    <span className="inline-flex max-w-full flex-wrap items-center gap-2">
      <SafeText text={name} maxLength={120} reveal />
      {foreign.length > 0 ? <Badge tone="warn">{t('says.scripts', { scripts: format.list(foreign) })}</Badge> : null}
    </span>
  );
}

function SignerValue({ signer }: { readonly signer: Hex }) {
  const t = useTrustText();
  const { addresses } = useNetwork();
  const quorum = Quorum.idOfSigner(addresses.quorumRegistry, signer);
  if (quorum === null) return <QuorumName value={signer} full />;
  return (
    <span className="inline-flex max-w-full flex-wrap items-center gap-x-2">
      {t('says.signerQuorum')} <QuorumName value={quorum} full />
    </span>
  );
}
