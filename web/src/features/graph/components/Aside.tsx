import { X } from 'lucide-react';
import { type ReactNode, useSyncExternalStore } from 'react';
import { Dialog, IconButton } from '../../../ui/index.ts';
import { useText } from '../useText.ts';

const QUERY = '(width >= 68rem)';

export interface AsideProps {
  /** Null: nothing is selected. */
  readonly details: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Details stand beside what they are of; where there is no room, they come over it. */
export function Aside({ details, onClose, children }: AsideProps) {
  const t = useText();
  const hasRoom = useSyncExternalStore(subscribe, () => window.matchMedia?.(QUERY).matches ?? true);
  if (!hasRoom) {
    return (
      <>
        {children}
        <Dialog open={details !== null} onClose={onClose} title={t('details.title')}>
          {details}
        </Dialog>
      </>
    );
  }
  return (
    <div className={details === null ? '' : 'grid grid-cols-[minmax(0,1fr)_23rem] items-start gap-4'}>
      {children}
      {details === null ? null : (
        <aside
          aria-label={t('details.title')}
          className="card sticky top-18 max-h-[calc(100dvh-6rem)] overflow-y-auto p-4"
        >
          <IconButton icon={X} label={t('details.close')} onClick={onClose} className="float-end -me-2 -mt-2" />
          {details}
        </aside>
      )}
    </div>
  );
}

function subscribe(changed: () => void): () => void {
  const list = window.matchMedia?.(QUERY);
  list?.addEventListener('change', changed);
  return () => list?.removeEventListener('change', changed);
}
