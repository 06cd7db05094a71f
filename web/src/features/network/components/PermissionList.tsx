import { Badge } from '../../../ui/index.ts';
import { type Permission, readPermissions } from '../model/permissions.ts';
import { useText } from '../useText.ts';

/** What a service gets to see, in words. */
export function PermissionList({ bits, short = false }: { readonly bits: number; readonly short?: boolean }) {
  const words = usePermissionWords();
  const t = useText();
  const all = readPermissions(bits);
  if (all.length === 0) return <span className="text-muted">{t('permission.nothing')}</span>;
  if (short) return <span title={all.map(words).join('\n')}>{all.map(words).join(' · ')}</span>;
  return (
    <ul className="flex flex-wrap gap-1">
      {all.map((permission) => (
        <li key={permission.bit} className="max-w-full">
          <Badge icon={null} tone={permission.module === null ? 'warn' : 'neutral'}>
            {words(permission)}
          </Badge>
        </li>
      ))}
    </ul>
  );
}

function usePermissionWords(): (permission: Permission) => string {
  const t = useText();
  return ({ module, side }) => {
    if (module !== null) return t(`permission.${side ?? 'both'}`, { module: t(`module.${module}`) });
    if (side === null) return t('permission.everything');
    return t(side === 'sender' ? 'permission.everythingSender' : 'permission.everythingReceiver');
  };
}
