import { ArrowUpRight, Crosshair } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTrustPolicy } from '../../../data/index.ts';
import { useFormat } from '../../../i18n/index.ts';
import { QuorumName, useTrustText, VerdictPanel, VerdictTree } from '../../../trust/index.ts';
import {
  Badge,
  Button,
  ButtonLink,
  Callout,
  CopyButton,
  Digest,
  ErrorPanel,
  KeyValue,
  SafeText,
  Timestamp,
} from '../../../ui/index.ts';
import { OPENED } from '../model/group.ts';
import type { Look } from '../model/look.ts';
import type { CertificateItem, GroupItem, Item, Picture, QuorumItem, SignerItem } from '../model/picture.ts';
import { useText } from '../useText.ts';
import { Joined } from './Joined.tsx';
import { standings } from './looks.ts';
import type { Decided } from './useLit.ts';

export interface DetailsProps {
  readonly item: Item;
  /** Everything that is known, filters apart. */
  readonly whole: Picture;
  readonly look: Look;
  readonly decided: Decided;
  readonly onSelect: (id: string) => void;
  readonly onLook: (look: Look) => void;
  readonly onOpenGroup: (group: GroupItem) => void;
}

/** What is selected: what it is, whether it is trusted and on which ways, and with what it is joined. */
export function Details(props: DetailsProps) {
  const { item, whole, onSelect } = props;
  return (
    <div className="space-y-4">
      {item.type === 'certificate' ? <AboutCertificate {...props} item={item} /> : null}
      {item.type === 'quorum' ? <AboutQuorum {...props} item={item} /> : null}
      {item.type === 'signer' ? <AboutSigner {...props} item={item} /> : null}
      {item.type === 'group' ? <AboutGroup {...props} item={item} /> : null}
      <Joined id={item.id} picture={whole} onSelect={onSelect} />
    </div>
  );
}

type Of<Kind extends Item> = DetailsProps & { readonly item: Kind };

function AboutCertificate({ item, look, decided }: Of<CertificateItem>) {
  const t = useText();
  const words = useTrustText();
  const format = useFormat();
  const { id, name, kind, role, usages, notAfter, standing } = item;
  return (
    <>
      <Heading
        title={
          name === undefined ? <Digest value={id} copy={false} /> : <SafeText text={name} maxLength={100} reveal />
        }
      >
        <Badge tone={standings[standing].tone} icon={standings[standing].icon}>
          {t(`standing.${standing}`)}
        </Badge>
        <Badge icon={null}>{kind ? words(`kinds.${kind}`) : t('item.certificate')}</Badge>
      </Heading>
      <Actions to={`/certificates/${id}`} />
      <Verdict look={look} decided={decided} />
      <KeyValue
        items={[
          { label: t('details.role'), value: role ? <SafeText text={role} maxLength={60} /> : null },
          {
            label: t('details.may'),
            value: usages.length > 0 ? format.list(usages.map((usage) => words(`usages.${usage}`))) : null,
          },
          { label: t('details.until'), value: notAfter ? <Timestamp at={new Date(notAfter)} as="date" /> : null },
          { label: t('details.id'), value: <Digest value={id} /> },
        ]}
      />
    </>
  );
}

/** Judged by one's own anchors, or by those from which one only looks: that is said. */
function Verdict({ look, decided: { verdict, error } }: { readonly look: Look; readonly decided: Decided }) {
  const t = useText();
  if (look === 'mine' || look === 'all') return <VerdictPanel verdict={verdict} error={error} linked />;
  if (error) return <ErrorPanel error={error} />;
  if (!verdict) return null;
  return (
    <>
      <Callout
        tone={verdict.valid ? 'info' : 'warn'}
        title={t(verdict.valid ? 'details.trustedHere' : 'details.notTrustedHere')}
      >
        {t('look.borrowedBody')}
      </Callout>
      <VerdictTree verdict={verdict} linked />
    </>
  );
}

