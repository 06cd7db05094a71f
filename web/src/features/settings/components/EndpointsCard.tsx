import { useState } from 'react';
import { type Endpoints, useNetwork, useSettings } from '../../../data/index.ts';
import { Button, Card, Field, TextArea } from '../../../ui/index.ts';
import { type EndpointList, readEndpoints } from '../model/endpoints.ts';
import { useText } from '../useText.ts';

const kinds = ['rpcUrls', 'gateways', 'ipfsRpcs'] as const satisfies readonly (keyof Endpoints)[];
type Kind = (typeof kinds)[number];

/** Where the network is read. Saving loads the index anew, from the new servers. */
export function EndpointsCard() {
  const t = useText();
  const network = useNetwork();
  const [{ endpoints }, change] = useSettings();
  const [texts, setTexts] = useState<Readonly<Record<Kind, string>>>(() => ({
    rpcUrls: network.rpcUrls.join('\n'),
    gateways: network.gateways.join('\n'),
    ipfsRpcs: network.ipfsRpcs.join('\n'),
  }));
  const [isTried, setTried] = useState(false);
  const key = String(network.chainId);
  const save = () => {
    setTried(true);
    const read = kinds.map((kind) => [kind, readOf(kind, texts[kind])] as const);
    if (read.some(([, list]) => 'problem' in list)) return;
    const urls = Object.fromEntries(read.map(([kind, list]) => [kind, 'urls' in list ? list.urls : []]));
    change({ endpoints: { ...endpoints, [key]: urls } });
  };
  const restore = () => {
    const { [key]: _, ...others } = endpoints;
    change({ endpoints: others });
  };
  return (
    <Card title={t('endpoints.title')} description={t('endpoints.body', { network: network.name.slice(0, 40) })}>
      <div className="grid grid-cols-1 gap-4 lg:grid-cols-3">
        {kinds.map((kind) => (
          <EndpointField
            key={kind}
            kind={kind}
            text={texts[kind]}
            read={isTried ? readOf(kind, texts[kind]) : null}
            onText={(text) => setTexts({ ...texts, [kind]: text })}
          />
        ))}
      </div>
      <div className="mt-4 flex flex-wrap items-center gap-2">
        <Button onClick={save}>{t('endpoints.save')}</Button>
        {endpoints[key] ? (
          <>
            <Button variant="quiet" onClick={restore}>
              {t('endpoints.restore')}
            </Button>
            <p className="text-muted">{t('endpoints.own')}</p>
          </>
        ) : null}
      </div>
    </Card>
  );
}

const readOf = (kind: Kind, text: string) => readEndpoints(text, { mayBeEmpty: kind !== 'rpcUrls' });

interface EndpointFieldProps {
  readonly kind: Kind;
  readonly text: string;
  /** Null before the user wanted to save. */
  readonly read: EndpointList | null;
  readonly onText: (text: string) => void;
}

function EndpointField({ kind, text, read, onText }: EndpointFieldProps) {
  const t = useText();
  const error = read && 'problem' in read ? t(`endpoints.${read.problem}`, { line: read.line ?? 0 }) : undefined;
  return (
    <Field label={t(`endpoints.${kind}`)} hint={t(`endpoints.${kind}Hint`)} error={error}>
      {(control) => (
        <TextArea {...control} mono rows={3} value={text} onChange={({ target }) => onText(target.value)} />
      )}
    </Field>
  );
}
