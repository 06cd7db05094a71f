import { hash } from 'node:crypto';
import type { RandomBytes } from '../../../crypto/index.ts';
import { ArgumentError } from '../../../errors/index.ts';
import type { Answer } from '../message.ts';
import { checkedDigest, checkedNumber, checkedText, limits } from './limits.ts';
import type { RequestKey, RequestState, RequestStore } from './nodeStore.ts';
import { toAnswer } from './rows.ts';
import { hexOf, numberArray, textArray } from './sql/arrays.ts';
import { Batcher } from './sql/batcher.ts';
import { type Row, type Sql, type Statement, whileUndone } from './sql/sql.ts';
import { StoreUnavailableError } from './storeErrors.ts';

/** Nearly every request is a new one: this is all that it takes, in a quarter of the time of {@link begin}. */
const beginNew: Statement = {
  name: 'request_begin_new',
  text: `insert into ocn_node.request as r (id, digest, holder, started, busy_until, keep_until)
    select decode(id, 'hex'), decode(digest, 'hex'), decode($6::text, 'hex'), now, busy_until, keep_until
    from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[])
      as i (id, digest, now, busy_until, keep_until) order by id
    on conflict (id) do nothing returning encode(r.id, 'hex') as id`,
};

/**
 * One statement for many requests: takes those that are free, and reads those that are not.
 *
 * A request is free if there is none, if its answer has expired, or if nobody is busy with it any more and it is the same one.
 * What it reads is as old as the statement: a row that another process has taken or freed in between is asked for again.
 */
const begin: Statement = {
  name: 'request_begin',
  text: `with input as (
      select decode(id, 'hex') as id, decode(digest, 'hex') as digest, now, busy_until, keep_until, place
      from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[])
        with ordinality as i (id, digest, now, busy_until, keep_until, place)
    ), begun as (
      insert into ocn_node.request as r (id, digest, holder, started, busy_until, keep_until)
      select id, digest, decode($6::text, 'hex'), now, busy_until, keep_until from input order by id
      on conflict (id) do update set digest = excluded.digest, holder = excluded.holder, started = excluded.started,
        busy_until = excluded.busy_until, keep_until = excluded.keep_until,
        status = null, headers = null, body = null, signature = null
      where case when r.status is null
        then r.busy_until <= excluded.started and (r.digest = excluded.digest or r.keep_until <= excluded.started)
        else r.keep_until <= excluded.started end
      returning r.id
    )
    select case
        when i.id in (select b.id from begun b) then 'new'
        when r.id is null then 'again'
        when r.status is not null and r.keep_until <= i.now then 'again'
        when r.digest <> i.digest then 'other'
        when r.status is not null then 'done'
        else 'busy' end as state,
      r.status::text as status, r.headers, encode(r.body, 'hex') as body, r.signature
    from input i left join lateral (select * from ocn_node.request x where x.id = i.id limit 1) r on true
    order by i.place`,
};

/**
 * Only who has begun it, and only once.
 *
 * Rows are found through the index and then by their place, so that no plan can read the whole table, however small it was when
 * the plan was made. A row that has moved since then was taken over by another process, and is not ours any more.
 */
const finish: Statement = {
  name: 'request_finish',
  text: `update ocn_node.request r
    set status = i.status, headers = i.headers, body = decode(i.body, 'hex'), signature = i.signature
    from unnest($1::text[], $2::integer[], $3::text[], $4::text[], $5::text[]) as i (id, status, headers, body, signature)
      cross join lateral (
        select x.ctid as place from ocn_node.request x
        where x.id = decode(i.id, 'hex') and x.holder = decode($6::text, 'hex') and x.status is null limit 1
      ) as mine
    where r.ctid = mine.place`,
};

const abandon: Statement = {
  name: 'request_abandon',
  text: `delete from ocn_node.request
    where id = decode($1::text, 'hex') and holder = decode($2::text, 'hex') and status is null`,
};

/** How often a row may change under our eyes. */
const TRIES = 10;
/** What every row costs besides its body. */
const ROW_BYTES = 256;

interface Beginning {
  readonly id: string;
  readonly digest: string;
  readonly now: number;
  readonly busyUntil: number;
  readonly keepUntil: number;
}

interface Finishing {
  readonly id: string;
  readonly answer: Answer;
  readonly headers: string;
}

