import { Upload } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { useFormat } from '../i18n/index.ts';
import { classNames } from '../lib/classNames.ts';
import { SafeText } from './SafeText.tsx';
import { useUiText } from './useUiText.ts';

/** A file that was read whole. */
export interface DroppedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface FileDropProps {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  /** As for `<input accept>`: `.json,application/json`. A help for choosing, not a check. */
  readonly accept?: string;
  readonly multiple?: boolean;
  /** Larger files are refused before they are read; 1 MiB by default. */
  readonly maxBytes?: number;
  readonly onFiles: (files: readonly DroppedFile[]) => void;
}

/** Takes files: chosen, or dropped on it. */
export function FileDrop({ label, hint, accept, multiple = false, maxBytes = 1_048_576, onFiles }: FileDropProps) {
  const t = useUiText();
  const format = useFormat();
  const id = useId();
  const [over, setOver] = useState(false);
  const [problem, setProblem] = useState<{ readonly name: string; readonly kind: 'large' | 'unreadable' }>();
  const take = async (list: FileList | null) => {
    const files = [...(list ?? [])].slice(0, multiple ? undefined : 1);
    setProblem(undefined);
    const large = files.find((file) => file.size > maxBytes);
    if (large) return setProblem({ name: large.name, kind: 'large' });
    const read: DroppedFile[] = [];
    for (const file of files) {
      try {
        read.push({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });
      } catch {
        return setProblem({ name: file.name, kind: 'unreadable' });
      }
    }
    if (read.length > 0) onFiles(read);
  };
  return (
    <div>
      <label
        htmlFor={id}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          void take(event.dataTransfer.files);
        }}
        className={classNames(
          'relative flex cursor-pointer flex-col items-center gap-1 rounded-lg border border-dashed px-4 py-6 text-center',
          'has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent',
          over ? 'border-accent bg-accent-soft' : 'border-line-strong hover:bg-sunken',
        )}
      >
        <Upload aria-hidden className="mb-1 size-5 text-muted" />
        <span className="font-medium">{label}</span>
        <span className="text-sm text-muted">
          {t('chooseFile')}, {multiple ? t('dropHereMany') : t('dropHere')}
        </span>
        {hint ? <span className="text-sm text-muted">{hint}</span> : null}
        <input
          id={id}
          type="file"
          accept={accept}
          multiple={multiple}
          className="absolute inset-0 cursor-pointer opacity-0"
          onChange={(event) => {
            const input = event.target;
            void take(input.files).finally(() => {
              // So that choosing the same file again is noticed.
              input.value = '';
            });
          }}
        />
      </label>
      <p role="alert" className="mt-1 text-sm text-bad empty:hidden">
        {problem ? (
          <SafeText
            maxLength={200}
            text={
              problem.kind === 'large'
                ? t('fileTooLarge', { name: problem.name, limit: format.bytes(maxBytes) })
                : t('fileUnreadable', { name: problem.name })
            }
          />
        ) : null}
      </p>
    </div>
  );
}
