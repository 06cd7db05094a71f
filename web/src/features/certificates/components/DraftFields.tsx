import type { Hex } from '@gridseal/sdk/bytes';
import { certificateKinds, certificateUsages } from '@gridseal/sdk/certificate';
import { escapeText } from '@gridseal/sdk/quorum';
import { useQuorums, useSettings } from '../../../data/index.ts';
import { shorten } from '../../../lib/shorten.ts';
import { useTrustText } from '../../../trust/index.ts';
import { Card, Checkbox, Field, Input, Select } from '../../../ui/index.ts';
import { type Checked, type Draft, type DraftField, usualUsages } from '../model/draft.ts';
import { useText } from '../useText.ts';

export interface DraftFieldsProps {
  readonly draft: Draft;
  readonly checked: Checked;
  /** Fields that were typed in: only they show what is wrong with them. */
  readonly touched: ReadonlySet<DraftField>;
  readonly onChange: (part: Partial<Draft>) => void;
}

/** Everything that a certificate can say, by kind. */
export function DraftFields(props: DraftFieldsProps) {
  const t = useText();
  const words = useTrustText();
  const { draft, onChange } = props;
  return (
    <>
      <Card title={t('new.subject')}>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t('list.kind')}>
            {(control) => (
              <Select
                {...control}
                value={draft.kind}
                onChange={(kind) => onChange({ kind, usages: usualUsages(kind) })}
                options={certificateKinds.map((kind) => ({ value: kind, label: words(`kinds.${kind}`) }))}
              />
            )}
          </Field>
          <TextField {...props} field="name" />
          <TextField {...props} field="role" />
          <SignerField {...props} />
          {draft.kind === 'tlsLeaves' ? (
            <>
              <TextField {...props} field="leavesRoot" mono />
              <TextField {...props} field="leavesSize" />
            </>
          ) : null}
        </div>
      </Card>
      <Card title={t('new.rights')}>
        <Rights {...props} />
      </Card>
      <Card title={t('new.terms')}>
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField {...props} field="from" type="date" />
          <TextField {...props} field="until" type="date" />
          <TextField {...props} field="required" />
          <TextField {...props} field="replaces" mono />
        </div>
      </Card>
    </>
  );
}

type TextFieldName =
  | 'name'
  | 'role'
  | 'signer'
  | 'leavesRoot'
  | 'leavesSize'
  | 'from'
  | 'until'
  | 'required'
  | 'replaces'
  | 'pathLength';

interface TextFieldProps extends DraftFieldsProps {
  readonly field: TextFieldName;
  readonly mono?: boolean;
  readonly type?: 'text' | 'date';
}

function TextField({ field, mono = false, type = 'text', draft, checked, touched, onChange }: TextFieldProps) {
  const t = useText();
  const isWrong = checked.field === field && touched.has(field);
  return (
    <Field
      label={t(`new.${field}`)}
      hint={t(`new.${field}Hint`)}
      error={isWrong ? t('new.wrong', { message: escapeText(checked.message, { maxLength: 160 }) }) : undefined}
    >
      {(control) => (
        <Input
          {...control}
          type={type}
          mono={mono}
          value={draft[field]}
          onChange={({ target }) => onChange({ [field]: target.value })}
        />
      )}
    </Field>
  );
}

function SignerField(props: DraftFieldsProps) {
  const t = useText();
  const [{ names }] = useSettings();
  const quorums = useQuorums({ limit: 200 }).data?.items ?? [];
  const { draft, onChange } = props;
  const nameOf = (id: Hex) => (names[id] ? `${escapeText(names[id], { maxLength: 40 })} · ` : '');
  const isListed = quorums.some(({ signer }) => signer === draft.signer);
  return (
    <div className="space-y-3">
      <Field label={t('new.quorum')}>
        {(control) => (
          <Select
            {...control}
            value={isListed ? draft.signer : ''}
            onChange={(signer) => onChange({ signer })}
            options={[
              { value: '', label: t('new.noQuorum') },
              ...quorums.map(({ id, signer }) => ({ value: signer, label: `${nameOf(id)}${shorten(id)}` })),
            ]}
          />
        )}
      </Field>
      {isListed ? null : <TextField {...props} field="signer" mono />}
    </div>
  );
}

function Rights(props: DraftFieldsProps) {
  const t = useText();
  const words = useTrustText();
  const { draft, onChange } = props;
  const toggle = <Value,>(list: readonly Value[], value: Value, isOn: boolean) =>
    isOn ? [...list, value] : list.filter((one) => one !== value);
  return (
    <div className="space-y-4">
      <fieldset>
        <legend className="mb-1 text-sm font-medium">{words('says.may')}</legend>
        <div className="grid gap-1.5 sm:grid-cols-2">
          {certificateUsages.map((usage) => (
            <Checkbox
              key={usage}
              label={words(`usages.${usage}`)}
              checked={draft.usages.includes(usage)}
              onChange={(isOn) => onChange({ usages: toggle(draft.usages, usage, isOn) })}
            />
          ))}
        </div>
      </fieldset>
      {draft.usages.includes('signCertificates') ? (
        <>
          <fieldset>
            <legend className="mb-1 text-sm font-medium">{t('new.certifies')}</legend>
            <div className="grid gap-1.5 sm:grid-cols-3">
              {certificateKinds.map((kind) => (
                <Checkbox
                  key={kind}
                  label={words(`kinds.${kind}`)}
                  checked={draft.certifies.includes(kind)}
                  onChange={(isOn) => onChange({ certifies: toggle(draft.certifies, kind, isOn) })}
                />
              ))}
            </div>
          </fieldset>
          <div className="sm:max-w-60">
            <TextField {...props} field="pathLength" />
          </div>
        </>
      ) : null}
    </div>
  );
}
