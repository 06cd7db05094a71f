import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useFormat } from '../../../i18n/index.ts';
import { FileDrop, IconButton, Input, SafeText, Select } from '../../../ui/index.ts';
import type { FileToSend } from '../model/request.ts';
import { useText } from '../useText.ts';

interface FilesFieldProps {
  readonly files: readonly FileToSend[];
  readonly onFiles: (files: readonly FileToSend[]) => void;
  readonly problem: string | undefined;
}

/** The limits of a manifest (docs/spec/manifest.md). */
const mostBytes = 262_144;
const mostFiles = 64;
const modes = ['0600', '0640', '0644', '0755'] as const;

/** Files that go to the devices as they are. */
export function FilesField({ files, onFiles, problem }: FilesFieldProps) {
  const t = useText();
  const format = useFormat();
  const [tooMany, setTooMany] = useState(false);
  const change = (at: number, fields: Partial<FileToSend>) =>
    onFiles(files.map((file, i) => (i === at ? { ...file, ...fields } : file)));
  return (
    <div className="space-y-3">
      <FileDrop
        multiple
        label={t('files.drop')}
        hint={t('files.hint')}
        maxBytes={mostBytes}
        onFiles={(dropped) => {
          const added = dropped.map(({ name, bytes }) => ({ path: pathOf(name), content: bytes, mode: '0600' }));
          const paths = new Set(added.map(({ path }) => path));
          const next = [...files.filter(({ path }) => !paths.has(path)), ...added];
          setTooMany(next.length > mostFiles);
          onFiles(next.slice(0, mostFiles));
        }}
      />
      {files.length > 0 ? (
        <ul className="divide-y divide-line rounded-md border border-line">
          {files.map((file, i) => (
            // The path may be typed anew while the place stays.
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name that lasts
            <li key={i} className="flex flex-wrap items-center gap-2 px-3 py-2">
              <Input
                mono
                aria-label={t('files.path')}
                className="min-w-40 flex-1"
                value={file.path}
                onChange={(event) => change(i, { path: event.target.value })}
              />
              <Select
                aria-label={t('files.mode')}
                className="w-28"
                value={file.mode}
                options={modes.map((value) => ({ value, label: value }))}
                onChange={(mode) => change(i, { mode })}
              />
              <span className="w-16 text-end text-sm text-muted">{format.bytes(file.content.length)}</span>
              <IconButton
                icon={Trash2}
                label={t('files.remove')}
                onClick={() => onFiles(files.filter((_, at) => at !== i))}
              />
            </li>
          ))}
        </ul>
      ) : null}
      {tooMany ? <p className="text-sm text-warn">{t('files.tooMany')}</p> : null}
      <p aria-live="polite" className="text-sm text-bad empty:hidden">
        {problem ? <SafeText text={problem} maxLength={200} /> : null}
      </p>
    </div>
  );
}

/** What a manifest may call it; the name on the user's disk may be anything. */
function pathOf(name: string): string {
  const clean = name.replace(/[^A-Za-z0-9._@+-]/g, '_').replace(/^-+/, '');
  return /^\.*$/.test(clean) ? 'file' : clean.slice(-120);
}
