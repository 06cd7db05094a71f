import { Users } from 'lucide-react';
import { type FleetEntry, useFleet } from '../../../fleet/index.ts';
import { Button, ButtonLink, EmptyState, Field, Input, Skeleton } from '../../../ui/index.ts';
import { useText } from '../useText.ts';
import { DevicePicker } from './DevicePicker.tsx';
import type { StepProps } from './stepProps.ts';

/** More groups than that are typed. */
const mostGroups = 8;

/** For whom: one device, or several as a group. */
export function WhoStep({ recipe, onChange, problem }: StepProps) {
  const t = useText();
  const { data: fleet } = useFleet();
  if (!fleet) return <Skeleton lines={5} />;
  if (fleet.length === 0) {
    return (
      <EmptyState
        icon={Users}
        title={t('who.none')}
        body={t('who.noneBody')}
        action={<ButtonLink to="/devices/enrol">{t('who.enrol')}</ButtonLink>}
      />
    );
  }
  const groups = [...new Set(fleet.flatMap((entry) => entry.groups))].sort();
  const isMany = recipe.devices.length > 1;
  return (
    <div className="space-y-4">
      {groups.length > 0 ? (
        <div className="flex flex-wrap items-center gap-2">
          <span className="text-sm text-muted">{t('who.wholeGroup')}</span>
          {groups.slice(0, mostGroups).map((group) => (
            <Button
              key={group}
              size="sm"
              onClick={() => onChange({ group, devices: membersOf(fleet, group).map(({ id }) => id) })}
            >
              {group} · {membersOf(fleet, group).length}
            </Button>
          ))}
        </div>
      ) : null}
      <DevicePicker
        fleet={fleet}
        chosen={recipe.devices}
        onChoose={(devices) => onChange({ devices })}
        problem={problem('devices')}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          label={t('who.group')}
          hint={t(isMany ? 'who.groupHint' : 'who.oneHint')}
          error={problem('group')}
          required={isMany}
          optional={!isMany}
        >
          {(control) => (
            <Input
              {...control}
              list="issuance-groups"
              value={recipe.group}
              onChange={(event) => onChange({ group: event.target.value })}
            />
          )}
        </Field>
        <datalist id="issuance-groups">
          {groups.map((group) => (
            <option key={group} value={group} />
          ))}
        </datalist>
        <Field label={t('who.channel')} hint={t('who.channelHint')} error={problem('channel')}>
          {(control) => (
            <Input
              {...control}
              mono
              value={recipe.channel}
              onChange={(event) => onChange({ channel: event.target.value.trim() })}
            />
          )}
        </Field>
      </div>
    </div>
  );
}

const membersOf = (fleet: readonly FleetEntry[], group: string) => fleet.filter(({ groups }) => groups.includes(group));
