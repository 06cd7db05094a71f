import type { MessageInspector } from '../../../../ocn/signature/index.ts';
import type { Block, Cell, Tone, TreeNode } from '../../../framework/page.ts';

type Inspection = MessageInspector.Inspection;

const outcomes: Readonly<Record<MessageInspector.Outcome, Cell>> = {
  verifies: { text: 'verifies', tone: 'good' },
  extended: { text: 'verifies, but the message has values that nobody signed', tone: 'bad' },
  unchecked: { text: 'nothing is wrong, but too little of the message is known to verify it', tone: 'warn' },
  broken: { text: 'does not verify', tone: 'bad' },
};

const forms: Readonly<Record<Inspection['form'], string>> = {
  v1: 'version 1',
  v2: 'version 2',
  node: 'between nodes',
  none: 'none of the three that there are',
};

const MAX_SHOWN = 60;
const short = (text: string): string => (text.length > 200 ? `${text.slice(0, 199)}…` : text);

/** An inspection as a person reads it: what is wrong first, then who, then what is covered. */
export function inspectionPage(label: string | null, inspection: Inspection): readonly Block[] {
  const { form, outcome, problems, links, fields, unsigned, remarks, inner } = inspection;
  const shown = problems.slice(0, MAX_SHOWN);
  return [
    ...(label === null ? [] : [{ kind: 'heading' as const, text: label }]),
    {
      kind: 'fields',
      rows: [
        ['Verdict', outcomes[outcome]],
        ['Form', forms[form]],
        ...shown.map(({ field, reason, certain }): [string, Cell] => [
          certain ? 'Wrong' : 'Wrong (a guess)',
          { text: `${field} ${reason}`, tone: certain ? 'bad' : 'warn' },
        ]),
        ...(problems.length > shown.length
          ? [['Wrong', `${problems.length - shown.length} more`] as [string, Cell]]
          : []),
        ['Unsigned', unsigned.length > 0 ? { text: unsigned.slice(0, MAX_SHOWN).join(', '), tone: 'bad' } : undefined],
      ],
    },
    ...(links.length > 0 ? [{ kind: 'tree' as const, roots: links.map(linkNode) }] : []),
    ...(fields.length > 0 ? [fieldTable(fields)] : []),
    ...(remarks.length > 0
      ? [{ kind: 'lines' as const, lines: remarks.map((text) => ({ text, tone: 'dim' as Tone })) }]
      : []),
    ...(inner ? inspectionPage('The message that it carries', inner) : []),
  ];
}

function linkNode(link: MessageInspector.InspectedLink, i: number): TreeNode {
  const { signer, issued, expires, genuine, changes } = link;
  const doubt = genuine === false ? ' (not so)' : genuine === null ? ' (unproven)' : '';
  const notes: Cell[] = [];
  if (issued !== null) notes.push(`from ${issued} to ${expires}`);
  for (const { field, old, new: now } of changes) {
    notes.push(short(`${field} was ${old ?? 'not there'}`), short(`  and is now ${now ?? 'not there'}`));
  }
  return {
    label: {
      text: `${i === 0 ? 'signed' : 'rewritten'} by ${signer ?? 'nobody'}${whoText(link)}${doubt}`,
      tone: genuine === false || link.who?.is === 'stranger' ? 'bad' : 'plain',
    },
    notes,
  };
}

function whoText({ who }: MessageInspector.InspectedLink): string {
  if (who === null) return '';
  const party = who.party ? `${who.party.country_code} ${who.party.party_id}` : null;
  if (who.is === 'party') return `, ${party}`;
  if (who.is === 'operator') return `, operator of ${who.url ?? 'a node'}${party ? ` for ${party}` : ''}`;
  return `, who has no say here${party ? ` (${party})` : ''}`;
}

const tones: Readonly<Record<MessageInspector.InspectedField['state'], Tone>> = {
  same: 'good',
  different: 'bad',
  missing: 'bad',
  unchecked: 'dim',
  unknown: 'warn',
};

function fieldTable(fields: Inspection['fields']): Block {
  const rows = fields
    .slice(0, MAX_SHOWN)
    .map(({ field, state, signed, found }): readonly Cell[] => [
      field,
      { text: state, tone: tones[state] },
      short(found ?? signed ?? ''),
    ]);
  if (fields.length > MAX_SHOWN) rows.push([`… and ${fields.length - MAX_SHOWN} more`, '', '']);
  return { kind: 'table', head: ['SIGNED', 'STATE', 'VALUE'], rows };
}
