import type { Hex } from '@gridseal/sdk/bytes';
import type { Proposal } from '@gridseal/sdk/quorum';
import { useMemo, useState } from 'react';
import {
  type CertificateRecord,
  type QuorumRecord,
  useChainTime,
  useNetwork,
  useQuorums,
} from '../../../data/index.ts';
import { ProposePanel } from '../../../propose/index.ts';
import { reasonWords, useTrustText } from '../../../trust/index.ts';
import { Dialog, ErrorPanel, Field, Input, Segmented, Select, TextArea } from '../../../ui/index.ts';
import { proposalFor } from '../model/proposal.ts';
import { useText } from '../useText.ts';
import { QuorumPicker } from './QuorumPicker.tsx';

const REASONS = [0, 1, 2, 3, 4, 5, 6, 9, 10] as const;
const DAY = 86_400;
const MAX_DAYS = 90;

export interface ProposeDialogProps {
  readonly record: Pick<CertificateRecord, 'id' | 'certificate' | 'endorsements'>;
  readonly onClose: () => void;
}

interface Draft {
  readonly action: 'endorse' | 'revoke';
  readonly quorum: Hex | '';
  readonly reason: string;
  readonly days: string;
  readonly note: string;
}

/** Asks a quorum to endorse or revoke a certificate; signing happens where every proposal is signed. */
export function ProposeDialog({ record, onClose }: ProposeDialogProps) {
  const t = useText();
  const quorums = useQuorums({ limit: 1_000 }).data?.items ?? [];
  const [isBusy, setBusy] = useState(false);
  const [draft, setDraft] = useState<Draft>(() => ({
    action: record.endorsements.length > 0 ? 'revoke' : 'endorse',
    quorum: record.endorsements[0]?.quorum ?? '',
    reason: '0',
    days: '7',
    note: '',
  }));
  const { proposal, error } = useProposal(
    record,
    draft,
    quorums.find(({ id }) => id === draft.quorum),
  );
  return (
    <Dialog open onClose={onClose} locked={isBusy} title={t('propose.title')} description={t('propose.body')}>
      <div className="space-y-5">
        <Fields draft={draft} onChange={setDraft} />
        {error ? <ErrorPanel error={error} /> : null}
        <section className="border-t border-line pt-4">
          <h3 className="mb-2 text-sm font-semibold text-muted">{t('propose.how')}</h3>
          <ProposePanel proposal={proposal} onBusy={setBusy} />
        </section>
      </div>
    </Dialog>
  );
}

/** The proposal that the fields make; null while they do not. */
function useProposal(
  { id, certificate }: ProposeDialogProps['record'],
  { action, reason, days: typed, note }: Draft,
  quorum: QuorumRecord | undefined,
): { readonly proposal: Proposal.Proposal | null; readonly error?: unknown } {
  const network = useNetwork();
  const time = useChainTime();
  const days = daysOf(typed);
  const state = quorum?.state;
  return useMemo(() => {
    if (!state || days === null || time === null) return { proposal: null };
    const wish = { action, certificate: id, body: certificate, quorum: state, reason: Number(reason), note };
    try {
      return { proposal: proposalFor({ ...wish, deadline: time + days * DAY }, network) };
    } catch (error) {
      return { proposal: null, error };
    }
  }, [id, certificate, action, reason, note, state, days, time, network]);
}

function daysOf(text: string): number | null {
  const days = /^\d{1,2}$/.test(text.trim()) ? Number(text) : 0;
  return days >= 1 && days <= MAX_DAYS ? days : null;
}

interface FieldsProps {
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
}

function Fields({ draft, onChange }: FieldsProps) {
  const t = useText();
  const words = useTrustText();
  const set = (part: Partial<Draft>) => onChange({ ...draft, ...part });
  return (
    <div className="space-y-4">
      <Segmented
        label={t('propose.action')}
        value={draft.action}
        onChange={(action) => set({ action })}
        options={(['endorse', 'revoke'] as const).map((value) => ({ value, label: t(`propose.${value}`) }))}
      />
      <p className="text-sm text-muted">
        {t(draft.action === 'endorse' ? 'propose.endorseBody' : 'propose.revokeBody')}
      </p>
      <div>
        <p className="mb-1 text-sm font-medium">{t('propose.quorum')}</p>
        <QuorumPicker
          label={t('propose.quorum')}
          chosen={draft.quorum || null}
          onChoose={({ id }) => set({ quorum: id })}
        />
      </div>
      {draft.action === 'revoke' ? (
        <Field label={t('propose.reason')}>
          {(control) => (
            <Select
              {...control}
              value={draft.reason}
              onChange={(reason) => set({ reason })}
              options={REASONS.map((code) => ({ value: String(code), label: reasonWords(words, code) }))}
            />
          )}
        </Field>
      ) : null}
      <Field
        label={t('propose.days')}
        hint={t('propose.daysHint')}
        error={daysOf(draft.days) === null ? t('propose.daysError', { count: MAX_DAYS }) : undefined}
      >
        {(control) => (
          <Input
            {...control}
            inputMode="numeric"
            className="max-w-24"
            value={draft.days}
            onChange={({ target }) => set({ days: target.value })}
          />
        )}
      </Field>
      <Field label={t('propose.note')} hint={t('propose.noteHint')} optional>
        {(control) => (
          <TextArea
            {...control}
            rows={2}
            maxLength={1_000}
            value={draft.note}
            onChange={({ target }) => set({ note: target.value })}
          />
        )}
      </Field>
    </div>
  );
}
