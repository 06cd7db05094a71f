import type { Role } from '@gridseal/sdk/protocol/ocpi';
import { Badge } from '../../../ui/index.ts';
import { useText } from '../useText.ts';

/** Roles as everybody in charging writes them, and in words. */
export function RoleBadges({ roles, words = false }: { readonly roles: readonly Role[]; readonly words?: boolean }) {
  const t = useText();
  return (
    <span className="inline-flex flex-wrap gap-1">
      {roles.map((role) => (
        <Badge key={role} icon={null} tone="info" title={t(`role.${role}`)}>
          {words ? `${role} · ${t(`role.${role}`)}` : role}
        </Badge>
      ))}
    </span>
  );
}