function AboutQuorum({ item, look, decided, onLook }: Of<QuorumItem>) {
  const t = useText();
  const own = useTrustPolicy();
  const { id, anchor, rule } = item;
  const isOwn = own.anchors.some((one) => (typeof one === 'string' ? one : one.quorum) === id);
  return (
    <>
      <Heading title={<QuorumName value={id} copy={false} linked={false} claims />}>
        <Badge tone={anchor ? 'info' : 'neutral'} icon={null}>
          {t(anchor ? 'item.anchor' : 'item.quorum')}
        </Badge>
      </Heading>
      <Actions to={`/quorums/${id}`}>
        {look === id ? null : (
          <Button size="sm" icon={Crosshair} onClick={() => onLook(id)}>
            {t('look.here')}
          </Button>
        )}
      </Actions>
      {anchor ? (
        <p className="text-muted">{t(isOwn ? 'details.anchorNote' : 'details.startNote')}</p>
      ) : (
        <Empowered decided={decided} />
      )}
      <KeyValue
        items={[
          { label: t('details.decides'), value: rule ? t('details.ofMembers', { ...rule }) : null },
          { label: t('details.id'), value: <Digest value={id} /> },
        ]}
      />
    </>
  );
}

function Empowered({ decided: { signer, error } }: { readonly decided: Decided }) {
  const t = useText();
  if (error) return <ErrorPanel error={error} />;
  const [first] = signer?.verdicts ?? [];
  if (!signer) return null;
  return first ? <VerdictTree verdict={first} linked /> : <p className="text-muted">{t('details.notEmpowered')}</p>;
}

function AboutSigner({ item: { id }, decided }: Of<SignerItem>) {
  const t = useText();
  const isQuorum = id.length === 66;
  return (
    <>
      <Heading title={<QuorumName value={id} copy={false} linked={false} claims />}>
        <Badge icon={null}>{t(isQuorum ? 'item.quorum' : 'item.signer')}</Badge>
      </Heading>
      <Actions {...(isQuorum ? { to: `/quorums/${id}` } : {})} />
      {isQuorum ? <p className="text-muted">{t('details.inQuorum')}</p> : <Empowered decided={decided} />}
      <KeyValue items={[{ label: t('details.id'), value: <Digest value={id} /> }]} />
    </>
  );
}

function AboutGroup({ item, onOpenGroup }: Of<GroupItem>) {
  const t = useText();
  const words = useTrustText();
  const format = useFormat();
  const { kind, members, standings: counts } = item;
  const count = Math.min(OPENED, members.length);
  return (
    <>
      <Heading
        title={t('item.groupOf', {
          count: format.number(members.length),
          kind: kind ? words(`kinds.${kind}`) : t('item.certificate'),
        })}
      >
        {counts.map(([standing, many]) => (
          <Badge key={standing} tone={standings[standing].tone} icon={standings[standing].icon}>
            {format.number(many)} {t(`standing.${standing}`)}
          </Badge>
        ))}
      </Heading>
      <p className="text-muted">{t('details.group')}</p>
      <Button size="sm" onClick={() => onOpenGroup(item)}>
        {t('details.show', { count })}
      </Button>
    </>
  );
}

function Heading({ title, children }: { readonly title: ReactNode; readonly children: ReactNode }) {
  return (
    <div className="space-y-1.5">
      <h2 className="text-lg font-semibold wrap-anywhere">{title}</h2>
      <div className="flex flex-wrap gap-1.5">{children}</div>
    </div>
  );
}

function Actions({ to, children }: { readonly to?: string; readonly children?: ReactNode }) {
  const t = useText();
  return (
    <div className="flex flex-wrap gap-2">
      {to ? (
        <ButtonLink to={to} size="sm" icon={ArrowUpRight}>
          {t('details.page')}
        </ButtonLink>
      ) : null}
      {children}
      <CopyButton wide value={location.href} label={t('details.copy')} />
    </div>
  );
}
