import { useFleet } from '../../../fleet/index.ts';
import { useFormat } from '../../../i18n/index.ts';
import { QuorumName } from '../../../trust/index.ts';
import { KeyValue, SafeText } from '../../../ui/index.ts';
import { parseDuration } from '../model/duration.ts';
import { useClock } from '../model/hooks.ts';
import { type Recipe, wordsOf } from '../model/recipe.ts';
import { useText } from '../useText.ts';

interface SummaryProps {
  readonly recipe: Recipe;
  /** What the user calls the key that signs. */
  readonly issuer: string | null;
  readonly files: number;
  /** When it ends, in seconds since 1970, once that is certain. */
  readonly until?: number;
}

/** What the form says by now, at a glance. */
export function Summary({ recipe, issuer, files, until }: SummaryProps) {
  const t = useText();
  const format = useFormat();
  const clock = useClock();
  const { kind, keys, devices, group } = recipe;
  const seconds = parseDuration(recipe.ttl);
  const names = kind === 'tls' ? `${recipe.dns} ${recipe.ip}` : recipe.principals;
  const words = wordsOf(names);
  return (
    <KeyValue
      items={[
        { label: t('summary.to'), value: <Devices devices={devices} group={group} /> },
        { label: t('summary.channel'), value: <code className="font-mono text-sm">{recipe.channel}</code> },
        { label: t('summary.what'), value: t(`kind.${kind}`) },
        {
          label: t('summary.names'),
          value: kind === 'files' || words.length === 0 ? null : <SafeText text={words.join(', ')} maxLength={120} />,
        },
        { label: t('summary.files'), value: kind === 'files' ? format.number(files) : null },
        {
          label: t('summary.key'),
          value: kind === 'files' ? null : t(keys === 'device' ? 'summary.own' : 'summary.made'),
        },
        { label: t('summary.signedBy'), value: issuer ? <SafeText text={issuer} maxLength={40} /> : null },
        {
          label: t(until === undefined ? 'summary.about' : 'summary.until'),
          value:
            until !== undefined
              ? format.dateTime(new Date(until * 1_000))
              : seconds === null
                ? null
                : format.dateTime(new Date(clock() + seconds * 1_000)),
        },
        {
          label: t('summary.authority'),
          value: recipe.authority ? <QuorumName value={recipe.authority} copy={false} linked={false} /> : null,
        },
      ]}
    />
  );
}

function Devices({ devices, group }: Pick<Recipe, 'devices' | 'group'>) {
  const t = useText();
  const { data: fleet } = useFleet();
  if (devices.length === 0) return <span className="text-muted">{t('summary.nobody')}</span>;
  const [first] = devices;
  if (devices.length === 1 && group === '') {
    return <SafeText text={fleet?.find(({ id }) => id === first)?.label ?? String(first)} maxLength={60} />;
  }
  return (
    <>
      {t('summary.devices', { count: devices.length })}
      {group ? (
        <>
          , <SafeText text={t('summary.group', { group })} maxLength={80} />
        </>
      ) : null}
    </>
  );
}