/** @param random For the name of this process: what another has begun, this one neither finishes nor abandons. */
export function createRequests(sql: Sql, random: RandomBytes): RequestStore {
  const holder = hexOf(random(16));
  const beginnings = new Batcher<Beginning, Row>({
    concurrency: sql.concurrency,
    keyOf: ({ id }) => id,
    run: (inputs) => whileUndone(() => beginAll(sql, holder, inputs)),
  });
  const finishings = new Batcher<Finishing, undefined>({
    concurrency: sql.concurrency,
    keyOf: ({ id }) => id,
    sizeOf: ({ answer, headers }) => ROW_BYTES + (answer.body?.length ?? 0) + headers.length,
    run: (inputs) => whileUndone(() => finishAll(sql, holder, inputs)),
  });
  return {
    begin: async (key, now, keepUntil, staleAfter) => {
      const beginning = toBeginning(key, now, keepUntil, staleAfter);
      for (let left = TRIES; left > 0; left--) {
        const row = await beginnings.call(beginning);
        if (row.state !== 'again') return toState(row);
      }
      throw new StoreUnavailableError('others change this request all the time');
    },
    finish: async (key, answer) => finishings.call({ id: idOf(key), answer, headers: checkedHeaders(answer) }),
    abandon: async (key) => void (await sql.query(abandon, [idOf(key), holder])),
  };
}

async function beginAll(sql: Sql, holder: string, inputs: readonly Beginning[]): Promise<readonly Row[]> {
  const taken = new Set((await sql.query(beginNew, parametersOf(holder, inputs))).map(({ id }) => id));
  const known = inputs.filter(({ id }) => !taken.has(id));
  const rows = known.length === 0 ? [] : await sql.query(begin, parametersOf(holder, known));
  const states = new Map(known.map(({ id }, i) => [id, rows[i] as Row]));
  return inputs.map(({ id }) => states.get(id) ?? { state: 'new' });
}

function parametersOf(holder: string, inputs: readonly Beginning[]) {
  return [
    textArray(inputs.map(({ id }) => id)),
    textArray(inputs.map(({ digest }) => digest)),
    numberArray(inputs.map(({ now }) => now)),
    numberArray(inputs.map(({ busyUntil }) => busyUntil)),
    numberArray(inputs.map(({ keepUntil }) => keepUntil)),
    holder,
  ];
}

async function finishAll(sql: Sql, holder: string, inputs: readonly Finishing[]): Promise<readonly undefined[]> {
  await sql.query(finish, [
    textArray(inputs.map(({ id }) => id)),
    numberArray(inputs.map(({ answer }) => answer.status)),
    textArray(inputs.map(({ headers }) => headers)),
    textArray(inputs.map(({ answer }) => (answer.body === null ? null : hexOf(answer.body)))),
    textArray(inputs.map(({ answer }) => answer.signature)),
    holder,
  ]);
  return inputs.map(() => undefined);
}

function toBeginning(key: RequestKey, now: number, keepUntil: number, staleAfter: number): Beginning {
  return {
    id: idOf(key),
    digest: checkedDigest(key.digest, 'key.digest'),
    now: checkedNumber(now, 'now'),
    busyUntil: checkedNumber(now + staleAfter, 'staleAfter'),
    keepUntil: checkedNumber(keepUntil, 'keepUntil'),
  };
}

/** JSON keeps the two apart, whatever they are made of. */
function idOf({ caller, requestId }: RequestKey): string {
  return hash('sha256', JSON.stringify([caller, requestId]));
}

function checkedHeaders({ status, headers, body, signature }: Answer): string {
  if (!Number.isInteger(status) || status < 100 || status > 599) {
    throw new ArgumentError('is no status of HTTP', { field: 'answer.status' });
  }
  if (body !== null && body.length > limits.body) {
    throw new ArgumentError(`has more than ${limits.body} bytes`, { field: 'answer.body' });
  }
  if (signature !== null) checkedText(signature, 'answer.signature', limits.signature);
  return checkedText(JSON.stringify(headers), 'answer.headers', limits.headers);
}

function toState(row: Row): RequestState {
  if (row.state === 'done') return { state: 'done', answer: toAnswer(row) };
  return { state: row.state === 'new' || row.state === 'busy' ? row.state : 'other' };
}
