-- SPDX-License-Identifier: Apache-2.0
-- The one review engine (GS-2.1.1, GS-2.3.1, GS-3.2): what is asked for is
-- pinned, the stages of its kind are run in order, and the last approval does
-- exactly what was pinned.
--
--   review     what is asked for, by whom, as canonical payload and digest
--   stage      what must be decided, in order; one is open at a time
--   need       a group of those who decide a stage, its place resolved
--   decision   one person's word with its countersignature
--   round      what was asked for in a round that is over, and was followed by another
--   statement  what the log knows of all this, by digests alone
--
-- Reviews and decisions are never deleted, decisions never changed.
--
-- Who decides, each on top of the one before:
--   list_holders   of a group by duty and place; never who asked, gains or wrote it
--   list_deciders  of a stage, and besides those to whom a holder has delegated it
--                  (list_delegates), where neither is needed for what comes after
--   is_ready       has a bound device of the class, and neither has spoken
--   has_room       the groups of the stage still need one of theirs
--   list_ready     all of these; find_standing, in whose name one account decides;
--                  may_decide, whether the caller can now
-- is_eligible asks who may see it: whoever decides in whichever stage.
-- Whether anybody could: find_shortage of drafted or kept needs, which is asked
-- when a review is raised, by is_decidable when somebody goes, by
-- is_decidable_without when one decides for another, by find_thinness of policies.

create table review.review (
    review_id          uuid not null default ops.uuid_v7(),
    kind               text not null,
    state              text not null default 'open',
    round              integer not null default 1,
    policy             integer not null,
    account_id         uuid not null,
    person_id          uuid not null,
    institution_id     uuid not null,
    department         text not null,
    owner_id           uuid,
    beneficiary_id     uuid,
    author_id          uuid,
    object_type        text not null,
    object_id          uuid not null,
    base               integer not null,
    grade              text,
    urgency            text not null default 'normal',
    payload            text not null,
    digest             bytea not null,
    reason             text,
    opened_at          timestamptz not null default statement_timestamp(),
    due_at             timestamptz not null,
    expires_at         timestamptz not null,
    reminded           integer not null default 0,
    escalated_at       timestamptz,
    closed_at          timestamptz,
    constraint review_pk primary key (review_id),
    constraint review_kind_fk foreign key (policy, kind) references access.review_kind (policy, kind),
    constraint review_account_fk foreign key (account_id) references identity.account (account_id),
    constraint review_person_fk foreign key (person_id) references identity.person (person_id),
    constraint review_institution_fk foreign key (institution_id) references identity.institution (institution_id),
    constraint review_owner_fk foreign key (owner_id) references identity.institution (institution_id),
    constraint review_beneficiary_fk foreign key (beneficiary_id) references identity.person (person_id),
    constraint review_author_fk foreign key (author_id) references identity.person (person_id),
    constraint review_state_ck check (state in ('open', 'returned', 'approved', 'rejected', 'expired', 'withdrawn', 'failed')),
    constraint review_round_ck check (round >= 1),
    constraint review_grade_ck check (grade in ('low', 'medium', 'high')),
    constraint review_urgency_ck check (urgency in ('normal', 'urgent')),
    constraint review_digest_ck check (digest = sha256(convert_to(payload, 'UTF8'))),
    constraint review_closed_ck check ((closed_at is null) = (state in ('open', 'returned'))),
    constraint review_due_ck check (opened_at < due_at and due_at <= expires_at)
);
-- One thing is under one review at a time.
create unique index review_object_uq on review.review (object_type, object_id, kind) where state in ('open', 'returned');
create index review_open_ix on review.review (review_id) where closed_at is null;
create index review_person_ix on review.review (person_id, review_id);
create index review_institution_ix on review.review (institution_id, review_id);
comment on table review.review is 'What is asked for. A row comes with the request; open → approved | rejected | returned | expired | withdrawn | failed; returned and failed → open with the next round.';
comment on column review.review.review_id is 'UUIDv7.';
comment on column review.review.kind is 'The operation under review.';
comment on column review.review.state is 'Where it stands; failed: approved, but the effect was refused.';
comment on column review.review.round is 'From 1; a resubmission begins the next, and pins what is asked for anew.';
comment on column review.review.policy is 'The set of policies its round runs under to its end.';
comment on column review.review.account_id is 'The requester''s account.';
comment on column review.review.person_id is 'The requester.';
comment on column review.review.institution_id is 'The requester''s institution.';
comment on column review.review.department is 'The department whose people decide stages of that scope.';
comment on column review.review.owner_id is 'The institution whose people decide stages of scope owner.';
comment on column review.review.beneficiary_id is 'Who gains by it, and therefore does not decide.';
comment on column review.review.author_id is 'Who wrote what it is about, and therefore does not decide.';
comment on column review.review.object_type is 'Kind of the object it changes.';
comment on column review.review.object_id is 'The object''s id.';
comment on column review.review.base is 'Version of the object; the effect fails if it moved.';
comment on column review.review.grade is 'Grade of its risk (GS-3.2): what stages it has; null where its kind knows none.';
comment on column review.review.urgency is 'normal or urgent (GS-2.2.3).';
comment on column review.review.payload is 'What will be done, RFC 8785.';
comment on column review.review.digest is 'SHA-256 of the payload: what deciders sign.';
comment on column review.review.reason is 'Of a failed one: why the effect was refused.';
comment on column review.review.opened_at is 'When it was asked for, in this round.';
comment on column review.review.due_at is 'When it should be decided.';
comment on column review.review.expires_at is 'When it ends undecided.';
comment on column review.review.reminded is 'For how many of the shares of the time to decide its deciders were reminded, in this round.';
comment on column review.review.escalated_at is 'When backups and alerts were told that it is overdue, in this round.';
comment on column review.review.closed_at is 'When it ended.';

