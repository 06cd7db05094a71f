import { ConfigurationError } from '@gridseal/sdk/errors';
import { type UseQueryResult, useMutation } from '@tanstack/react-query';
import { ScanSearch } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useChain, useNetwork, useRegistry, useRegistryChoice } from '../../../data/index.ts';
import { Button, Callout, Card, Checkbox, CodeBlock, ErrorPanel, Field, TextArea } from '../../../ui/index.ts';
import { InspectionView } from '../components/InspectionView.tsx';
import { NetworkPage } from '../components/NetworkPage.tsx';
import { inspectPasted } from '../model/inspectPasted.ts';
import { useText } from '../useText.ts';

/** Takes a signed message apart: who signed, what was rewritten, and which field broke. */
export default function InspectPage() {
  const t = useText();
  const { chainId } = useNetwork();
  const { address } = useRegistryChoice();
  const chain = useChain();
  const registry = useRegistry();
  const [text, setText] = useState('');
  const [isTimed, setTimed] = useState(false);
  const [isTried, setTried] = useState(false);
  const { data, error, isPending, mutate, reset } = useMutation({
    mutationFn: async (pasted: string) => {
      const [view, asked] = await Promise.all([known(registry), known(chain)]);
      return inspectPasted(pasted, {
        network: `eip155:${chainId}:${address}`,
        view: view ?? null,
        ...(asked ? { chain: asked } : {}),
        ...(isTimed ? { now: Math.floor(Date.now() / 1_000) } : {}),
      });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    mutate(text);
  };
  const problem = isTried && !isPending && data && 'problem' in data ? t(`inspect.${data.problem}`) : undefined;
  return (
    <NetworkPage>
      <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-2">
        <Card title={t('inspect.title')} description={t('inspect.lead')}>
          <form onSubmit={submit} className="space-y-4">
            <Field label={t('inspect.message')} hint={t('inspect.messageHint')} error={problem}>
              {(control) => (
                <TextArea
                  {...control}
                  mono
                  rows={18}
                  maxLength={MOST}
                  placeholder={EXAMPLE}
                  value={text}
                  onChange={({ target }) => {
                    setText(target.value);
                    setTried(false);
                    reset();
                  }}
                />
              )}
            </Field>
            <Checkbox label={t('inspect.time')} hint={t('inspect.timeHint')} checked={isTimed} onChange={setTimed} />
            <Button variant="primary" type="submit" icon={ScanSearch} busy={isPending} disabled={text.trim() === ''}>
              {t('inspect.button')}
            </Button>
          </form>
        </Card>
        <div className="space-y-4" aria-live="polite">
          {error ? <Failure error={error} /> : null}
          {data && 'inspection' in data ? <InspectionView inspection={data.inspection} /> : null}
        </div>
      </div>
    </NetworkPage>
  );
}

/** The first network's signatures are compressed in a way that not every browser can undo. */
function Failure({ error }: { readonly error: Error }) {
  const t = useText();
  if (!(error instanceof ConfigurationError)) return <ErrorPanel error={error} />;
  return (
    <Callout tone="warn" live title={t('inspect.noBrotli')}>
      {t('inspect.noBrotliBody')}
      <div className="mt-2">
        <CodeBlock label={t('inspect.command')} code="gridseal ocn inspect message.http" />
      </div>
    </Callout>
  );
}

/** What is on its way is waited for; without it, less is said. */
async function known<T>({ data, refetch }: UseQueryResult<T>): Promise<T | undefined> {
  return data === undefined ? (await refetch({ cancelRefetch: false })).data : data;
}

/** Characters; a message between nodes has 4 MiB at most, and nobody pastes that. */
const MOST = 1_000_000;

const EXAMPLE = `POST /ocpi/receiver/2.2.1/commands/START_SESSION HTTP/1.1
X-Correlation-ID: 2b6e…
OCPI-from-country-code: NL
OCPI-from-party-id: EMP
OCPI-to-country-code: DE
OCPI-to-party-id: ABC
OCN-Signature: …

{ … }`;
