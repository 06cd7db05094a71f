import pino, { type DestinationStream } from 'pino';
import { BaseError } from '../../../errors/index.ts';
import type { NodeLog } from '../context.ts';

/** Nothing that is logged needs more; what is longer was made by somebody who wants to fill a disk. */
const MAX_TEXT = 500;

/** What JSON leaves as it is, and a terminal or a viewer of logs may not: C1 controls, line separators, directions of text. */
const active = /[\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

function clip(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const short = value.length > MAX_TEXT ? `${value.slice(0, MAX_TEXT)}…` : value;
  return short.replace(active, '\ufffd');
}

/** An error without its cause's text, which may quote what others sent, and without the stack of those that were thrown on purpose. */
function plainError(error: unknown): unknown {
  if (error instanceof BaseError) return { code: error.code, field: error.field, message: clip(error.shortMessage) };
  if (error instanceof Error) return { name: error.name, message: clip(error.message), stack: error.stack };
  return String(error);
}

function plain(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, value instanceof Error ? plainError(value) : clip(value)]),
  );
}

/**
 * Lines of JSON, as journald and log collectors take them. JSON escapes line breaks and control characters, so nothing that others
 * send can look like a line of ours.
 *
 * @param to By default stdout, written before anything goes on, so that the last line before an end is there.
 */
export function createNodeLog(to: DestinationStream = pino.destination({ fd: 1, sync: true })): NodeLog {
  const log = pino(
    {
      base: null,
      messageKey: 'message',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
    },
    to,
  );
  return {
    info: (fields, text) => log.info(plain(fields), text),
    warn: (fields, text) => log.warn(plain(fields), text),
    error: (fields, text) => log.error(plain(fields), text),
  };
}
