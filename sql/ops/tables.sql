-- SPDX-License-Identifier: Apache-2.0
-- What running the platform needs: which nodes live, which calls were
-- answered already, how many entries strangers caused, what people should
-- look at.
--
--   node            one row a gateway node
--   idempotency     one row a write with a key, for 24 hours
--   stranger_minute one row a minute in which strangers were refused
--   source          networks whose strangers were refused, and wait
--   refusal_sum     those refusals, a row a network, code and minute
--   sign_in         from where accounts signed in
--   alert           one row a code, account, institution, network and hour
--   spent_proof     one row a DPoP proof, for as long as it could be shown again

create table ops.node (
    node      text not null,
    seen_at   timestamptz not null,
    ticked_at timestamptz,
    constraint node_pk primary key (node)
);
comment on table ops.node is 'Gateway nodes. A row comes with a node''s first probe and moves with each further one.';
comment on column ops.node.node is 'The node''s name.';
comment on column ops.node.seen_at is 'Its last successful probe.';
comment on column ops.node.ticked_at is 'When it last did the clock''s work, to some seconds.';

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
comment on column ops.idempotency.object is 'What its path or query named; another object under the same key is refused.';
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

create table ops.alert (
    alert_id       uuid not null,
    code           text not null,
    grade          text not null,
    account_id     uuid,
    institution_id uuid,
    network        text,
    hour_at        timestamptz not null,
    count          integer not null default 1,
    first_at       timestamptz not null default statement_timestamp(),
    last_at        timestamptz not null default statement_timestamp(),
    subject        jsonb not null,
    entry_id       uuid,
    constraint alert_pk primary key (alert_id),
    constraint alert_hour_uq unique nulls not distinct (code, account_id, institution_id, network, hour_at),
    constraint alert_code_ck check (code ~ '^[a-z][a-z_]{0,63}$'),
    constraint alert_grade_ck check (grade in ('notice', 'warning', 'critical')),
    constraint alert_subject_ck check (jsonb_typeof(subject) = 'object' and octet_length(subject::text) <= 2048)
);
comment on table ops.alert is 'What people should look at. A row comes with the first of its kind in an hour; the others of that hour are counted in it.';
comment on column ops.alert.alert_id is 'UUIDv7.';
comment on column ops.alert.code is 'What happened.';
comment on column ops.alert.grade is 'notice, warning or critical.';
comment on column ops.alert.account_id is 'Whom it concerns, null where nobody is known.';
comment on column ops.alert.institution_id is 'Whose people see it beside the operator''s.';
comment on column ops.alert.network is 'Where the call came from: a /24 or /48.';
comment on column ops.alert.hour_at is 'The hour whose alerts are counted together.';
comment on column ops.alert.count is 'How often in this hour.';
comment on column ops.alert.first_at is 'When it was first.';
comment on column ops.alert.last_at is 'When it was last.';
comment on column ops.alert.subject is 'Codes and ids that tell more about the first of them.';
comment on column ops.alert.entry_id is 'Its entry alert.raised; null until the next tick where a stranger''s call raised it.';
create index alert_institution_ix on ops.alert (institution_id, alert_id);
create index alert_silent_ix on ops.alert (alert_id) where entry_id is null;

create table ops.spent_proof (
    proof    bytea not null,
    spent_at timestamptz not null default statement_timestamp(),
    constraint spent_proof_pk primary key (proof),
    constraint spent_proof_ck check (octet_length(proof) = 32)
);
-- Logged: an unlogged table is empty after a failover, and every proof fresh again.
comment on table ops.spent_proof is 'DPoP proofs that were shown (RFC 9449). A row comes with the call that bore it, whatever its verdict, and goes after ten minutes, when its nonce has long expired.';
comment on column ops.spent_proof.proof is 'SHA-256 over key, jti and target.';
comment on column ops.spent_proof.spent_at is 'When it was shown.';
create index spent_proof_spent_ix on ops.spent_proof (spent_at);

create table ops.source (
    network    text not null,
    counted_at timestamptz not null default statement_timestamp(),
    refusals   integer not null default 0,
    penalties  integer not null default 0,
    until_at   timestamptz,
    constraint source_pk primary key (network)
);
comment on table ops.source is 'Networks whose strangers were refused. A row comes with the first refusal and goes after a quiet day.';
comment on column ops.source.network is 'A /24 or /48; empty where none is known.';
comment on column ops.source.counted_at is 'When the window of the count began.';
comment on column ops.source.refusals is 'Refusals in it.';
comment on column ops.source.penalties is 'How often it was kept waiting: each time twice as long.';
comment on column ops.source.until_at is 'Its strangers wait until then.';

