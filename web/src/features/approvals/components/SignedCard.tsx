import { type Hex, utf8Decode } from '@gridseal/sdk/bytes';
import { Proposal } from '@gridseal/sdk/quorum';
import { Download } from 'lucide-react';
import type { CaseFile } from '../../../propose/index.ts';
import { QuorumName } from '../../../trust/index.ts';
import { Button, Card, CodeBlock, Digest, download, JsonView, KeyValue, Tabs } from '../../../ui/index.ts';
import { fileNames } from '../model/fileNames.ts';
import { commandFor, type WhatIsSigned, whatIsSigned } from '../model/whatIsSigned.ts';
import { useText } from '../useText.ts';
import { MessageFields } from './MessageFields.tsx';

interface SignedCardProps {
  readonly draft: Hex;
  readonly what: WhatIsSigned;
  readonly proposal: Proposal.Proposal;
  readonly file: CaseFile | undefined;
}

/** The evidence: every hash, the message as wallets get it, the raw JSON, and how to recompute it elsewhere. */
export function SignedCard({ draft, what, proposal, file }: SignedCardProps) {
  const t = useText();
  const nested = file?.ways.find(({ through }) => through.length > 0);
  return (
    <Card title={t('signed.title')} description={t('signed.lead')}>
      <Tabs
        label={t('signed.title')}
        tabs={[
          {
            id: 'hashes',
            label: t('signed.hashes'),
            content: <Hashes draft={draft} what={what} proposal={proposal} way={nested} />,
          },
          { id: 'message', label: t('signed.message'), content: <MessageFields what={what} /> },
          { id: 'json', label: t('signed.json'), content: <JsonView value={proposal} label={t('signed.json')} /> },
          ...(what.certificate
            ? [
                {
                  id: 'certificate',
                  label: t('signed.certificate'),
                  content: <JsonView value={what.certificate} label={t('signed.certificate')} />,
                },
              ]
            : []),
        ]}
      />
    </Card>
  );
}

interface HashesProps extends Omit<SignedCardProps, 'file'> {
  /** The way of a signer who is asked as a member of a member: it signs another message. */
  readonly way: CaseFile['ways'][number] | undefined;
}

function Hashes({ draft, what, proposal, way }: HashesProps) {
  const t = useText();
  const name = fileNames(proposal).proposal;
  const save = () => download(name, utf8Decode(Proposal.encode(proposal)), 'application/json');
  return (
    <div className="space-y-5">
      <Parts what={what} draft={draft} />
      {way ? (
        <section>
          <h3 className="mb-2 flex flex-wrap items-center gap-x-2 text-sm font-semibold text-muted">
            {t('signed.through', { quorum: '' })} <QuorumName value={way.through.at(-1) ?? '0x'} />
          </h3>
          <Parts what={whatIsSigned(way.asked)} />
        </section>
      ) : null}
      <section>
        <h3 className="text-sm font-semibold text-muted">{t('signed.command')}</h3>
        <p className="mb-2 text-sm text-muted">{t('signed.commandLead')}</p>
        <CodeBlock label={t('signed.command')} code={commandFor(what.action, name, way?.through ?? [])} wrap />
        <Button size="sm" icon={Download} className="mt-2" onClick={save}>
          {t('signed.download')}
        </Button>
      </section>
    </div>
  );
}

function Parts({ what: { parts }, draft }: { readonly what: WhatIsSigned; readonly draft?: Hex }) {
  const t = useText();
  return (
    <KeyValue
      items={[
        { label: t('signed.digest'), value: <Digest value={parts.digest} full label={t('signed.digest')} /> },
        { label: t('signed.domain'), value: <Digest value={parts.domainSeparator} full label={t('signed.domain')} /> },
        { label: t('signed.struct'), value: <Digest value={parts.structHash} full label={t('signed.struct')} /> },
        {
          label: t('signed.type'),
          value: <code className="font-mono text-sm wrap-anywhere">{parts.encodedType}</code>,
        },
        { label: t('signed.draft'), value: draft ? <Digest value={draft} full label={t('signed.draft')} /> : null },
      ]}
    />
  );
}
