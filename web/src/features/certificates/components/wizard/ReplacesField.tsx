import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useCertificates } from '../../../../data/index.ts';
import { shorten } from '../../../../lib/shorten.ts';
import { Button, Digest, Field, IconButton, Input, SafeText, TextLink } from '../../../../ui/index.ts';
import { checkReplaces } from '../../model/draft/checkDraft.ts';
import { useText } from '../../useText.ts';
import { useProblemWords, useWordsOf } from './useProblemWords.ts';
import type { WizardProps } from './wizardProps.ts';

/** As many as a certificate can name. */
const MOST = 16;

/** The earlier certificates that this one takes the place of; a claim that counts from a valid certificate of the same kind. */
export function ReplacesField(props: WizardProps) {
  const { draft, onChange } = props;
  const t = useText();
  const problem = useProblemWords(props)('replaces');
  const known = useCertificates({ kinds: [draft.kind] }).data?.items ?? [];
  const nameOf = (id: string) => known.find((one) => one.id === id.toLowerCase())?.name;
  return (
    <fieldset className="space-y-2">
      <legend className="mb-1 text-sm font-medium">{t('new.replaces')}</legend>
      {draft.replaces.length > 0 ? (
        <ul className="divide-y divide-line rounded-md border border-line">
          {draft.replaces.map((id, i) => (
            <li key={id} className="flex items-center gap-3 px-3 py-1.5">
              <span className="min-w-0 flex-1">
                {nameOf(id) === undefined ? null : (
                  <>
                    <SafeText text={nameOf(id) ?? ''} maxLength={60} className="font-medium" />{' '}
                  </>
                )}
                <TextLink to={`/certificates/${id}`}>
                  <Digest value={id as `0x${string}`} copy={false} />
                </TextLink>
              </span>
              <IconButton
                label={t('new.removeReplaced', { id: shorten(id as `0x${string}`) })}
                icon={Trash2}
                onClick={() => onChange({ replaces: draft.replaces.toSpliced(i, 1) })}
              />
            </li>
          ))}
        </ul>
      ) : null}
      {problem ? <p className="text-sm text-bad">{problem}</p> : null}
      {draft.replaces.length < MOST ? (
        <Add
          others={known.filter(({ id }) => !draft.replaces.includes(id))}
          taken={draft.replaces}
          onAdd={(id) => onChange({ replaces: [...draft.replaces, id] })}
        />
      ) : null}
    </fieldset>
  );
}

interface AddProps {
  readonly others: readonly { readonly id: `0x${string}`; readonly name?: string }[];
  readonly taken: readonly string[];
  readonly onAdd: (id: string) => void;
}

function Add({ others, taken, onAdd }: AddProps) {
  const t = useText();
  const words = useWordsOf();
  const [text, setText] = useState('');
  const id = text.trim().toLowerCase();
  const problem = id === '' ? null : checkReplaces([...taken, id]);
  const wanted = text.trim().toLowerCase();
  const found = others.filter((one) => one.name?.toLowerCase().includes(wanted)).slice(0, 5);
  const take = (taken: string) => {
    onAdd(taken);
    setText('');
  };
  return (
    <div className="space-y-2">
      <Field
        label={t('new.replacesAdd')}
        hint={t('new.replacesHint')}
        error={problem && found.length === 0 ? words(problem) : undefined}
      >
        {(control) => (
          <div className="flex gap-2">
            <Input
              {...control}
              mono
              data-field="replaces"
              value={text}
              onChange={({ target }) => setText(target.value)}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || id === '') return;
                event.preventDefault();
                if (problem === null) take(id);
              }}
            />
            <Button disabled={id === '' || problem !== null} onClick={() => take(id)}>
              {t('new.add')}
            </Button>
          </div>
        )}
      </Field>
      {wanted !== '' && problem !== null && found.length > 0 ? (
        <ul className="divide-y divide-line rounded-md border border-line">
          {found.map((one) => (
            <li key={one.id}>
              <button
                type="button"
                className="flex w-full flex-wrap items-center gap-x-3 px-3 py-1.5 text-start hover:bg-sunken"
                onClick={() => take(one.id)}
              >
                <SafeText text={one.name ?? ''} maxLength={60} />
                <Digest value={one.id} copy={false} />
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
