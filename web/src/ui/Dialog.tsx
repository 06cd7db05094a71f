import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { classNames } from '../lib/classNames.ts';
import { IconButton } from './IconButton.tsx';
import { useUiText } from './useUiText.ts';

export interface DialogProps {
  readonly open: boolean;
  /** Asked to close: by Escape, the cross or a click beside it. */
  readonly onClose: () => void;
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly children?: ReactNode;
  /** Buttons, the one to press last. */
  readonly footer?: ReactNode;
  /** Over the full height: `sheet` at the beginning of the lines, for navigation, `panel` at their end, for what a row is about. */
  readonly size?: 'sm' | 'md' | 'lg' | 'sheet' | 'panel';
  /** While true (a wallet is being asked), nothing but code closes it. */
  readonly locked?: boolean;
}

const SIZES = {
  sm: 'm-auto w-[min(26rem,calc(100vw-2rem))] max-h-[calc(100dvh-2rem)] rounded-lg',
  md: 'm-auto w-[min(36rem,calc(100vw-2rem))] max-h-[calc(100dvh-2rem)] rounded-lg',
  lg: 'm-auto w-[min(56rem,calc(100vw-2rem))] max-h-[calc(100dvh-2rem)] rounded-lg',
  sheet: 'me-auto ms-0 my-0 h-dvh max-h-dvh w-[min(20rem,calc(100vw-3rem))]',
  panel: 'ms-auto me-0 my-0 h-dvh max-h-dvh w-[min(36rem,100vw)] max-w-full',
} as const;

/** A modal dialog: the browser's own, so focus stays inside and comes back. Its content is made only while it is open. */
export function Dialog(props: DialogProps) {
  const { open, onClose, title, description, children, footer, size = 'md', locked = false } = props;
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  const t = useUiText();
  useEffect(() => {
    const dialog = ref.current;
    if (!dialog) return;
    if (open && !dialog.open) dialog.showModal();
    if (!open && dialog.open) dialog.close();
  }, [open]);
  return (
    <dialog
      ref={ref}
      aria-labelledby={`${id}-title`}
      aria-describedby={description ? `${id}-description` : undefined}
      onCancel={(event) => {
        event.preventDefault();
        if (!locked) onClose();
      }}
      className={classNames('overflow-hidden border border-line bg-raised p-0 text-text', SIZES[size])}
    >
      {open ? (
        <div className="flex max-h-[inherit] min-h-full flex-col">
          <header className="flex items-start gap-2 border-b border-line px-4 py-3">
            <div className="min-w-0 flex-1">
              <h2 id={`${id}-title`} className="text-lg font-semibold">
                {title}
              </h2>
              {description ? (
                <p id={`${id}-description`} className="text-sm text-muted">
                  {description}
                </p>
              ) : null}
            </div>
            {locked ? null : <IconButton label={t('close')} icon={X} onClick={onClose} className="-me-2 -mt-1" />}
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto p-4">{children}</div>
          {footer ? (
            <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-4 py-3">{footer}</footer>
          ) : null}
        </div>
      ) : null}
    </dialog>
  );
}
