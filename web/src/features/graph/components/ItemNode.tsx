import type { Node, NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { classNames } from '../../../lib/classNames.ts';
import { toneText } from '../../../ui/index.ts';
import type { Item } from '../model/picture.ts';
import { useText } from '../useText.ts';
import { useMarks } from './emphasis.ts';
import { useItemWords } from './itemWords.ts';
import { iconOf, standings } from './looks.ts';

export type ItemNodeData = Node<{ readonly item: Item }, 'item'>;

/** The id of a node's element: what `aria-activedescendant` names. */
export function elementId(id: string): string {
  return `graph-${id.replace(/\W+/g, '-')}`;
}

const shapes: Readonly<Record<Item['type'], string>> = {
  certificate: 'rounded-md border-line-strong bg-surface',
  quorum: 'rounded-full ps-3.5',
  signer: 'rounded-full border-dashed border-line-strong bg-surface ps-3.5',
  group:
    'rounded-md border-line-strong bg-surface shadow-[3px_3px_0_0_var(--color-surface),4px_4px_0_0_var(--color-line-strong)]',
};

const marked = [
  // Fainter, but not too faint to be read: the ways that stand out do so by their own colour.
  'data-[marks~=dim]:border-line data-[marks~=dim]:bg-surface data-[marks~=dim]:text-muted',
  'data-[marks~=lit]:border-accent data-[marks~=lit]:bg-accent-soft data-[marks~=near]:border-accent',
  'data-[marks~=context]:border-dashed',
  'data-[marks~=selected]:border-accent data-[marks~=selected]:ring-2 data-[marks~=selected]:ring-accent',
  'group-focus-visible/graph:data-[marks~=active]:outline-3 group-focus-visible/graph:data-[marks~=active]:outline-offset-2 group-focus-visible/graph:data-[marks~=active]:outline-accent',
].join(' ');

/** One item of the picture. */
export const ItemNode = memo(function ItemNode({ data: { item } }: NodeProps<ItemNodeData>) {
  const t = useText();
  const marks = useMarks(item.id);
  const { title, what, standing, sentence } = useItemWords()(item);
  const Icon = iconOf(item);
  const look = standing ? standings[standing] : null;
  const isAnchor = item.type === 'quorum' && item.anchor;
  return (
    <div
      id={elementId(item.id)}
      role="img"
      aria-label={sentence}
      data-marks={marks}
      className={classNames(
        'flex size-full cursor-pointer items-center gap-2 border px-2.5 text-start contain-strict',
        shapes[item.type],
        item.type === 'quorum' && (isAnchor ? 'border-accent bg-accent-soft' : 'border-line-strong bg-sunken'),
        marked,
      )}
    >
      <Icon aria-hidden className={classNames('size-4 shrink-0', isAnchor ? 'text-accent-strong' : 'text-muted')} />
      <span className="min-w-0 flex-1">
        <bdi
          className={classNames(
            'block truncate text-sm leading-4.5 font-medium',
            item.type === 'certificate' && item.name === undefined && 'font-mono text-xs',
            item.type === 'signer' && 'font-mono text-xs',
          )}
        >
          {title}
        </bdi>
        <span className="block truncate text-xs leading-4 text-muted">
          {standing && standing !== 'trusted' ? `${t(`standing.${standing}`)} · ${what}` : what}
        </span>
      </span>
      {look ? <look.icon aria-hidden className={classNames('size-4 shrink-0', toneText[look.tone])} /> : null}
    </div>
  );
});
