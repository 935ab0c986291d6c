-- SPDX-License-Identifier: Apache-2.0
-- The log (GS-2.2.2).  An entry is inserted in the transaction of what it
-- describes; the sealer later gives it a leaf of the Merkle tree.  Nothing
-- here is ever changed: triggers refuse it, also on each partition.
--
--   action              what may be logged, the mirror of src/audit/action.h
--   entry               one row a request or consequence, by month of its id
--   personal            the bytes about a person, which alone may be erased
--   leaf, node, head    the tree
--   institution_number  the last n given to each institution
--   checkpoint          signed tree heads

create table audit.action (
    action text not null,
    kind   text not null,
    causes text[] not null,
    clause text not null,
    constraint action_pk primary key (action),
    constraint action_kind_ck check (kind in ('request', 'consequence', 'beginning')),
    constraint action_causes_ck check ((kind = 'consequence') = (cardinality(causes) > 0))
);
comment on table audit.action is 'What the log can say. Rows come with a release and are never changed by the running platform.';
comment on column audit.action.action is 'Name, <noun>.<verb> for requests, <noun>.<past participle> for consequences.';
comment on column audit.action.kind is 'request: of a call, MACed by a gateway; consequence: of a cause; beginning: the first entry of all.';
comment on column audit.action.causes is 'The actions that may bring this consequence about.';
comment on column audit.action.clause is 'The clause of the standards that asks for it, kept in each entry.';

create table audit.entry (
    entry_id        uuid not null,
    written_at      timestamptz not null default statement_timestamp(),
    cause           uuid,
    action          text not null,
    outcome         text not null,
    account_id      uuid,
    institution_id  uuid,
    owner_id        uuid,
    device_id       uuid,
    device_class    text,
    session_id      uuid,
    node            text,
    operation       text,
    object_type     text,
    object          text,
    revision        integer,
    delivery_id     uuid,
    grant_id        uuid,
    purpose         text,
    review_id       uuid,
    policy          integer,
    reason_code     text,
    clause          text,
    digest          text,
    personal_digest text,
    trace_id        text,
    xid             xid8 not null default pg_current_xact_id(),
    mac             bytea,
    constraint entry_pk primary key (entry_id),
    constraint entry_outcome_ck check (outcome in ('done', 'refused', 'failed')),
    constraint entry_cause_ck check (cause is null or mac is null),
    -- Bytes.  Whatever stands here must be hashed by the sealer and read by every verifier for ever, so nothing larger
    -- gets in, whoever writes it.  The texts are 744 bytes together and JSON escapes a byte sixfold at worst: 4464;
    -- ten ids, three numbers, time, outcome, origin and 28 names stay below 1300.  So a core is below the 8192 bytes
    -- of CS_MAX_ENTRY_TEXT (src/audit/entry.h), and no text is above its CS_MAX_CORE_TEXT.
    constraint entry_texts_ck check (
        octet_length(action) <= 64 and octet_length(device_class) <= 16 and octet_length(node) <= 64
        and octet_length(operation) <= 32 and octet_length(object_type) <= 32 and octet_length(object) <= 256
        and octet_length(purpose) <= 64 and octet_length(reason_code) <= 64 and octet_length(clause) <= 32
        and octet_length(digest) <= 44 and octet_length(personal_digest) <= 44 and octet_length(trace_id) <= 32
        and octet_length(mac) <= 32),
    constraint entry_numbers_ck check (revision >= 0 and policy >= 0)
) partition by range (entry_id);
comment on table audit.entry is 'The log. A row comes with each call and each of its consequences, and is never changed or removed before its time.';
comment on column audit.entry.entry_id is 'UUIDv7; of a request entry, made by the gateway.';
comment on column audit.entry.written_at is 'The database''s clock.';
comment on column audit.entry.cause is 'Of a consequence: the request entry that brought it about.';
comment on column audit.entry.action is 'One of audit.action.';
comment on column audit.entry.outcome is 'done, refused by a rule, or failed.';
comment on column audit.entry.account_id is 'Who called, or whom a consequence concerns.';
comment on column audit.entry.institution_id is 'The account''s institution; n counts within it.';
comment on column audit.entry.owner_id is 'The object''s institution.';
comment on column audit.entry.device_id is 'The device that called.';
comment on column audit.entry.device_class is 'Its class at that moment.';
comment on column audit.entry.session_id is 'The session''s public id, which opens nothing.';
comment on column audit.entry.node is 'The gateway node that took the call.';
comment on column audit.entry.operation is 'Of a release: the operation of the matrix.';
comment on column audit.entry.object_type is 'Kind of the object.';
comment on column audit.entry.object is 'The object''s id or code.';
comment on column audit.entry.revision is 'Of a record: its revision.';
comment on column audit.entry.delivery_id is 'Of a release: the delivery, which is the entry''s own id.';
comment on column audit.entry.grant_id is 'The grant that allowed it.';
comment on column audit.entry.purpose is 'The purpose stated.';
comment on column audit.entry.review_id is 'The review it belongs to.';
comment on column audit.entry.policy is 'Number of the activated policy set.';
comment on column audit.entry.reason_code is 'Why it was refused, or repeated; break_glass where one allowed it.';
comment on column audit.entry.clause is 'The clause of the standards behind it.';
comment on column audit.entry.digest is 'base64url SHA-256 of the request''s body, or of the bytes sent; in device.bound the signing key''s thumbprint; of a review''s statement, or a set of policies.';
comment on column audit.entry.personal_digest is 'base64url SHA-256 over salt and personal part.';
comment on column audit.entry.trace_id is 'Id of the request''s trace.';
comment on column audit.entry.xid is 'The transaction that wrote it: the order of sealing.';
comment on column audit.entry.mac is 'Of a request entry: the gateway''s MAC over the members it fixed.';
-- The sealer's order; the readers' ways in.
create index entry_xid_ix on audit.entry (xid, entry_id);
create index entry_institution_ix on audit.entry (institution_id, entry_id);
create index entry_release_ix on audit.entry (account_id, entry_id) where action = 'record.release' and outcome = 'done';
create index entry_evidence_ix on audit.entry (object, action) where action in ('device.bound', 'device.revoked', 'policy.activated', 'break_glass.asked', 'break_glass.started');
create index entry_owner_ix on audit.entry (owner_id, entry_id) where owner_id is not null;

