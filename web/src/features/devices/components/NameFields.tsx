import { escapeText } from '@gridseal/sdk/quorum';
import { Field, Input } from '../../../ui/index.ts';
import { groupsIn, isName } from '../model/names.ts';
import { useText } from '../useText.ts';

interface NameFieldsProps {
  /** What the device calls itself. */
  readonly name: string;
  readonly label: string;
  readonly onLabel: (label: string) => void;
  readonly groups: string;
  readonly onGroups: (groups: string) => void;
}

/** What the administrator calls a device, and the groups that it is in. */
export function NameFields({ name, label, onLabel, groups, onGroups }: NameFieldsProps) {
  const t = useText();
  return (
    <>
      <Field
        label={t('enrol.label')}
        hint={t('enrol.labelHint', { name: escapeText(name, { maxLength: 60 }) })}
        error={isName(label) ? undefined : t('enrol.labelError')}
        required
      >
        {(control) => <Input {...control} value={label} onChange={({ target }) => onLabel(target.value)} />}
      </Field>
      <GroupsField label={t('enrol.groups')} groups={groups} onGroups={onGroups} />
    </>
  );
}

interface GroupsFieldProps extends Pick<NameFieldsProps, 'groups' | 'onGroups'> {
  readonly label: string;
}

export function GroupsField({ label, groups, onGroups }: GroupsFieldProps) {
  const t = useText();
  return (
    <Field
      label={label}
      hint={t('enrol.groupsHint')}
      error={groupsIn(groups).every(isName) ? undefined : t('enrol.groupsError')}
      optional
    >
      {(control) => <Input {...control} value={groups} onChange={({ target }) => onGroups(target.value)} />}
    </Field>
  );
}
