import type { Hex } from '@gridseal/sdk/bytes';
import { CheckCheck, Link2, PenLine } from 'lucide-react';
import { useState } from 'react';
import type { CaseFile } from '../../../propose/index.ts';
import { useKeepActions, useKept } from '../../../propose/index.ts';
import { Button, Callout, Card } from '../../../ui/index.ts';
import { ConnectButton, type SignerOption, SignerPicker, useSigners } from '../../../wallet/index.ts';
import { useText } from '../useText.ts';
import { OtherSigners } from './OtherSigners.tsx';
import { PutAside } from './PutAside.tsx';
import { ReviewDialog, type ReviewMode } from './ReviewDialog.tsx';

interface DecisionCardProps {
  readonly draft: Hex;
  readonly file: CaseFile;
  readonly onShare: () => void;
}

type Way = CaseFile['ways'][number];

/** A signer at hand, and what it is asked. */
interface Choice {
  readonly id: string;
  readonly option: SignerOption;
  readonly way: Way;
}

/** What the user can do about a proposal: sign, approve by transaction, or put it aside. */
export function DecisionCard({ draft, file, onShare }: DecisionCardProps) {
  const t = useText();
  const signers = useSigners();
  const rejection = useKept().data?.rejections.get(draft);
  const { reconsider } = useKeepActions();
  const choices = choicesOf(signers, file);
  if (file.state !== 'open') return null;
  if (rejection) {
    return (
      <Card title={t('decide.title')}>
        <p className="font-medium">{t('decide.isAside')}</p>
        {rejection.note ? <p className="mt-1 text-muted wrap-anywhere">{rejection.note}</p> : null}
        <Button className="mt-3" onClick={() => void reconsider(draft)}>
          {t('decide.reconsider')}
        </Button>
      </Card>
    );
  }
  const waiting = choices.filter(({ way }) => !way.done);
  return (
    <Card title={t('decide.title')}>
      <div className="space-y-4">
        {choices.length === 0 ? <NotAsked connected={signers.some(({ kind }) => kind === 'wallet')} /> : null}
        {choices.some(({ way }) => way.done) ? <Done file={file} choices={choices} onShare={onShare} /> : null}
        {waiting.length > 0 ? <Sign choices={waiting} /> : null}
        {waiting.length > 0 ? <PutAside draft={draft} /> : null}
      </div>
    </Card>
  );
}

function choicesOf(signers: readonly SignerOption[], { ways }: CaseFile): readonly Choice[] {
  return ways.flatMap((way) => {
    const option = signers.find(({ signer }) => signer.signer.toLowerCase() === way.signer);
    return option ? [{ id: `${option.id} ${way.through.join()}`, option, way }] : [];
  });
}

function NotAsked({ connected }: { readonly connected: boolean }) {
  const t = useText();
  return (
    <>
      <div>
        <p className="font-medium">{t('decide.none')}</p>
        <p className="text-sm text-muted">{t('decide.noneBody')}</p>
      </div>
      <div className="flex flex-wrap gap-2">
        {connected ? null : <ConnectButton />}
        <OtherSigners />
      </div>
    </>
  );
}

function Done({
  file,
  choices,
  onShare,
}: Pick<DecisionCardProps, 'file' | 'onShare'> & { choices: readonly Choice[] }) {
  const t = useText();
  const own = useKept().data?.approvals ?? [];
  const isHere = choices.some(({ way }) =>
    own.some(({ signer, digest }) => signer === way.signer && (digest === file.digest || way.through.length > 0)),
  );
  return (
    <Callout
      tone="ok"
      title={t('decide.done')}
      actions={
        isHere ? (
          <Button size="sm" icon={Link2} onClick={onShare}>
            {t('decide.handOn')}
          </Button>
        ) : undefined
      }
    >
      {t(isHere ? 'decide.doneBody' : 'decide.doneOnChain')}
    </Callout>
  );
}

function Sign({ choices }: { readonly choices: readonly Choice[] }) {
  const t = useText();
  const [chosen, choose] = useState<string>();
  const [mode, setMode] = useState<ReviewMode>();
  const choice = choices.find(({ id }) => id === chosen) ?? choices[0];
  if (!choice) return null;
  const { option, way } = choice;
  return (
    <>
      {choices.length > 1 ? (
        <SignerPicker
          options={choices.map(({ id, option: one }) => ({ ...one, id }))}
          value={choice.id}
          onChange={choose}
        />
      ) : null}
      {option.problem ? <Callout tone="warn">{t('decide.wrongChain')}</Callout> : null}
      <div className="flex flex-col gap-2">
        <Button variant="primary" icon={PenLine} disabled={option.problem !== null} onClick={() => setMode('sign')}>
          {t('decide.review')}
        </Button>
        {option.kind === 'wallet' ? (
          <Button icon={CheckCheck} disabled={option.problem !== null} onClick={() => setMode('send')}>
            {t('decide.transaction')}
          </Button>
        ) : null}
      </div>
      <ReviewDialog mode={mode} way={way} option={option} onClose={() => setMode(undefined)} />
    </>
  );
}
