import { type Hex, isHex } from '@gridseal/sdk/bytes';
import { escapeText } from '@gridseal/sdk/quorum';
import { useEffect, useId, useState } from 'react';
import { useQuorums, useSettings } from '../../../data/index.ts';
import { shorten } from '../../../lib/shorten.ts';
import { Card, Checkbox, Field, Input, Select } from '../../../ui/index.ts';
import { type ActivityFilter, type IdField, isDay, isSigner } from '../model/filter.ts';
import { eventTypes, inOrder } from '../model/groups.ts';
import { useText } from '../useText.ts';
import type { FilterProps } from './FilterBar.tsx';

/** Every other condition, each in its field. A field that makes no sense yet says so and changes nothing. */
export function FilterPanel({ filter, onChange }: FilterProps) {
  const t = useText();
  const id = useId();
  const set = <Name extends keyof ActivityFilter>(name: Name, value: ActivityFilter[Name] | undefined) => {
    const { [name]: _, ...rest } = filter;
    onChange({ types: [], ...rest, ...(value === undefined ? {} : { [name]: value }) });
  };
  const idField = (name: IdField) => (
    <TextField
      label={t(`filter.${name}`)}
      hint={t('filter.idHint')}
      value={filter[name] ?? ''}
      read={(text) => (isHex(text, 32) ? (text.toLowerCase() as Hex) : null)}
      error={t('filter.badId')}
      onChange={(value) => set(name, value)}
    />
  );
  const blockField = (name: 'fromBlock' | 'toBlock') => (
    <TextField
      label={t(`filter.${name}`)}
      value={filter[name]?.toString() ?? ''}
      read={(text) => (/^\d{1,15}$/.test(text) ? Number(text) : null)}
      error={t('filter.badNumber')}
      onChange={(value) => set(name, value)}
    />
  );
  return (
    <Card>
      <div className="grid gap-x-6 gap-y-4 sm:grid-cols-2 xl:grid-cols-3">
        <QuorumField value={filter.quorum} onChange={(value) => set('quorum', value)} />
        {idField('certificate')}
        <TextField
          label={t('filter.signer')}
          hint={t('filter.signerHint')}
          value={filter.signer ?? ''}
          read={(text) => (isSigner(text) ? (text.toLowerCase() as Hex) : null)}
          error={t('filter.badSigner')}
          onChange={(value) => set('signer', value)}
        />
        {idField('authority')}
        {idField('device')}
        {idField('transaction')}
        <div className="grid grid-cols-2 gap-3">
          {(['from', 'to'] as const).map((name) => (
            <DayField key={name} name={name} value={filter[name]} onChange={(value) => set(name, value)} />
          ))}
        </div>
        <div className="grid grid-cols-2 gap-3">
          {blockField('fromBlock')}
          {blockField('toBlock')}
        </div>
        <fieldset className="sm:col-span-2 xl:col-span-3" aria-labelledby={`${id}-types`}>
          <legend id={`${id}-types`} className="mb-1.5 text-sm font-medium">
            {t('filter.types')}
          </legend>
          <div className="flex flex-wrap gap-x-5 gap-y-1.5">
            {eventTypes.map((type) => (
              <Checkbox
                key={type}
                label={t(`types.${type}`)}
                checked={filter.types.includes(type)}
                onChange={(isOn) =>
                  set('types', inOrder(isOn ? [...filter.types, type] : filter.types.filter((one) => one !== type)))
                }
              />
            ))}
          </div>
        </fieldset>
      </div>
    </Card>
  );
}

interface TextFieldProps<Value> {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  /** Null for what makes no sense. */
  readonly read: (text: string) => Value | null;
  readonly error: string;
  readonly onChange: (value: Value | undefined) => void;
}

function TextField<Value>({ label, hint, value, read, error, onChange }: TextFieldProps<Value>) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const given = text.trim();
  const isBad = given !== '' && read(given) === null;
  const change = (next: string) => {
    setText(next);
    const trimmed = next.trim();
    const known = trimmed === '' ? undefined : read(trimmed);
    if (known !== null && trimmed.toLowerCase() !== value) onChange(known);
  };
  return (
    <Field label={label} hint={hint} error={isBad ? error : undefined}>
      {(control) => <Input {...control} mono value={text} onChange={(event) => change(event.target.value)} />}
    </Field>
  );
}

interface DayFieldProps {
  readonly name: 'from' | 'to';
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

function DayField({ name, value, onChange }: DayFieldProps) {
  const t = useText();
  return (
    <Field label={t(`filter.${name}`)}>
      {(control) => (
        <Input
          {...control}
          type="date"
          value={value ?? ''}
          onChange={({ target }) => onChange(isDay(target.value) ? target.value : undefined)}
        />
      )}
    </Field>
  );
}

function QuorumField({
  value,
  onChange,
}: {
  readonly value: Hex | undefined;
  readonly onChange: (value: Hex | undefined) => void;
}) {
  const t = useText();
  const [{ names }] = useSettings();
  const quorums = useQuorums({ limit: 500 }).data?.items ?? [];
  const ids = quorums.map(({ id }) => id);
  const all = value && !ids.includes(value) ? [value, ...ids] : ids;
  return (
    <Field label={t('filter.quorum')}>
      {(control) => (
        <Select
          {...control}
          value={value ?? ''}
          onChange={(chosen) => onChange(chosen === '' ? undefined : (chosen as Hex))}
          options={[
            { value: '', label: t('filter.everyQuorum') },
            ...all.map((id) => ({
              value: id,
              label: names[id] ? `${escapeText(names[id], { maxLength: 40 })} (${shorten(id, 4)})` : shorten(id),
            })),
          ]}
        />
      )}
    </Field>
  );
}