create table ops.refusal_sum (
    sum_id    uuid not null,
    network   text not null,
    code      text not null,
    minute_at timestamptz not null,
    count     integer not null default 1,
    first_at  timestamptz not null default statement_timestamp(),
    last_at   timestamptz not null default statement_timestamp(),
    entry_id  uuid,
    constraint refusal_sum_pk primary key (sum_id),
    constraint refusal_sum_minute_uq unique (network, code, minute_at)
);
comment on table ops.refusal_sum is 'Refusals of callers whom nobody knows: one row a network, code and minute. The first is an entry, the rest are summed.';
comment on column ops.refusal_sum.sum_id is 'UUIDv7.';
comment on column ops.refusal_sum.network is 'A /24 or /48; empty where none is known.';
comment on column ops.refusal_sum.code is 'Why they were refused.';
comment on column ops.refusal_sum.minute_at is 'The minute.';
comment on column ops.refusal_sum.count is 'How many.';
comment on column ops.refusal_sum.first_at is 'The first of them.';
comment on column ops.refusal_sum.last_at is 'The last of them.';
comment on column ops.refusal_sum.entry_id is 'The entry refusals.summed, once the minute is over.';
create index refusal_sum_open_ix on ops.refusal_sum (minute_at) where entry_id is null;

create table ops.sign_in (
    account_id     uuid not null,
    network        text not null,
    address_digest bytea not null,
    last_at        timestamptz not null default statement_timestamp(),
    constraint sign_in_pk primary key (account_id, network)
);
comment on table ops.sign_in is 'From where accounts signed in. A row comes with the first sign-in from a network and moves with each further one.';
comment on column ops.sign_in.account_id is 'The account.';
comment on column ops.sign_in.network is 'A /24 or /48; empty where none is known.';
comment on column ops.sign_in.address_digest is 'SHA-256 of the address.';
comment on column ops.sign_in.last_at is 'When it was last.';
create index sign_in_address_ix on ops.sign_in (address_digest, last_at);

create table ops.notification (
    notification_id uuid not null,
    account_id      uuid not null,
    code            text not null,
    review_id       uuid,
    grant_id        uuid,
    facts           jsonb not null,
    created_at      timestamptz not null default statement_timestamp(),
    xid             xid8 not null default pg_current_xact_id(),
    constraint notification_pk primary key (notification_id),
    constraint notification_account_fk foreign key (account_id) references identity.account (account_id),
    constraint notification_code_ck check (code ~ '^[a-z][a-z_]{0,31}\.[a-z][a-z_]{0,31}$'),
    constraint notification_facts_ck check (jsonb_typeof(facts) = 'object' and octet_length(facts::text) <= 2048)
);
comment on table ops.notification is 'What a person is told (GS-2.2.3, JR-5.2). A row comes with what it tells, in the same transaction, and goes when the policy''s time is over.';
comment on column ops.notification.notification_id is 'UUIDv7.';
comment on column ops.notification.account_id is 'Who is told.';
comment on column ops.notification.code is 'What happened.';
comment on column ops.notification.review_id is 'To which review, where it is one.';
comment on column ops.notification.grant_id is 'To which grant, where it is one.';
comment on column ops.notification.facts is 'Codes and ids that tell more; no content, no comment, no verdict of a stage that is open.';
comment on column ops.notification.created_at is 'When.';
comment on column ops.notification.xid is 'The transaction that wrote it: the order of telling.';
create index notification_account_ix on ops.notification (account_id, xid, notification_id);

grant select, insert, delete on ops.notification to cs_door;
grant select, insert, update, delete on ops.idempotency to cs_door;
grant select, insert, delete on ops.spent_proof to cs_door;
-- Rows are locked on their way out; this column is never given another value.
grant update (spent_at) on ops.spent_proof to cs_door;
grant select, insert on ops.node to cs_door;
grant update (seen_at, ticked_at) on ops.node to cs_door;
grant select, insert, delete on ops.stranger_minute to cs_door;
grant update (entries) on ops.stranger_minute to cs_door;
grant select, insert on ops.alert to cs_door;
grant update (count, last_at, entry_id) on ops.alert to cs_door;
grant select, insert, delete on ops.source to cs_door;
grant update (counted_at, refusals, penalties, until_at) on ops.source to cs_door;
grant select, insert, delete on ops.refusal_sum to cs_door;
grant update (count, last_at, entry_id) on ops.refusal_sum to cs_door;
grant select, insert on ops.sign_in to cs_door;
grant update (last_at, address_digest) on ops.sign_in to cs_door;
