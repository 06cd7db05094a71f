import type { Hex } from '@gridseal/sdk/bytes';
import type { Quorum, QuorumRules } from '@gridseal/sdk/quorum';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useNetwork, useQuorum } from '../../../data/index.ts';
import { QuorumName } from '../../../trust/index.ts';
import { Badge, Callout, Skeleton } from '../../../ui/index.ts';
import { memberKind } from '../model/memberKind.ts';
import { needsInWords } from '../model/needs.ts';
import { useContracts } from '../model/useContracts.ts';
import { useOwn } from '../model/useOwn.ts';
import { type ReachHere, useReach } from '../model/useReach.ts';
import { useText } from '../useText.ts';
import { kindIcons } from './kindIcons.ts';

const MAX_DEPTH = 4;

export interface MemberTreeProps {
  readonly rules: QuorumRules;
  /** Quorums that are created together with this one, by their signer. */
  readonly pairs?: ReadonlyMap<Hex, Quorum.Quorum>;
  /** How many quorums this one is inside of, on this page. */
  readonly depth?: number;
}

/** The members of a quorum: what each approves with, what it weighs, and who is behind those that are quorums. */
export function MemberTree({ rules, pairs, depth = 0 }: MemberTreeProps) {
  const { addresses } = useNetwork();
  const contracts = useContracts(walletsIn(rules));
  const reach = useReach(rules, pairs ? [...pairs.values()] : []);
  const own = useOwn();
  return (
    <ul className="divide-y divide-line">
      {rules.members.map(({ signer, weight }) => {
        const { kind, quorum, algorithm } = memberKind(signer, addresses);
        return (
          <MemberRow
            key={signer}
            signer={signer}
            weight={weight}
            kind={kind === 'wallet' && contracts.has(signer) ? 'contract' : kind}
            algorithm={algorithm ?? ''}
            isMine={own.has(signer)}
            isAloneEnough={rules.members.length > 1 && weight >= rules.threshold}
            problem={problemOf(signer, kind, reach)}
          >
            {quorum ? <Inside id={quorum} depth={depth + 1} pair={pairs?.get(signer)} /> : null}
          </MemberRow>
        );
      })}
    </ul>
  );
}

function walletsIn({ members }: QuorumRules): readonly Hex[] {
  return members.flatMap(({ signer }) => (signer.length === 42 ? [signer] : []));
}

type Problem = 'absent' | 'stuck' | 'unknownQuorum' | null;

function problemOf(signer: Hex, kind: string, reach: ReachHere): Problem {
  if (reach.unknown.includes(signer)) return 'unknownQuorum';
  if (kind === 'offChain' || !reach.offChain.some((member) => member.signer === signer)) return null;
  return kind === 'quorum' ? 'stuck' : 'absent';
}

interface MemberRowProps {
  readonly signer: Hex;
  readonly weight: number;
  readonly kind: keyof typeof kindIcons;
  readonly algorithm: string;
  readonly isMine: boolean;
  readonly isAloneEnough: boolean;
  readonly problem: Problem;
  readonly children: React.ReactNode;
}

function MemberRow(props: MemberRowProps) {
  const { signer, weight, kind, algorithm, isMine, isAloneEnough, problem, children } = props;
  const t = useText();
  const Icon = kindIcons[kind];
  return (
    <li className="py-2.5 first:pt-0 last:pb-0">
      <div className="flex items-start gap-2.5">
        <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
        <div className="min-w-0 flex-1">
          <div className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
            <QuorumName value={signer} claims />
            {isMine ? <Badge tone="info">{t('member.you')}</Badge> : null}
          </div>
          <p className="text-sm text-muted">
            {t(`kind.${kind}`, { algorithm })}
            <span className="sm:hidden"> · {t('member.weight', { weight })}</span>
            {isAloneEnough ? <> · {t('member.alone')}</> : null}
          </p>
          {problem ? <p className="text-sm text-bad">{t(`member.${problem}`)}</p> : null}
        </div>
        <span className="shrink-0 text-sm whitespace-nowrap text-muted tabular-nums max-sm:hidden">
          {t('member.weight', { weight })}
        </span>
      </div>
      {children}
    </li>
  );
}

interface InsideProps {
  readonly id: Hex;
  readonly depth: number;
  readonly pair: Quorum.Quorum | undefined;
}

/** The members of a member; asked for once somebody wants to see them. */
function Inside({ id, depth, pair }: InsideProps) {
  const t = useText();
  const [isOpen, setOpen] = useState(false);
  if (depth >= MAX_DEPTH) return <p className="ms-6.5 mt-1 text-sm text-muted">{t('member.deeper')}</p>;
  return (
    <>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="ms-6.5 mt-1 inline-flex items-center gap-1 text-sm text-accent hover:text-accent-strong"
      >
        <ChevronRight aria-hidden className={`size-3.5 transition-transform ${isOpen ? 'rotate-90' : ''}`} />
        {t(isOpen ? 'member.hide' : 'member.show')}
      </button>
      {isOpen ? (
        <div className="mt-2 border-s-2 border-line ps-3 sm:ms-6.5">
          {pair ? <Rules rules={pair} depth={depth} /> : <Recorded id={id} depth={depth} />}
        </div>
      ) : null}
    </>
  );
}

function Recorded({ id, depth }: Omit<InsideProps, 'pair'>) {
  const t = useText();
  const { data: record } = useQuorum(id);
  if (record === undefined) return <Skeleton lines={2} />;
  if (record === null) return <Callout tone="warn">{t('member.unknownQuorum')}</Callout>;
  return <Rules rules={record.state} depth={depth} />;
}

function Rules({ rules, depth }: { readonly rules: QuorumRules; readonly depth: number }) {
  const t = useText();
  const needs = needsInWords(t, rules, rules.threshold);
  return (
    <>
      <p className="mb-2 text-sm text-muted first-letter:uppercase">{needs}</p>
      <MemberTree rules={rules} depth={depth} />
    </>
  );
}
