import { type GraphView, toDot, toMermaid } from '@gridseal/sdk/certificate';
import { Download } from 'lucide-react';
import { useSettings } from '../../../data/index.ts';
import { download, Menu } from '../../../ui/index.ts';
import type { Picture } from '../model/picture.ts';
import type { Layout } from '../model/places.ts';
import { subview } from '../model/subview.ts';
import { toSvg } from '../model/svg.ts';
import { useText } from '../useText.ts';
import { useItemWords } from './itemWords.ts';

export interface ExportMenuProps {
  readonly view: GraphView;
  readonly picture: Picture;
  readonly layout: Layout;
}

/** What is shown, as a file: the picture as it lies here, or its data for other programs. */
export function ExportMenu({ view, picture, layout }: ExportMenuProps) {
  const t = useText();
  const [{ names }] = useSettings();
  const wordsOf = useItemWords();
  const svg = () =>
    toSvg(picture, layout, { title: t('title'), of: wordsOf, standing: (standing) => t(`standing.${standing}`) });
  const shown = () => subview(view, picture, names);
  return (
    <Menu
      listLabel={t('export.button')}
      trigger={
        <>
          <Download aria-hidden className="size-4" />
          {t('export.button')}
        </>
      }
      items={[
        { label: t('export.svg'), onSelect: () => download('trust-graph.svg', svg(), 'image/svg+xml') },
        { label: t('export.mermaid'), onSelect: () => download('trust-graph.mmd', toMermaid(shown()), 'text/plain') },
        { label: t('export.dot'), onSelect: () => download('trust-graph.dot', toDot(shown()), 'text/vnd.graphviz') },
        {
          label: t('export.json'),
          onSelect: () => download('trust-graph.json', `${JSON.stringify(shown(), null, 2)}\n`, 'application/json'),
        },
      ]}
    />
  );
}