create table audit.personal (
    entry_id uuid not null,
    personal text not null,
    salt     bytea not null,
    constraint personal_pk primary key (entry_id),
    -- CS_MAX_PERSONAL_TEXT (src/audit/entry.h): an agent of 256 bytes escaped sixfold is 1536, address and network 113
    -- each, a label of 256 characters another 1536.  An empty one is no line of a log file.
    constraint personal_text_ck check (octet_length(personal) between 2 and 4096),
    constraint personal_salt_ck check (octet_length(salt) = 32)
);
comment on table audit.personal is 'The part of an entry that is about a person. A row comes with its entry; erasure removes it, the entry''s digest stays.';
comment on column audit.personal.entry_id is 'The entry.';
comment on column audit.personal.personal is 'JSON of address, network, agent and device_label, byte for byte as the gateway sent it.';
comment on column audit.personal.salt is '32 random bytes in front of it under the digest.';

create table audit.leaf (
    leaf_index bigint not null,
    entry_id   uuid not null,
    n          bigint not null,
    origin     text not null,
    salt       bytea not null,
    leaf_data  bytea not null,
    constraint leaf_pk primary key (leaf_index),
    constraint leaf_entry_uq unique (entry_id),
    constraint leaf_n_ck check (n > 0),
    constraint leaf_origin_ck check (origin in ('gateway', 'database', 'unverified')),
    constraint leaf_salt_ck check (octet_length(salt) = 32),
    constraint leaf_data_ck check (octet_length(leaf_data) = 32)
);
comment on table audit.leaf is 'The sealed log: one row an entry, in order. Rows come from the sealer alone and are never changed.';
comment on column audit.leaf.leaf_index is 'Position in the tree, from 0, without gaps.';
comment on column audit.leaf.entry_id is 'The entry; no foreign key, so that a removed entry shows.';
comment on column audit.leaf.n is 'Number within the institution, from 1, without gaps.';
comment on column audit.leaf.origin is 'The sealer''s finding: gateway (MAC holds), database (consequence of a cause in its transaction), unverified.';
comment on column audit.leaf.salt is '32 random bytes, so that a leaf tells nothing to those who may not read the entry.';
comment on column audit.leaf.leaf_data is 'SHA-256 over salt and canonical core.';