create table review.stage (
    review_id  uuid not null,
    round      integer not null,
    ordinal    integer not null,
    name       text not null,
    blind      boolean not null,
    state      text not null default 'waiting',
    nonce      bytea,
    constraint stage_pk primary key (review_id, round, ordinal),
    constraint stage_review_fk foreign key (review_id) references review.review (review_id),
    constraint stage_state_ck check (state in ('waiting', 'open', 'approved', 'rejected', 'returned')),
    constraint stage_nonce_ck check ((state = 'waiting') = (nonce is null) and octet_length(nonce) = 16)
);
create unique index stage_open_uq on review.stage (review_id) where state = 'open';
comment on table review.stage is 'A stage of a round. Rows come with the round; waiting → open → approved | rejected | returned.';
comment on column review.stage.review_id is 'The review.';
comment on column review.stage.round is 'The round.';
comment on column review.stage.ordinal is 'Place in the order, from 1.';
comment on column review.stage.name is 'The stage''s name.';
comment on column review.stage.blind is 'Its decisions stay hidden until all have decided.';
comment on column review.stage.state is 'One stage of a review is open at a time.';
comment on column review.stage.nonce is '128 random bits, made when the stage opens: a decision signs them.';

create table review.need (
    review_id      uuid not null,
    round          integer not null,
    ordinal        integer not null,
    need           integer not null,
    permission     text not null,
    scope          text not null,
    institution_id uuid,
    department     text,
    approvals      integer not null,
    constraint need_pk primary key (review_id, round, ordinal, need),
    constraint need_stage_fk foreign key (review_id, round, ordinal) references review.stage (review_id, round, ordinal),
    constraint need_institution_fk foreign key (institution_id) references identity.institution (institution_id),
    constraint need_place_ck check ((institution_id is null) = (scope = 'members') and (department is null) = (scope <> 'department')),
    constraint need_approvals_ck check (approvals >= 1)
);
comment on table review.need is 'A group of those who decide a stage. Rows come with the round and stay as they are.';
comment on column review.need.review_id is 'The review.';
comment on column review.need.round is 'The round.';
comment on column review.need.ordinal is 'The stage.';
comment on column review.need.need is 'Which group of the stage, from 1.';
comment on column review.need.permission is 'What its deciders hold.';
comment on column review.need.scope is 'By what rule their place was found.';
comment on column review.need.institution_id is 'Where they are; of members: each somewhere else.';
comment on column review.need.department is 'In which department, where the scope says so.';
comment on column review.need.approvals is 'How many persons it asks for.';

