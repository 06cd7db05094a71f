import type { Action } from '../../framework/command.ts';
import { exitCodes } from '../../framework/exitCodes.ts';
import type { Tone } from '../../framework/page.ts';
import { checkChain } from './chainChecks.ts';
import type { Finding } from './finding.ts';
import { checkIpfs } from './ipfsChecks.ts';
import { checkConfig, checkModes, checkNode, checkSsh } from './localChecks.ts';

const tones: Record<Finding['state'], Tone> = { ok: 'good', warning: 'warn', problem: 'bad', skipped: 'dim' };

export const doctor: Action = async (input, context) => {
  const groups = await Promise.all([
    [checkNode()],
    checkConfig(context).then((one) => [one]),
    checkModes(context).then((one) => [one]),
    checkChain(input, context),
    checkIpfs(input, context),
    checkSsh(context).then((one) => [one]),
  ]);
  const findings = groups.flat();
  const bad = findings.filter(({ state }) => state === 'problem');
  const hints = findings.filter(({ hint }) => hint !== undefined);
  return {
    data: { healthy: bad.length === 0, findings: findings.map((finding) => ({ hint: null, ...finding })) },
    text: [
      {
        kind: 'table',
        head: ['CHECK', 'STATE', 'DETAIL'],
        rows: findings.map(({ check, state, detail }) => [check, { text: state, tone: tones[state] }, detail]),
      },
      ...(hints.length > 0
        ? [
            { kind: 'heading' as const, text: 'What to do' },
            { kind: 'lines' as const, lines: hints.map(({ check, hint }) => `  ${check}: ${hint}`) },
          ]
        : []),
    ],
    brief: bad.length === 0 ? 'healthy' : `${bad.length} problem${bad.length === 1 ? '' : 's'}`,
    exitCode: bad.length === 0 ? exitCodes.ok.code : exitCodes.verification.code,
  };
};
