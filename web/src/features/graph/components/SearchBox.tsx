import { escapeText } from '@gridseal/sdk/quorum';
import { Search } from 'lucide-react';
import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useDeferredValue,
  useEffect,
  useId,
  useState,
} from 'react';
import { useCertificates } from '../../../data/index.ts';
import { classNames } from '../../../lib/classNames.ts';
import { shorten } from '../../../lib/shorten.ts';
import { useTrustText } from '../../../trust/index.ts';
import type { Picture } from '../model/picture.ts';
import { searchPicture } from '../model/search.ts';
import { useText } from '../useText.ts';
import { useItemWords } from './itemWords.ts';
import { iconOf } from './looks.ts';

const SHOWN = 8;

export interface SearchBoxProps {
  readonly picture: Picture;
  readonly box: RefObject<HTMLInputElement | null>;
  readonly onSelect: (id: string) => void;
}

interface Hit {
  readonly id: string;
  readonly title: string;
  readonly what: string;
  readonly Icon: ReturnType<typeof iconOf> | null;
}

/** Finds items of the picture while typing, and certificates that the picture does not have. */
export function SearchBox({ picture, box, onSelect }: SearchBoxProps) {
  const t = useText();
  const id = useId();
  const [text, setText] = useState('');
  const [isOpen, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const [isAsked, setAsked] = useState(false);
  const searched = useDeferredValue(text);
  const { here, elsewhere, isWhole } = useHits(picture, searched);
  const hits = [...here, ...elsewhere];
  const current = Math.min(at, hits.length - 1);
  const isFresh = searched === text && (current < here.length || isWhole);
  const isShown = isOpen && text.trim() !== '';
  const choose = (hit: Hit | undefined) => {
    if (!hit) return;
    setOpen(false);
    onSelect(hit.id);
  };
  // Whoever types fast and presses Enter means what is typed, not what is listed of the letters before.
  useEffect(() => {
    if (!isAsked || !isFresh) return;
    setAsked(false);
    choose(hits[current]);
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' && hits.length > 0) setAt((current + 1) % hits.length);
    else if (event.key === 'ArrowUp' && hits.length > 0) setAt((current + hits.length - 1) % hits.length);
    else if (event.key === 'Enter') setAsked(true);
    else if (event.key === 'Escape' && isShown) setOpen(false);
    else return;
    event.preventDefault();
  };
  const option = (hit: Hit, index: number) => (
    <Option key={hit.id} id={`${id}-${index}`} hit={hit} isCurrent={index === current} onChoose={() => choose(hit)} />
  );
  return (
    <div className="relative min-w-56 flex-1">
      <Search aria-hidden className="pointer-events-none absolute start-2.5 top-2.5 size-4 text-muted" />
      <input
        ref={box}
        type="search"
        role="combobox"
        aria-label={t('search.label')}
        aria-expanded={isShown}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={isShown && hits.length > 0 ? `${id}-${current}` : undefined}
        autoComplete="off"
        spellCheck={false}
        placeholder={t('search.label')}
        maxLength={200}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
          setAsked(false);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
        className="control ps-8.5"
      />
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={t('search.label')}
        hidden={!isShown}
        className="absolute inset-x-0 top-full z-30 mt-1 max-h-96 overflow-y-auto rounded-md border border-line bg-raised p-1 shadow-lg"
      >
        {here.length > 0 ? <Section title={t('search.here')}>{here.map(option)}</Section> : null}
        {elsewhere.length > 0 ? (
          <Section title={t('search.elsewhere')}>{elsewhere.map((hit, i) => option(hit, here.length + i))}</Section>
        ) : null}
        {hits.length === 0 ? (
          <div
            role="option"
            tabIndex={-1}
            aria-selected={false}
            aria-disabled
            className="px-2 py-1.5 text-sm text-muted"
          >
            {t('search.none')}
          </div>
        ) : null}
      </div>
      <p role="status" className="sr-only">
        {isShown ? t('search.found', { count: hits.length }) : ''}
      </p>
    </div>
  );
}

function useHits(
  picture: Picture,
  text: string,
): {
  readonly here: readonly Hit[];
  readonly elsewhere: readonly Hit[];
  /** Whether the certificates elsewhere are those for this text. */
  readonly isWhole: boolean;
} {
  const wordsOf = useItemWords();
  const words = useTrustText();
  const wanted = text.trim();
  // With nothing to look for, nobody is asked for more than a row.
  const { data, isPlaceholderData, isError } = useCertificates(
    wanted === '' ? { limit: 1 } : { text: wanted, limit: 2 * SHOWN },
  );
  const here = searchPicture(picture, wanted, SHOWN).map((item): Hit => {
    const { title, what } = wordsOf(item);
    return { id: item.id, title, what, Icon: iconOf(item) };
  });
  const others = wanted === '' ? [] : (data?.items ?? []).filter(({ id }) => !picture.items.has(id));
  const elsewhere = others.slice(0, SHOWN / 2).map(({ id, name, kind }): Hit => {
    const title = name === undefined ? shorten(id) : escapeText(name, { maxLength: 60 });
    return { id, title, what: kind ? words(`kinds.${kind}`) : shorten(id), Icon: null };
  });
  return { here, elsewhere, isWhole: isError || (data !== undefined && !isPlaceholderData) };
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <fieldset>
      <legend className="px-2 pt-1.5 pb-0.5 text-xs font-medium text-muted">{title}</legend>
      {children}
    </fieldset>
  );
}

interface OptionProps {
  readonly id: string;
  readonly hit: Hit;
  readonly isCurrent: boolean;
  readonly onChoose: () => void;
}

function Option({ id, hit: { title, what, Icon }, isCurrent, onChoose }: OptionProps) {
  return (
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isCurrent}
      // Before the field loses the focus, which would close the list.
      onPointerDown={(event) => {
        event.preventDefault();
        onChoose();
      }}
      className={classNames(
        'flex cursor-pointer items-center gap-2 rounded-sm px-2 py-1.5 hover:bg-sunken',
        isCurrent && 'bg-sunken',
      )}
    >
      {Icon ? (
        <Icon aria-hidden className="size-4 shrink-0 text-muted" />
      ) : (
        <Search aria-hidden className="size-4 shrink-0 text-muted" />
      )}
      <bdi className="min-w-0 flex-1 truncate">{title}</bdi>
      <span className="max-w-32 truncate text-xs text-muted">{what}</span>
    </div>
  );
}
