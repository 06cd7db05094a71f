import type { Hex } from '../../sdk/src/bytes/index.ts';
import { Certificate } from '../../sdk/src/certificate/index.ts';
import { propose } from '../../sdk/src/chain/index.ts';
import { Proposal } from '../../sdk/src/quorum/index.ts';
import { publishDraft } from './foundation.ts';
import { messageFor } from './people.ts';
import type { Stage } from './stage.ts';
import type { StoryOutcome } from './story.ts';

/** Leaves the stakeholders something to co-sign in the browser: the successor of the authority that was revoked. */
export async function leaveProposal(
  stage: Stage,
  { stakeholders, authority, certificate }: StoryOutcome,
): Promise<void> {
  const { sandbox } = stage;
  const next = await publishDraft(stage, {
    kind: 'authority',
    subject: { name: 'Fleet administration 2027', role: 'chargingStationOperator', signer: authority },
    usages: ['issueKeys', 'signCertificates'],
    edges: [{ type: 'replaces', certificate }],
  });
  const action = await messageFor(sandbox, 'endorse', stakeholders, next);
  const body = Certificate.decode(
    await sandbox.store.read({ digest: next, codec: 'raw', maxBytes: Certificate.MAX_CERTIFICATE_BYTES }),
  );
  const proposal = Proposal.from(action, { certificate: body, note: 'The successor, as agreed after the revocation.' });
  const { digest: draft } = await sandbox.store.writeBlock(Proposal.encode(proposal));
  const { deadline } = action.message;
  const quorum: Hex = stakeholders.id;
  await propose(sandbox.chain, sandbox.account(2), { quorum, draft, deadline });
}
