import { BaseError } from '../../../errors/index.ts';
import { OcpiError, type OcpiHttpStatus, type StatusName } from '../../../protocol/ocpi/index.ts';

/** Which rule refused a message: what is counted, and what tests ask for. */
export type Rule =
  | 'form'
  | 'sender'
  | 'stale-operator'
  | 'receiver'
  | 'modules'
  | 'block-all'
  | 'whitelist'
  | 'blacklist'
  | 'signature'
  | 'downgrade'
  | 'replay'
  | 'link'
  | 'node-signature'
  | 'client-info'
  | 'answer';

/** A refusal that knows its rule. */
export class Refusal extends OcpiError {
  readonly rule: Rule;

  constructor(
    rule: Rule,
    status: Exclude<StatusName, 'success'>,
    shortMessage: string,
    options: { readonly field?: string; readonly httpStatus?: OcpiHttpStatus; readonly cause?: unknown } = {},
  ) {
    super(status, shortMessage, options);
    this.rule = rule;
  }
}

/** What went wrong, as OCPI says it: what could not be checked is a parameter that is wrong, a host that is not there a receiver that is not. */
export function toRefusal(error: unknown, rule: Rule): OcpiError {
  if (error instanceof OcpiError || !(error instanceof BaseError)) return OcpiError.from(error);
  const more = { ...(error.field === undefined ? {} : { field: error.field }), cause: error };
  switch (error.code) {
    case 'TIMEOUT':
      return new OcpiError('receiverTimeout', 'was sent on, and not answered in time', { cause: error });
    case 'UNREACHABLE_HOST':
    case 'FORBIDDEN_URL':
    case 'TOO_LARGE':
      return new OcpiError('receiverUnreachable', 'cannot be reached', { field: 'receiver', cause: error });
    case 'DECODE':
    case 'VERIFICATION':
    case 'ARGUMENT':
      return new Refusal(rule, 'invalidParameters', error.shortMessage, more);
    default:
      return OcpiError.from(error);
  }
}

/** Does something whose failures are all of one rule. */
export async function within<T>(rule: Rule, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof BaseError ? toRefusal(error, rule) : error;
  }
}