create table audit.node (
    level smallint not null,
    idx   bigint not null,
    hash  bytea not null,
    constraint node_pk primary key (level, idx),
    constraint node_level_ck check (level > 0),
    constraint node_hash_ck check (octet_length(hash) = 32)
);
comment on table audit.node is 'Roots of complete subtrees of 2^level leaves, written with the leaf that completes them; level 0 is computed from audit.leaf.';
comment on column audit.node.level is 'Height above the leaves, from 1.';
comment on column audit.node.idx is 'Position within the level: it covers leaves idx·2^level up to (idx+1)·2^level.';
comment on column audit.node.hash is 'RFC 6962 node hash.';

create table audit.head (
    head_id       boolean not null default true,
    size          bigint not null,
    root          bytea not null,
    last_xid      xid8 not null,
    last_entry_id uuid not null,
    moved_at      timestamptz not null default statement_timestamp(),
    constraint head_pk primary key (head_id),
    constraint head_one_ck check (head_id)
);
comment on table audit.head is 'The tree''s head: one row, locked by whoever seals. It moves with each batch of leaves.';
comment on column audit.head.head_id is 'Always true: there is one row.';
comment on column audit.head.size is 'Number of leaves.';
comment on column audit.head.root is 'RFC 6962 root over them.';
comment on column audit.head.last_xid is 'Transaction of the last sealed entry.';
comment on column audit.head.last_entry_id is 'The last sealed entry.';
comment on column audit.head.moved_at is 'When it moved last.';
insert into audit.head (size, root, last_xid, last_entry_id)
values (0, sha256(''), '0', '00000000-0000-0000-0000-000000000000');

create table audit.institution_number (
    institution_id uuid not null,
    last_n         bigint not null,
    constraint institution_number_pk primary key (institution_id)
);
comment on table audit.institution_number is 'The last n given. A row comes with an institution''s first leaf and moves with each further one.';
comment on column audit.institution_number.institution_id is 'The institution; the operator''s also counts the entries that have none.';
comment on column audit.institution_number.last_n is 'Its last number.';

create table audit.checkpoint (
    size         bigint not null,
    note         text not null,
    vkey         text not null,
    published_at timestamptz not null default statement_timestamp(),
    constraint checkpoint_pk primary key (size)
);
comment on table audit.checkpoint is 'Published tree heads, one row a size. Rows come from the sealer after the leaves are committed and are never changed.';
comment on column audit.checkpoint.size is 'Number of leaves it covers.';
comment on column audit.checkpoint.note is 'C2SP checkpoint: a signed note over origin, size and root.';
comment on column audit.checkpoint.vkey is 'The verifier key that goes with the signature; whoever trusts the log has it from elsewhere.';
comment on column audit.checkpoint.published_at is 'When it was published.';

grant select, insert on audit.entry, audit.personal, audit.leaf, audit.node, audit.checkpoint, audit.institution_number to cs_door;
grant select on audit.action, audit.head to cs_door;
grant update (size, root, last_xid, last_entry_id, moved_at) on audit.head to cs_door;
grant update (last_n) on audit.institution_number to cs_door;
