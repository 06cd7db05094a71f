import { KeyRound } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { useRegistry } from '../../../data/index.ts';
import { Button, Card, Field, Input } from '../../../ui/index.ts';
import { createAdminClient } from '../model/adminClient.ts';
import { setAdminSession } from '../model/adminSession.ts';
import { escapeForTitle } from '../model/escapeForTitle.ts';
import { readWebUrl } from '../model/webUrl.ts';
import { useText } from '../useText.ts';
import { useAdminProblem } from './useAdminProblem.ts';

/** More are not offered: whoever has so many nodes around types the URL. */
const MOST = 200;

/** An operator names its node and proves that it is the operator. */
export function FlowLogin() {
  const t = useText();
  const words = useAdminProblem();
  const known = useId();
  const nodes = useRegistry().data?.nodes ?? [];
  const [url, setUrl] = useState('');
  const [key, setKey] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ReturnType<typeof words> | null>(null);
  const connect = async (event: FormEvent) => {
    event.preventDefault();
    setProblem(null);
    setBusy(true);
    try {
      const session = { url: url.trim(), key: key.trim() };
      await createAdminClient(session).flows();
      setAdminSession(session);
    } catch (error) {
      setProblem(words(error));
      setBusy(false);
    }
  };
  const isKey = problem?.problem === 'key';
  return (
    <Card title={t('flows.login')} description={t('flows.loginBody')} className="max-w-2xl">
      <form onSubmit={(event) => void connect(event)} className="space-y-4">
        <Field
          label={t('flows.url')}
          hint={t('flows.urlHint')}
          error={problem && !isKey ? problem.text : undefined}
          required
        >
          {(control) => (
            <>
              <Input
                {...control}
                type="url"
                inputMode="url"
                list={known}
                placeholder="https://ocn.example.com"
                value={url}
                onChange={({ target }) => setUrl(target.value)}
              />
              <datalist id={known}>
                {nodes
                  .filter((node) => readWebUrl(node.url, 'http:').kind !== 'none')
                  .slice(0, MOST)
                  .map((node) => (
                    <option key={node.operator} value={escapeForTitle(node.url)} />
                  ))}
              </datalist>
            </>
          )}
        </Field>
        <Field label={t('flows.key')} hint={t('flows.keyHint')} error={isKey ? problem.text : undefined} required>
          {(control) => (
            <Input
              {...control}
              type="password"
              mono
              autoComplete="off"
              value={key}
              onChange={({ target }) => setKey(target.value)}
            />
          )}
        </Field>
        <Button variant="primary" type="submit" icon={KeyRound} busy={isBusy} disabled={url === '' || key === ''}>
          {t('flows.connect')}
        </Button>
      </form>
    </Card>
  );
}