create table review.decision (
    review_id        uuid not null,
    person_id        uuid not null,
    round            integer not null,
    ordinal          integer not null,
    account_id       uuid not null,
    device_id        uuid not null,
    for_account_id   uuid,
    for_person_id    uuid,
    needs            integer[] not null,
    verdict          text not null,
    comment          text not null,
    countersignature text not null,
    assertion        text,
    signer           jsonb not null,
    decided_at       timestamptz not null default statement_timestamp(),
    constraint decision_pk primary key (review_id, person_id),
    constraint decision_stage_fk foreign key (review_id, round, ordinal) references review.stage (review_id, round, ordinal),
    constraint decision_person_fk foreign key (person_id) references identity.person (person_id),
    constraint decision_account_fk foreign key (account_id) references identity.account (account_id),
    constraint decision_device_fk foreign key (device_id) references identity.device (device_id),
    constraint decision_for_account_fk foreign key (for_account_id) references identity.account (account_id),
    constraint decision_for_person_fk foreign key (for_person_id) references identity.person (person_id),
    constraint decision_for_uq unique (review_id, for_person_id),
    constraint decision_for_ck check (num_nulls(for_account_id, for_person_id) in (0, 2) and for_person_id <> person_id),
    constraint decision_needs_ck check (cardinality(needs) >= 1),
    constraint decision_verdict_ck check (verdict in ('approve', 'reject', 'return'))
);
comment on table review.decision is 'A person''s word. A row comes with it, stays for ever, and is the only one of that person in that review, whatever stage or round.';
comment on column review.decision.review_id is 'The review.';
comment on column review.decision.person_id is 'Who decided.';
comment on column review.decision.round is 'In which round,';
comment on column review.decision.ordinal is 'and stage.';
comment on column review.decision.account_id is 'Through which account,';
comment on column review.decision.device_id is 'and from which device, whose key signed.';
comment on column review.decision.for_account_id is 'In whose name, where it was delegated:';
comment on column review.decision.for_person_id is 'this person, who has no say in this review any more either.';
comment on column review.decision.needs is 'Which groups of the stage they were of at that moment.';
comment on column review.decision.verdict is 'approve, reject or return.';
comment on column review.decision.comment is 'What they said; its digest is signed.';
comment on column review.decision.countersignature is 'Compact JWS, as it came; of a passkey its first two parts.';
comment on column review.decision.assertion is 'Of a passkey: what it made over them, as it came.';
comment on column review.decision.signer is 'The public key that signed, as it stood on record then.';
comment on column review.decision.decided_at is 'When.';

create table review.round (
    review_id uuid not null,
    round     integer not null,
    state     text not null,
    reason    text,
    policy    integer not null,
    base      integer not null,
    payload   text not null,
    digest    bytea not null,
    opened_at timestamptz not null,
    ended_at  timestamptz not null default statement_timestamp(),
    constraint round_pk primary key (review_id, round),
    constraint round_review_fk foreign key (review_id) references review.review (review_id),
    constraint round_ended_ck check (state in ('returned', 'failed')),
    constraint round_digest_ck check (digest = sha256(convert_to(payload, 'UTF8')))
);
comment on table review.round is 'A round that was followed by another: what its deciders signed. A row comes with the resubmission, and stays.';
comment on column review.round.review_id is 'The review.';
comment on column review.round.round is 'The round.';
comment on column review.round.state is 'How it ended: returned or failed.';
comment on column review.round.reason is 'Of a failed one: why the effect was refused.';
comment on column review.round.policy is 'The set of policies it ran under.';
comment on column review.round.base is 'Version of the object that it pinned.';
comment on column review.round.payload is 'What was to be done, RFC 8785.';
comment on column review.round.digest is 'SHA-256 of the payload.';
comment on column review.round.opened_at is 'When it was asked for.';
comment on column review.round.ended_at is 'When the next round began.';

create table review.statement (
    entry_id  uuid not null,
    review_id uuid not null,
    round     integer not null,
    action    text not null,
    statement text not null,
    constraint statement_pk primary key (entry_id),
    constraint statement_review_fk foreign key (review_id) references review.review (review_id),
    constraint statement_action_ck check (action = 'decision.taken' or starts_with(action, 'review.'))
);
create index statement_review_ix on review.statement (review_id, round);
comment on table review.statement is 'What the database found when a round began, a decision was taken, a round ended. A row comes with its entry, which has the statement''s digest, and stays: by it a review can be checked years later (docs/PROTOCOL.review.md).';
comment on column review.statement.entry_id is 'The entry, in the log.';
comment on column review.statement.review_id is 'The review.';
comment on column review.statement.round is 'The round.';
comment on column review.statement.action is 'The entry''s action.';
comment on column review.statement.statement is 'The statement, RFC 8785.';

alter table identity.institution add constraint institution_review_fk
    foreign key (review_id) references review.review (review_id);
alter table access.break_glass add constraint break_glass_review_fk
    foreign key (review_id) references review.review (review_id);
alter table identity.account add constraint account_review_fk
    foreign key (review_id) references review.review (review_id);
alter table identity.enrolment add constraint enrolment_review_fk
    foreign key (reset_review_id) references review.review (review_id);
alter table identity.device add constraint device_review_fk
    foreign key (review_id) references review.review (review_id);
alter table access.grant add constraint grant_review_fk
    foreign key (review_id) references review.review (review_id);

grant select, insert on all tables in schema review to cs_door;
grant update (state, reason, closed_at, reminded, escalated_at, round, policy, base, payload, digest, opened_at, due_at, expires_at)
    on review.review to cs_door;
grant update (state, nonce) on review.stage to cs_door;
