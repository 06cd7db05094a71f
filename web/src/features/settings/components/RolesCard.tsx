import type { RolePolicy } from '@gridseal/sdk/certificate';
import { Download, Pencil } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useNetwork, useSettings } from '../../../data/index.ts';
import { ROLES_FILE } from '../../../trust/index.ts';
import { Button, Card, ConfirmDialog, Disclosure, download, Segmented } from '../../../ui/index.ts';
import { builtIn, builtInName, policyText, withPolicy } from '../model/roles.ts';
import { useText } from '../useText.ts';
import { RolesEditor } from './RolesEditor.tsx';
import { RolesTable } from './RolesTable.tsx';

type Choice = 'none' | 'charging' | 'own';

/** Who may endorse what by role, on the network that is looked at. */
export function RolesCard() {
  const t = useText();
  const { chainId, name } = useNetwork();
  const [{ trust: all }, change] = useSettings();
  const trust = all[String(chainId)] ?? { anchors: [] };
  const policy = trust.roles ?? null;
  const [isEditing, setEditing] = useState(false);
  const [leaving, setLeaving] = useState<Choice>();
  const chosen = useMemo<Choice>(() => (policy === null ? 'none' : builtInName(policy) ? 'charging' : 'own'), [policy]);
  const save = (next: RolePolicy | null) => {
    change({ trust: { ...all, [String(chainId)]: withPolicy(trust, next) } });
    setEditing(false);
    setLeaving(undefined);
  };
  const take = (choice: Choice) => {
    if (choice === 'own') setEditing(true);
    else save(choice === 'none' ? null : (builtIn[0] as RolePolicy));
  };
  // An own policy is nowhere else: it is not dropped by a click beside it.
  const choose = (choice: Choice) => (chosen === 'own' && choice !== 'own' ? setLeaving(choice) : take(choice));
  return (
    <Card title={t('roles.title')} description={t('roles.body', { network: name.slice(0, 40) })}>
      <div className="space-y-4">
        <Segmented
          label={t('roles.title')}
          value={isEditing ? 'own' : chosen}
          onChange={choose}
          options={(['none', 'charging', 'own'] as const).map((value) => ({ value, label: t(`roles.${value}`) }))}
        />
        {isEditing ? (
          <RolesEditor start={policy ?? (builtIn[0] as RolePolicy)} onSave={save} onCancel={() => setEditing(false)} />
        ) : policy ? (
          <>
            <Disclosure summary={t('roles.count', { count: Object.keys(policy.roles).length })}>
              <RolesTable policy={policy} />
            </Disclosure>
            <div className="flex flex-wrap gap-2">
              {chosen === 'own' ? (
                <Button size="sm" icon={Pencil} onClick={() => setEditing(true)}>
                  {t('roles.edit')}
                </Button>
              ) : null}
              <Button
                size="sm"
                icon={Download}
                onClick={() => download(ROLES_FILE, policyText(policy), 'application/json')}
              >
                {t('roles.download')}
              </Button>
            </div>
          </>
        ) : (
          <p className="text-sm text-muted">{t('roles.noneBody')}</p>
        )}
      </div>
      <ConfirmDialog
        open={leaving !== undefined}
        onClose={() => setLeaving(undefined)}
        onConfirm={() => leaving && take(leaving)}
        title={t('roles.dropTitle')}
        action={t('roles.drop')}
        danger
      >
        {t('roles.dropBody')}
      </ConfirmDialog>
    </Card>
  );
}
