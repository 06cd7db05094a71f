import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { Button, Callout, Card, Field, FileDrop, Page, SafeText, TextArea } from '../../../ui/index.ts';
import { BundleResult } from '../components/BundleResult.tsx';
import { CertificateResult } from '../components/CertificateResult.tsx';
import { DigestResult } from '../components/DigestResult.tsx';
import { type Given, readFile, readText } from '../model/readGiven.ts';
import { useText } from '../useText.ts';

/** Anyone gives a certificate, a bundle or a digest, and sees what it is worth. */
export default function VerifyPage() {
  const t = useText();
  const [given, setGiven] = useState<Given | null>(null);
  const [text, setText] = useState('');
  const clear = () => {
    setGiven(null);
    setText('');
  };
  const isResult = given !== null && given.kind !== 'problem';
  return (
    <Page
      title={t('title')}
      description={t('lead')}
      actions={
        isResult ? (
          <Button icon={RotateCcw} onClick={clear}>
            {t('clear')}
          </Button>
        ) : undefined
      }
    >
      {isResult ? null : (
        <Card>
          <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
            <FileDrop
              label={t('drop')}
              hint={t('dropHint')}
              onFiles={([file]) => {
                if (!file) return;
                setText('');
                setGiven(readFile(file.bytes));
              }}
            />
            <Field label={t('paste')}>
              {(control) => (
                <TextArea
                  {...control}
                  mono
                  rows={5}
                  value={text}
                  onChange={({ target }) => {
                    setText(target.value);
                    setGiven(target.value.trim() ? readText(target.value) : null);
                  }}
                />
              )}
            </Field>
          </div>
        </Card>
      )}
      {given ? <Result given={given} /> : <Explanation />}
    </Page>
  );
}

/** What becomes of each kind of thing. */
function Explanation() {
  const t = useText();
  return (
    <dl className="grid grid-cols-1 gap-4 lg:grid-cols-3">
      {(['certificate', 'bundle', 'digest'] as const).map((kind) => (
        <div key={kind} className="card p-4">
          <dt className="font-semibold">{t(`about.${kind}`)}</dt>
          <dd className="mt-1 text-muted">{t(`about.${kind}Body`)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Result({ given }: { readonly given: Given }) {
  switch (given.kind) {
    case 'bundle':
      return <BundleResult bundle={given.bundle} digest={given.digest} />;
    case 'certificate':
      return <CertificateResult certificate={given.certificate} />;
    case 'digest':
      return <DigestResult digest={given.digest} isOfFile={given.isOfFile} />;
    case 'problem':
      return <Problem problem={given} />;
  }
}

function Problem({ problem }: { readonly problem: Given & { readonly kind: 'problem' } }) {
  const t = useText();
  const { what, message } = problem;
  return (
    <Callout tone="bad" live title={t(`problem.${what}`)}>
      {what === 'unknown' ? <p>{t('problem.unknownBody')}</p> : null}
      {what === 'certificate' ? <p>{t('problem.canonical')}</p> : null}
      {message ? (
        <p lang="en" className="text-sm">
          <SafeText text={message} maxLength={300} />
        </p>
      ) : null}
    </Callout>
  );
}
