import { Anchor, FileBadge, KeyRound, Layers, UsersRound } from 'lucide-react';
import { classNames } from '../../../lib/classNames.ts';
import { toneText } from '../../../ui/index.ts';
import { curve, head } from '../model/curves.ts';
import type { EdgeType, Picture, Standing } from '../model/picture.ts';
import { useText } from '../useText.ts';
import { lines, standings } from './looks.ts';

/** What shapes, icons, colours and lines mean: those that there are. */
export function Legend({ picture }: { readonly picture: Picture }) {
  const t = useText();
  const items = [...picture.items.values()];
  const has = (type: string) => items.some((item) => item.type === type);
  const certificates = items.flatMap((item) =>
    item.type === 'certificate'
      ? [item.standing]
      : item.type === 'group'
        ? item.standings.map(([standing]) => standing)
        : [],
  );
  const present = new Set<Standing>(certificates);
  const said = new Set<EdgeType>(picture.edges.map(({ type }) => type));
  const things = [
    { Icon: Anchor, word: t('item.anchor'), isThere: items.some((item) => item.type === 'quorum' && item.anchor) },
    { Icon: UsersRound, word: t('item.quorum'), isThere: has('quorum') },
    { Icon: FileBadge, word: t('item.certificate'), isThere: has('certificate') },
    { Icon: Layers, word: t('filter.grouped'), isThere: has('group') },
    { Icon: KeyRound, word: t('item.signer'), isThere: has('signer') },
  ];
  return (
    <ul aria-label={t('canvas.legend')} className="flex flex-wrap items-center gap-x-4 gap-y-1 text-xs text-muted">
      {things.flatMap(({ Icon, word, isThere }) =>
        isThere
          ? [
              <li key={word} className="flex items-center gap-1">
                <Icon aria-hidden className="size-3.5" /> {word}
              </li>,
            ]
          : [],
      )}
      {(Object.keys(standings) as Standing[]).flatMap((standing) => {
        const { icon: Icon, tone } = standings[standing];
        return present.has(standing)
          ? [
              <li key={standing} className="flex items-center gap-1">
                <Icon aria-hidden className={classNames('size-3.5', toneText[tone])} /> {t(`standing.${standing}`)}
              </li>,
            ]
          : [];
      })}
      {(Object.keys(lines) as EdgeType[]).flatMap((type) =>
        said.has(type)
          ? [
              <li key={type} className="flex items-center gap-1.5">
                <Sample type={type} /> {t(`edge.${type}`)}
              </li>,
            ]
          : [],
      )}
    </ul>
  );
}

function Sample({ type }: { readonly type: EdgeType }) {
  const route = {
    key: '',
    type,
    isBack: false,
    points: [
      { x: 0, y: 5 },
      { x: 28, y: 5 },
    ],
  };
  return (
    <svg aria-hidden width="30" height="10">
      <path
        d={curve(route)}
        fill="none"
        strokeWidth="1.5"
        strokeDasharray={lines[type].dash}
        className={lines[type].stroke}
      />
      <path d={head(route)} className={lines[type].fill} />
    </svg>
  );
}
