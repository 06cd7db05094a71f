import { X } from 'lucide-react';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react';
import { classNames } from '../lib/classNames.ts';
import { IconButton } from './IconButton.tsx';
import { type Tone, toneIcons, toneText } from './tone.ts';
import { useUiText } from './useUiText.ts';

export interface ToastMessage {
  readonly tone?: Tone;
  readonly title: string;
  readonly body?: ReactNode;
}

interface Shown extends ToastMessage {
  readonly id: number;
}

const Toasts = createContext<(message: ToastMessage) => void>(() => undefined);
const STAYS_MS = 8_000;
const MOST = 3;

/**
 * Says what happened, in the corner. What went wrong stays until it is closed; nothing is said here alone.
 *
 * @example
 * ```ts
 * const toast = useToast();
 * toast({ tone: 'ok', title: t('submitted') });
 * ```
 */
export function useToast(): (message: ToastMessage) => void {
  return useContext(Toasts);
}

/** Where the messages appear; once around the page. */
export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const [shown, setShown] = useState<readonly Shown[]>([]);
  const next = useRef(0);
  const drop = useCallback((id: number) => setShown((all) => all.filter((toast) => toast.id !== id)), []);
  const show = useCallback(
    (message: ToastMessage) => {
      const id = next.current++;
      setShown((all) => [...all.slice(1 - MOST), { ...message, id }]);
      if (message.tone !== 'bad') setTimeout(() => drop(id), STAYS_MS);
    },
    [drop],
  );
  const t = useUiText();
  const list = useMemo(() => shown.map((toast) => ({ ...toast, icon: toneIcons[toast.tone ?? 'info'] })), [shown]);
  return (
    <Toasts value={show}>
      {children}
      <div aria-live="polite" className="fixed inset-e-4 bottom-4 z-50 w-[min(24rem,calc(100vw-2rem))] space-y-2">
        {list.map(({ id, tone = 'info', title, body, icon: Icon }) => (
          <div key={id} className="flex gap-2.5 rounded-lg border border-line bg-raised px-3 py-2.5 shadow-lg">
            <Icon
              role="img"
              aria-label={t(`tone.${tone}`)}
              className={classNames('mt-0.5 size-4 shrink-0', toneText[tone])}
            />
            <div className="min-w-0 flex-1 wrap-anywhere">
              <p className="font-medium">{title}</p>
              {body ? <div className="text-sm text-muted">{body}</div> : null}
            </div>
            <IconButton label={t('close')} icon={X} size="sm" onClick={() => drop(id)} />
          </div>
        ))}
      </div>
    </Toasts>
  );
}
