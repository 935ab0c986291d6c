-- SPDX-License-Identifier: Apache-2.0
-- What running the platform needs: which nodes live, which calls were
-- answered already, how many entries strangers caused.
--
--   node            one row a gateway node
--   idempotency     one row a write with a key, for 24 hours
--   stranger_minute one row a minute in which strangers were refused

create table ops.node (
    node    text not null,
    seen_at timestamptz not null,
    constraint node_pk primary key (node)
);
comment on table ops.node is 'Gateway nodes. A row comes with a node''s first probe and moves with each further one.';
comment on column ops.node.node is 'The node''s name.';
comment on column ops.node.seen_at is 'Its last successful probe.';

create table ops.idempotency (
    account_id uuid not null,
    action     text not null,
    key        text not null,
    entry_id   uuid not null,
    digest     text,
    object     text,
    answer     jsonb,
    secret     boolean not null default false,
    created_at timestamptz not null default statement_timestamp(),
    constraint idempotency_pk primary key (account_id, action, key)
);
comment on table ops.idempotency is 'Writes that bore an Idempotency-Key. A row comes with the call, keeps its answer, goes with a refusal or after 24 hours.';
comment on column ops.idempotency.account_id is 'Who called.';
comment on column ops.idempotency.action is 'The route, by its action.';
comment on column ops.idempotency.key is 'The key.';
comment on column ops.idempotency.entry_id is 'The first call''s entry.';
comment on column ops.idempotency.digest is 'Digest of its body; another body under the same key is refused.';
comment on column ops.idempotency.object is 'What its path named; another object under the same key is refused.';
comment on column ops.idempotency.answer is 'What it was answered; null where the answer bore a secret.';
comment on column ops.idempotency.secret is 'The answer bore a secret and is never repeated.';
comment on column ops.idempotency.created_at is 'When it was called.';
create index idempotency_created_ix on ops.idempotency (created_at);

create table ops.stranger_minute (
    minute_at timestamptz not null,
    entries   integer not null,
    constraint stranger_minute_pk primary key (minute_at)
);
comment on table ops.stranger_minute is 'Entries written for callers whom nobody knows. A row comes with the first of a minute and goes after an hour.';
comment on column ops.stranger_minute.minute_at is 'The minute.';
comment on column ops.stranger_minute.entries is 'Entries written in it.';

grant select, insert, update, delete on ops.idempotency to cs_door;
grant select, insert on ops.node to cs_door;
grant update (seen_at) on ops.node to cs_door;
grant select, insert, delete on ops.stranger_minute to cs_door;
grant update (entries) on ops.stranger_minute to cs_door;
