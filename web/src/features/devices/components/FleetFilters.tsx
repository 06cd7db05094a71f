import { escapeText } from '@gridseal/sdk/quorum';
import { useSettings } from '../../../data/index.ts';
import { shorten } from '../../../lib/shorten.ts';
import { SearchInput, Segmented, Select } from '../../../ui/index.ts';
import type { FilterChoices, FleetFilter } from '../model/fleetFilter.ts';
import { useAuthoritySigners } from '../model/useAuthorities.ts';
import { useText } from '../useText.ts';

interface FleetFiltersProps {
  readonly filter: FleetFilter;
  readonly choices: FilterChoices;
  readonly onChange: (filter: FleetFilter) => void;
  /** Whether everything on chain is shown; null if there is nothing else to show. */
  readonly everybody: boolean | null;
  readonly onEverybody: (everybody: boolean) => void;
}

export function FleetFilters({ filter, choices, onChange, everybody, onEverybody }: FleetFiltersProps) {
  const t = useText();
  const [{ names }] = useSettings();
  const signers = useAuthoritySigners();
  const set = (part: Partial<FleetFilter>) => onChange({ ...filter, ...part });
  const select = 'min-w-0 flex-1 sm:w-auto! sm:max-w-52 sm:flex-none';
  const text = (name: string) => escapeText(name, { maxLength: 40 });
  const authorityName = (id: (typeof choices.authorities)[number]) => {
    const signer = signers.get(id);
    const quorum = signer?.length === 106 ? (`0x${signer.slice(42)}` as const) : undefined;
    const name = names[id] ?? (signer && names[signer]) ?? (quorum && names[quorum]);
    return name ? `${text(name)} · ${shorten(signer ?? id, 4)}` : shorten(quorum ?? signer ?? id);
  };
  return (
    <div className="flex flex-wrap items-center gap-2 max-sm:[&>*:first-child]:basis-full">
      <SearchInput label={t('list.search')} value={filter.text} onChange={(value) => set({ text: value })} />
      {choices.groups.length > 0 || filter.group ? (
        <Select
          aria-label={t('list.group')}
          className={select}
          value={filter.group}
          onChange={(group) => set({ group })}
          options={optionsOf(t('list.everyGroup'), choices.groups, filter.group, text)}
        />
      ) : null}
      <Select
        aria-label={t('list.channel')}
        className={select}
        value={filter.channel}
        onChange={(channel) => set({ channel })}
        options={optionsOf(t('list.everyChannel'), choices.channels, filter.channel, text)}
      />
      {choices.authorities.length > 1 || filter.authority ? (
        <Select
          aria-label={t('list.authority')}
          className={select}
          value={filter.authority}
          onChange={(authority) => set({ authority })}
          options={optionsOf(t('list.everyAuthority'), choices.authorities, filter.authority, authorityName)}
        />
      ) : null}
      {everybody === null ? null : (
        <Segmented
          label={t('list.scope')}
          value={everybody ? 'everybody' : 'own'}
          onChange={(value) => onEverybody(value === 'everybody')}
          options={(['own', 'everybody'] as const).map((value) => ({ value, label: t(`list.${value}`) }))}
        />
      )}
    </div>
  );
}

/** A choice that is made stays in the list, even when no row has it any more. */
function optionsOf<Value extends string>(
  every: string,
  values: readonly Value[],
  chosen: Value | '',
  label: (value: Value) => string,
) {
  const all = chosen === '' || values.includes(chosen) ? values : [...values, chosen];
  return [{ value: '' as const, label: every }, ...all.map((value) => ({ value, label: label(value) }))];
}
