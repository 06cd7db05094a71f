import type { RolePolicy } from '@gridseal/sdk/certificate';
import { BaseError } from '@gridseal/sdk/errors';
import { escapeText } from '@gridseal/sdk/quorum';
import { useMemo, useState } from 'react';
import { Button, Disclosure, type DroppedFile, Field, FileDrop, TextArea } from '../../../ui/index.ts';
import { builtInName, MAX_ROLES_TEXT, policyText, readPolicy } from '../model/roles.ts';
import { useText } from '../useText.ts';
import { RolesTable } from './RolesTable.tsx';

interface RolesEditorProps {
  /** What the text begins with. */
  readonly start: RolePolicy;
  readonly onSave: (policy: RolePolicy) => void;
  readonly onCancel: () => void;
}

/** A role policy as text, read while it is typed: the table beside it shows what it means. */
export function RolesEditor({ start, onSave, onCancel }: RolesEditorProps) {
  const t = useText();
  const [text, setText] = useState(() => policyText(builtInName(start) ? { ...start, name: 'own' } : start));
  const read = useMemo(() => attempt(text), [text]);
  const takeFile = ([file]: readonly DroppedFile[]) => {
    // A file that is no text becomes one that is not JSON, which is what is said of it.
    if (file) setText(new TextDecoder().decode(file.bytes));
  };
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (read.policy) onSave(read.policy);
      }}
    >
      <Field
        label={t('roles.text')}
        hint={t('roles.textHint')}
        error={read.policy ? undefined : t('roles.wrong', { message: escapeText(read.message, { maxLength: 200 }) })}
      >
        {(control) => (
          <TextArea
            {...control}
            mono
            rows={18}
            maxLength={MAX_ROLES_TEXT}
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        )}
      </Field>
      <FileDrop label={t('roles.file')} accept=".json,application/json" maxBytes={MAX_ROLES_TEXT} onFiles={takeFile} />
      {read.policy ? (
        <Disclosure summary={t('roles.count', { count: Object.keys(read.policy.roles).length })}>
          <RolesTable policy={read.policy} />
        </Disclosure>
      ) : null}
      <div className="flex flex-wrap gap-2">
        <Button onClick={onCancel}>{t('roles.cancel')}</Button>
        <Button type="submit" variant="primary" disabled={!read.policy}>
          {t('roles.save')}
        </Button>
      </div>
    </form>
  );
}

type Read =
  | { readonly policy: RolePolicy; readonly message?: undefined }
  | { readonly policy: null; readonly message: string };

function attempt(text: string): Read {
  try {
    return { policy: readPolicy(text) };
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    return { policy: null, message: error.message };
  }
}
