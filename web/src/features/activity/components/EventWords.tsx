import type { ChainEvent } from '@gridseal/sdk/chain';
import type { ReactNode } from 'react';
import type { TextOf } from '../../../i18n/index.ts';
import { reasonWords, useTrustText } from '../../../trust/index.ts';
import type en from '../messages/en.ts';
import { useReady } from '../model/calm.ts';
import { fill, gaps } from '../model/fill.tsx';
import { useText } from '../useText.ts';
import { names, ShortHex } from './Names.tsx';

/** What happened to whom by whom, in a line; the word for it stands before. */
export function EventWords({ event }: { readonly event: ChainEvent }): ReactNode {
  const t = useText();
  const words = useTrustText();
  const of = names[useReady() ? 'full' : 'plain'];
  switch (event.type) {
    case 'quorumCreated':
    case 'quorumRotated': {
      const { quorum, members, threshold } = event;
      const version = event.type === 'quorumRotated' ? event.version : 1;
      const values = { ...gaps('quorum'), count: members.length, threshold, version };
      return fill(t(`what.${event.type}`, values), { quorum: <of.Signer id={quorum} /> });
    }
    case 'certificateEndorsed':
    case 'certificateRevoked': {
      const reason = event.type === 'certificateRevoked' ? reasonWords(words, event.reason) : '';
      return fill(t(`what.${event.type}`, { ...gaps('certificate', 'quorum'), reason }), {
        certificate: <of.CertificateName id={event.certificate} />,
        quorum: <of.Signer id={event.quorum} />,
      });
    }
    case 'proposed':
      return fill(t('what.proposed', gaps('draft', 'quorum', 'signer')), {
        draft: <of.Draft id={event.draft} />,
        quorum: <of.Signer id={event.quorum} />,
        signer: <of.Signer id={event.proposer} />,
      });
    case 'approved':
      return fill(t('what.approved', gaps('digest', 'quorum', 'signer')), {
        digest: <ShortHex value={event.digest} />,
        quorum: <of.Signer id={event.quorum} />,
        signer: <of.Signer id={event.signer} />,
      });
    default:
      return keyWords(event, t, of);
  }
}

type KeyEvent = Extract<ChainEvent, { readonly type: 'announced' | 'withdrawn' | 'claimed' }>;

function keyWords(event: KeyEvent, t: TextOf<typeof en>, of: (typeof names)[keyof typeof names]): ReactNode {
  const { authority, subject, epoch } = event;
  const kind = event.type === 'announced' ? kindWords(t, event.kind) : '';
  return fill(t(`what.${event.type}`, { ...gaps('authority', 'subject', 'device'), kind, epoch }), {
    authority: <of.Authority id={authority} />,
    subject: <of.Subject authority={authority} subject={subject} />,
    device: event.type === 'claimed' ? <of.Device id={event.device} /> : null,
  });
}

/** By their numbers, from 1: those of docs/spec/announcement.md. */
export const kinds = ['sshUser', 'sshHost', 'sshAuthority', 'tls', 'files', 'publicKeys'] as const;

/** What kind of credential an announcement is about. */
export function kindWords(t: TextOf<typeof en>, kind: number): string {
  const name = kinds[kind - 1];
  return name ? t(`kinds.${name}`) : t('kinds.unknown', { kind });
}
