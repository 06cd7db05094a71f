import type { Hex } from '@gridseal/sdk/bytes';
import { useCertificate, useClaims } from '../../../data/index.ts';
import { shorten } from '../../../lib/shorten.ts';
import { useNaming } from '../../../trust/index.ts';
import { SafeText, TextLink } from '../../../ui/index.ts';
import { useBehind } from './DirectoryProvider.tsx';

interface NameProps {
  readonly id: Hex;
}

/** A hash in a line with others; the whole as a tooltip, and in the event's own sheet. */
export function ShortHex({ value }: { readonly value: string }) {
  return (
    <code title={value} className="font-mono text-sm whitespace-nowrap">
      {shorten(value, 4)}
    </code>
  );
}

/** A quorum or a signer in a line of a list: a name that is the user's or trusted, or else its bytes. */
function Signer({ id }: NameProps) {
  const { naming, quorum } = useNaming(id);
  const shown = naming && naming.source !== 'claimed' ? naming.name : null;
  const name = shown ? (
    <span title={id}>
      <SafeText text={shown} maxLength={32} />
    </span>
  ) : (
    <ShortHex value={quorum ?? id} />
  );
  return quorum ? <TextLink to={`/quorums/${quorum}`}>{name}</TextLink> : name;
}

/** A certificate by its name, once its body is here. */
function CertificateName({ id }: NameProps) {
  const name = useCertificate(id).data?.name;
  return (
    <TextLink to={`/certificates/${id}`}>
      {name === undefined ? (
        <ShortHex value={id} />
      ) : (
        <span title={id}>
          <SafeText text={name} maxLength={40} />
        </span>
      )}
    </TextLink>
  );
}

/** An authority by the hash of its signer. */
function Authority({ id }: NameProps) {
  const known = useBehind().signers.get(id);
  if (!known) return <ShortHex value={id} />;
  return <Signer id={'quorum' in known ? known.quorum : known.signer} />;
}

/** A device by the hash of its signer. */
function Device({ id }: NameProps) {
  const { signers, devices } = useBehind();
  const known = signers.get(id);
  const label = devices.get(id);
  return (
    <TextLink to={`/devices/${id}`}>
      {label ? (
        <span title={id}>
          <SafeText text={label} maxLength={32} />
        </span>
      ) : known && 'signer' in known ? (
        <ShortHex value={known.signer} />
      ) : (
        <ShortHex value={id} />
      )}
    </TextLink>
  );
}

/** Whom an announcement is for: the device, if one alone has claimed from there. */
function Subject({ authority, subject }: { readonly authority: Hex; readonly subject: Hex }) {
  const { data } = useClaims({ authority, subject, limit: 20 });
  const devices = new Set(data?.items.flatMap((claim) => (claim.subject === subject ? [claim.device] : [])));
  const [device] = devices;
  const isOne = data !== undefined && data.total <= 20 && devices.size === 1;
  return isOne && device ? <Device id={device} /> : <ShortHex value={subject} />;
}

/** What was proposed. */
function Draft({ id }: NameProps) {
  return (
    <TextLink to={`/approvals/${id}`}>
      <ShortHex value={id} />
    </TextLink>
  );
}

/** Everybody by bytes alone: costs nothing, for rows that fly past. */
const Bytes = ({ id }: NameProps) => <ShortHex value={id} />;

/** Who is who: looked up, or by bytes alone. */
export const names = {
  full: { Signer, CertificateName, Authority, Device, Subject, Draft },
  plain: {
    ...{ Signer: Bytes, CertificateName: Bytes, Authority: Bytes, Device: Bytes, Draft: Bytes },
    Subject: ({ subject }: { readonly subject: Hex }) => <ShortHex value={subject} />,
  },
} as const;
