import { fromBase64url } from '@gridseal/sdk/bytes';
import type { Certificate } from '@gridseal/sdk/certificate';
import { sha256Hex } from '@gridseal/sdk/crypto';
import { useFormat } from '../../../i18n/index.ts';
import { Digest, KeyValue, SafeText, TextLink } from '../../../ui/index.ts';
import { useText } from '../useText.ts';
import { NamedHex } from './NamedHex.tsx';

/** A certificate in words, in the reader's language; every field of it that is there. */
export function CertificateWords({ certificate }: { readonly certificate: Certificate.Certificate }) {
  const t = useText();
  const format = useFormat();
  const { kind, subject, usages, certifies, pathLength, requiredEndorsements, notBefore, notAfter } = certificate;
  const { edges = [], leaves } = certificate;
  const mayCertify = usages.includes('signCertificates');
  const items = [
    { label: t('words.name'), value: <SafeText text={subject.name} maxLength={120} reveal className="font-medium" /> },
    { label: t('words.kind'), value: t(`kinds.${kind}`) },
    { label: t('words.role'), value: subject.role ? <code className="font-mono text-sm">{subject.role}</code> : null },
    { label: t('words.signer'), value: subject.signer ? <NamedHex value={subject.signer} /> : null },
    {
      label: t('words.usages'),
      value: usages.length > 0 ? format.list(usages.map((usage) => t(`usages.${usage}`))) : t('words.nothing'),
    },
    {
      label: t('words.certifies'),
      value: mayCertify && (certifies ? format.list(certifies.map((one) => t(`kinds.${one}`))) : t('words.everyKind')),
    },
    { label: t('words.pathLength'), value: mayCertify && (pathLength?.toString() ?? t('words.anyNumber')) },
    { label: t('words.required'), value: t('words.requiredValue', { count: requiredEndorsements }) },
    {
      label: t('words.valid'),
      value: t('words.validValue', { from: format.date(new Date(notBefore)), to: format.date(new Date(notAfter)) }),
    },
    { label: t('words.keys'), value: subject.keys.length > 0 && <Keys keys={subject.keys} /> },
    {
      label: t('words.leaves'),
      value: leaves && (
        <>
          {t('words.leavesValue', { count: leaves.size })} <Digest value={leaves.root} />
        </>
      ),
    },
    { label: t('words.replaces'), value: edges.length > 0 && <Replaced ids={edges.map((edge) => edge.certificate)} /> },
  ];
  return <KeyValue items={items} />;
}

function Keys({ keys }: { readonly keys: Certificate.Certificate['subject']['keys'] }) {
  return (
    <ul className="space-y-1">
      {keys.map(({ use, algorithm, publicKey }) => (
        <li key={`${use} ${publicKey}`} className="flex flex-wrap items-center gap-x-2">
          <code className="font-mono text-sm">
            {use} · {algorithm}
          </code>
          <Digest value={sha256Hex(fromBase64url(publicKey))} />
        </li>
      ))}
    </ul>
  );
}

function Replaced({ ids }: { readonly ids: readonly `0x${string}`[] }) {
  return (
    <ul className="space-y-1">
      {ids.map((id) => (
        <li key={id} className="flex items-center gap-1">
          <TextLink to={`/certificates/${id}`}>
            <Digest value={id} copy={false} />
          </TextLink>
        </li>
      ))}
    </ul>
  );
}
