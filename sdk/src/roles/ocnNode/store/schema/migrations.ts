/** A step from one version of the schema to the next. Never changed once it was released: what has to change gets a step of its own. */
export interface Migration {
  readonly version: number;
  readonly statements: readonly string[];
}

/**
 * Keys are in C order, and digests of what comes from outside wherever it may be long. Times are milliseconds since 1970.
 *
 * `request` and `replay` leave room in their pages, so that an answer is written beside its request and no index has to change.
 */
export const migrations: readonly Migration[] = [
  {
    version: 1,
    statements: [
      `create table ocn_node.sealing (one boolean primary key default true check (one), proof bytea not null)`,
      `create table ocn_node.platform (
         id text collate "C" primary key,
         state text not null,
         details text not null,
         connection text not null,
         last_seen bigint,
         revision bigint not null,
         call_token bytea,
         created bigint not null
       )`,
      `create table ocn_node.platform_party (
         party text collate "C" primary key,
         platform text collate "C" not null references ocn_node.platform (id) on delete cascade
       )`,
      `create index platform_party_platform on ocn_node.platform_party (platform)`,
      `create table ocn_node.platform_token (
         digest bytea primary key,
         platform text collate "C" not null references ocn_node.platform (id) on delete cascade,
         kind text not null,
         expires bigint
       )`,
      `create index platform_token_platform on ocn_node.platform_token (platform)`,
      `create index platform_token_expires on ocn_node.platform_token (expires) where expires is not null`,
      `create table ocn_node.request (
         id bytea primary key,
         digest bytea not null,
         holder bytea not null,
         started bigint not null,
         busy_until bigint not null,
         keep_until bigint not null,
         status integer,
         headers text,
         body bytea,
         signature text
       ) with (fillfactor = 60)`,
      `create index request_keep_until on ocn_node.request (keep_until)`,
      `create table ocn_node.replay (
         id bytea primary key,
         seen bigint not null,
         expires bigint not null
       )`,
      `create index replay_expires on ocn_node.replay (expires)`,
      `create table ocn_node.link (
         uid text collate "C" primary key,
         identity bytea not null unique,
         purpose text not null,
         owner text not null,
         used_by text not null,
         operator text,
         target_uid text,
         url text,
         url_digest bytea,
         module text not null,
         version text not null,
         endpoint text,
         expires bigint not null
       )`,
      `create index link_target on ocn_node.link (url_digest) where operator is null`,
      `create index link_expires on ocn_node.link (expires)`,
      `create table ocn_node.client (
         party text collate "C" not null,
         role text collate "C" not null,
         status text not null,
         updated bigint not null,
         primary key (party, role)
       )`,
      `create index client_updated on ocn_node.client (updated, party, role)`,
      `create table ocn_node.peer (operator text collate "C" primary key, speaks text not null, updated bigint not null)`,
      `create table ocn_node.lease (name text collate "C" primary key, holder text not null, until bigint not null)`,
    ],
  },
  {
    version: 2,
    statements: [
      // Until when a token can be used for credentials alone, because the one after it was not used yet.
      `alter table ocn_node.platform_token add column former_until bigint`,
      `create index platform_token_former on ocn_node.platform_token (former_until) where former_until is not null`,
    ],
  },
];
