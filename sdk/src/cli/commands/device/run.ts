import path from 'node:path';
import { type Device, openDevice, readDeviceConfig, readDeviceStatus, runAgent } from '../../../roles/device/index.ts';
import type { Action } from '../../framework/command.ts';
import { exitCodes } from '../../framework/exitCodes.ts';
import type { Block, Cell } from '../../framework/page.ts';
import { formatTime } from '../../framework/values.ts';
import { originOf } from '../shared/endpointReports.ts';

type Report = Awaited<ReturnType<Device['poll']>>;

function channelTable(channels: ReturnType<Device['channels']>, now: number): Block {
  const rows = channels.flatMap(({ channel, group, folder, installed, previous, failed }): Cell[][] => {
    if (!installed && !failed) return [];
    const left = installed ? Math.round(installed.notAfter - now) : 0;
    const until: Cell = installed
      ? { text: formatTime(installed.notAfter), tone: left < 0 ? 'bad' : left < 3_600 ? 'warn' : 'plain' }
      : '';
    const state: Cell = failed
      ? { text: `epoch ${failed.epoch} failed: ${failed.reason}`, tone: 'bad' }
      : { text: 'installed', tone: 'good' };
    const epoch = installed ? `${installed.epoch}${previous === null ? '' : ` (and ${previous})`}` : '–';
    return [[group ? `${group}/${channel}` : channel, epoch, until, state, folder]];
  });
  if (rows.length === 0) return { kind: 'lines', lines: ['Nothing is installed.'] };
  return { kind: 'table', head: ['CHANNEL', 'EPOCH', 'UNTIL', 'STATE', 'FOLDER'], rows };
}

const eventText = ({ type, ...fields }: Report['events'][number]): Cell => {
  const words = Object.entries(fields)
    .filter(([, value]) => !(Array.isArray(value) && value.length === 0))
    .map(([key, value]) => `${key} ${Array.isArray(value) ? value.join(',') : String(value)}`);
  return { text: `${type}: ${words.join(', ')}`, tone: type === 'refused' ? 'bad' : 'good' };
};

async function once(device: Device, signal: AbortSignal) {
  const report = await device.poll(signal);
  const lines: Cell[] = [
    ...report.events.map(eventText),
    ...report.alarms.map(({ alarm, message, details }) => ({
      text: [`${alarm}: ${message}`, ...details].join('; '),
      tone: 'warn' as const,
    })),
  ];
  const connected = report.block !== null;
  const refused = report.events.some(({ type }) => type === 'refused');
  const blocked = report.alarms.some(({ alarm }) => alarm === 'untrusted-authority' || alarm === 'sealed-to-other-key');
  const failing = refused || blocked ? exitCodes.verification.code : exitCodes.ok.code;
  return {
    data: report,
    text: [
      ...(lines.length > 0 ? [{ kind: 'lines' as const, lines }] : []),
      channelTable(device.channels(), report.time),
      {
        kind: 'fields' as const,
        rows: [
          ['Block', report.block ?? { text: 'no connection', tone: 'bad' as const }],
          ['Receipts', `${report.outstandingClaims} outstanding`],
        ] as const,
      },
    ],
    brief: String(report.events.length),
    exitCode: connected ? failing : exitCodes.network.code,
  };
}

/** A log of JSON lines, as journald and log collectors take them; each is written before anything goes on. */
async function createLog() {
  const { default: pino } = await import('pino');
  const options = {
    base: null,
    messageKey: 'message',
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level: string) => ({ level }) },
  };
  return pino(options, pino.destination({ fd: 1, sync: true }));
}

export const runDevice: Action = async (input, context) => {
  const state = path.resolve(input.required('state').text);
  context.stopInGoodOrder();
  const device = await openDevice(state);
  if (input.flag('once')) return once(device, context.signal);
  const config = await readDeviceConfig(state);
  const log = await createLog();
  log.info({ state, device: config.name, rpc: config.chain.rpcUrls.map(originOf) }, 'the agent starts');
  await runAgent({
    device,
    pollSeconds: config.pollSeconds,
    health: config.health,
    log,
    random: Math.random,
    signal: context.signal,
  });
  log.info({}, 'the agent has ended');
  return null;
};

export const status: Action = async (input) => {
  const state = path.resolve(input.required('state').text);
  const { config, time: now, channels, claims, forwardSecret } = await readDeviceStatus(state);
  const { receipts, problems } = claims;
  return {
    data: {
      name: config.name,
      state,
      time: now,
      channels,
      forwardSecret,
      outstandingReceipts: receipts.map(({ subject, epoch }) => ({ subject, epoch })),
    },
    text: [
      {
        kind: 'fields',
        rows: [
          ['Device', config.name],
          ['Time', `${formatTime(Math.floor(now))} (block time as far as it is known)`],
          [
            'Follows',
            `${config.authorities.length} authorit${config.authorities.length === 1 ? 'y' : 'ies'} on ${channels.length} channels`,
          ],
          [
            'Key',
            forwardSecret
              ? 'a new one with each receipt (forward secret)'
              : { text: 'the enrolled one, kept for ever: not forward secret', tone: 'warn' as const },
          ],
          ['Receipts', `${receipts.length} outstanding (${config.claims.mode})`],
          ...problems.map(({ message }) => ['Problem', { text: message, tone: 'bad' as const }] as const),
        ],
      },
      channelTable(channels, now),
    ],
    brief: String(channels.filter(({ installed }) => installed !== null).length),
  };
};
