import type { Report } from '../../../store/index.ts';
import type { Action } from '../../framework/command.ts';
import { confirm } from '../../framework/context.ts';
import { exitCodes } from '../../framework/exitCodes.ts';
import type { Cell } from '../../framework/page.ts';
import { ipfsEndpoints, openStore } from '../shared/openStore.ts';

const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** @example `formatBytes(1536) // '1.5 KiB'` */
export function formatBytes(bytes: number | bigint): string {
  let value = Number(bytes);
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

const verdict = (report: Report<unknown>): Cell =>
  report.ok ? { text: 'up', tone: 'good' } : { text: report.error ?? 'down', tone: 'bad' };

export const status: Action = async (input, context) => {
  const gateways = input.many('ipfsGateway').map(({ text }) => text);
  const store = openStore(input);
  const reports = input.many('ipfsRpc').length > 0 ? await store.status({ signal: context.signal }) : [];
  const rows = reports.map((report) => [
    report.endpoint,
    verdict(report),
    report.value?.version ?? '',
    report.value ? formatBytes(report.value.repositoryBytes) : '',
    report.value?.blocks ?? '',
  ]);
  return {
    data: { nodes: reports, gateways },
    text: [
      { kind: 'table', head: ['NODE', 'STATE', 'VERSION', 'SIZE', 'BLOCKS'], rows },
      ...(gateways.length > 0
        ? [{ kind: 'fields' as const, rows: gateways.map((url) => ['Gateway', url] as const) }]
        : []),
    ],
    exitCode: reports.every(({ ok }) => ok) ? exitCodes.ok.code : exitCodes.network.code,
  };
};

export const gc: Action = async (input, context) => {
  const store = openStore(input);
  const endpoints = ipfsEndpoints(input).flatMap((endpoint) => ('rpc' in endpoint ? [endpoint.rpc] : []));
  if (input.flag('dryRun')) {
    return {
      data: { dryRun: true, nodes: endpoints },
      text: [
        { kind: 'lines', lines: ['Would remove what is not pinned from:', ...endpoints.map((url) => `  ${url}`)] },
      ],
    };
  }
  await confirm(context, `Remove everything that is not pinned from ${endpoints.join(', ')}?`);
  const reports = await store.gc({ signal: context.signal });
  return {
    data: { nodes: reports.map(({ value, ...report }) => ({ ...report, removed: value ?? null })) },
    text: [
      {
        kind: 'table',
        head: ['NODE', 'STATE', 'REMOVED'],
        rows: reports.map((report) => [report.endpoint, verdict(report), report.value ?? '']),
      },
    ],
    exitCode: reports.every(({ ok }) => ok) ? exitCodes.ok.code : exitCodes.network.code,
  };
};
