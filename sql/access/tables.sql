-- SPDX-License-Identifier: Apache-2.0
-- What was agreed on, granted and lent under the policies (policy_tables.sql).
--
--   agreement, agreement_party                   what institutions agreed on
--   grant                                        what people may do or read beyond it
--   risk                                         why the engine or people decided on it
--   delegation                                   who decides in whose name
--   break_glass, break_glass_act                 what two persons may end without asking, and did
--   explanation_count                            how often somebody asked why

create table access.agreement (
    agreement_id  uuid not null,
    purpose       text not null,
    duties_digest text not null,
    ends_at       timestamptz not null,
    state         text not null default 'proposed',
    version       integer not null default 1,
    review_id     uuid not null,
    proposed_at   timestamptz not null default statement_timestamp(),
    signed_at     timestamptz,
    constraint agreement_pk primary key (agreement_id),
    constraint agreement_purpose_uq unique (agreement_id, purpose),
    constraint agreement_duties_ck check (duties_digest ~ '^[A-Za-z0-9_-]{43}$'),
    constraint agreement_ends_ck check (ends_at > proposed_at),
    constraint agreement_state_ck check (state in ('proposed', 'active', 'ended', 'rejected')),
    constraint agreement_signed_ck check ((signed_at is not null) = (state in ('active', 'ended')))
);
create index agreement_ends_ix on access.agreement (ends_at) where state = 'active';
comment on table access.agreement is 'What institutions agreed on about data that they process together (GS-1.7). A row comes with the proposal; proposed → active | rejected; active → ended, and with it all that was granted under it.';
comment on column access.agreement.agreement_id is 'UUIDv7, made by the gateway.';
comment on column access.agreement.purpose is 'The purpose of what is granted under it.';
comment on column access.agreement.duties_digest is 'SHA-256 of the text in which the parties'' duties stand.';
comment on column access.agreement.ends_at is 'When it ends.';
comment on column access.agreement.state is 'Only an active one carries grants.';
comment on column access.agreement.version is 'Moves with each change; a review pins it as its base.';
comment on column access.agreement.review_id is 'The review by which each party signs.';
comment on column access.agreement.proposed_at is 'When it was proposed.';
comment on column access.agreement.signed_at is 'When the last party signed.';

create table access.agreement_party (
    agreement_id   uuid not null,
    institution_id uuid not null,
    constraint agreement_party_pk primary key (agreement_id, institution_id),
    constraint agreement_party_agreement_fk foreign key (agreement_id) references access.agreement (agreement_id),
    constraint agreement_party_institution_fk foreign key (institution_id) references identity.institution (institution_id)
);
create index agreement_party_institution_ix on access.agreement_party (institution_id, agreement_id);
comment on table access.agreement_party is 'Who is bound by an agreement. Rows come with it and stay.';
comment on column access.agreement_party.agreement_id is 'The agreement.';
comment on column access.agreement_party.institution_id is 'A party.';

create table access.grant (
    grant_id       uuid not null,
    kind           text not null,
    account_id     uuid not null,
    institution_id uuid not null,
    owner_id       uuid not null,
    permission     text,
    record_id      uuid,
    type           text,
    category       text,
    max_level      text,
    operations     text[],
    purpose        text,
    agreement_id   uuid,
    until_at       timestamptz not null,
    reason         text not null,
    state          text not null default 'requested',
    version        integer not null default 1,
    review_id      uuid,
    requested_at   timestamptz not null default statement_timestamp(),
    granted_at     timestamptz,
    ended_at       timestamptz,
    constraint grant_pk primary key (grant_id),
    constraint grant_account_fk foreign key (account_id) references identity.account (account_id),
    constraint grant_institution_fk foreign key (institution_id) references identity.institution (institution_id),
    constraint grant_owner_fk foreign key (owner_id) references identity.institution (institution_id),
    constraint grant_kind_ck check (kind in ('function', 'data')),
    constraint grant_function_ck check (kind <> 'function' or permission is not null and owner_id = institution_id
        and num_nonnulls(record_id, type, category, max_level, operations, purpose, agreement_id) = 0),
    constraint grant_data_ck check (kind <> 'data' or permission is null
        and num_nonnulls(record_id, type, category) = 1 and num_nonnulls(max_level, operations, purpose) = 3),
    constraint grant_operations_ck check (cardinality(operations) > 0
        and operations <@ array['list', 'view', 'download', 'print', 'forward', 'edit', 'destroy']),
    constraint grant_top_secret_ck check (max_level <> 'top_secret' or operations <@ array['list', 'view']),
    constraint grant_agreement_ck check (kind <> 'data' or (agreement_id is not null) = (owner_id <> institution_id)),
    constraint grant_holder_fk foreign key (agreement_id, institution_id) references access.agreement_party (agreement_id, institution_id),
    constraint grant_party_fk foreign key (agreement_id, owner_id) references access.agreement_party (agreement_id, institution_id),
    constraint grant_purpose_fk foreign key (agreement_id, purpose) references access.agreement (agreement_id, purpose),
    constraint grant_until_ck check (until_at > requested_at),
    constraint grant_state_ck check (state in ('requested', 'granted', 'rejected', 'revoked', 'ended')),
    constraint grant_granted_ck check ((granted_at is not null) = (state in ('granted', 'revoked', 'ended'))),
    constraint grant_ended_ck check ((ended_at is not null) = (state in ('revoked', 'ended')))
);
create index grant_account_ix on access.grant (account_id) where state = 'granted';
create index grant_asked_ix on access.grant (account_id, grant_id);
create index grant_permission_ix on access.grant (permission, account_id) where state = 'granted';
create index grant_record_ix on access.grant (record_id, institution_id) where state = 'granted';
create index grant_agreement_ix on access.grant (agreement_id) where state = 'granted';
create index grant_until_ix on access.grant (until_at) where state = 'granted';
comment on table access.grant is 'A function permission beyond an account''s roles, or what it may read of an owner''s records (GS-3.1, GS-3.2). A row comes with the request; requested → granted | rejected; granted → revoked | ended. Past until_at, or when its agreement has ended, it grants nothing.';
comment on column access.grant.grant_id is 'UUIDv7, made by the gateway.';
comment on column access.grant.kind is 'function or data.';
comment on column access.grant.account_id is 'Who holds it.';
comment on column access.grant.institution_id is 'Their institution.';
comment on column access.grant.owner_id is 'Whose records; of a function the own institution.';
comment on column access.grant.permission is 'Of a function: which.';
comment on column access.grant.record_id is 'Scope: one record,';
comment on column access.grant.type is 'or a type,';
comment on column access.grant.category is 'or a category.';
comment on column access.grant.max_level is 'The highest level it covers.';
comment on column access.grant.operations is 'The operations it allows.';
comment on column access.grant.purpose is 'The purpose it is for.';
comment on column access.grant.agreement_id is 'Under which agreement another institution''s data is read (GS-1.7).';
comment on column access.grant.until_at is 'When it ends.';
comment on column access.grant.reason is 'Why it was asked for.';
comment on column access.grant.state is 'Only a granted one counts.';
comment on column access.grant.version is 'Moves with each change; a review pins it as its base.';
comment on column access.grant.review_id is 'The review that decides; null where the engine did.';
comment on column access.grant.requested_at is 'When it was asked for.';
comment on column access.grant.granted_at is 'When the last approval came.';
comment on column access.grant.ended_at is 'When it was taken back, or ended.';

create table access.risk (
    risk_id    uuid not null default ops.uuid_v7(),
    grant_id   uuid not null,
    person_id  uuid not null,
    policy     integer not null,
    inputs     text not null,
    grade      text not null,
    points     integer not null,
    factors    jsonb not null,
    created_at timestamptz not null default statement_timestamp(),
    constraint risk_pk primary key (risk_id),
    constraint risk_grant_fk foreign key (grant_id) references access.grant (grant_id),
    constraint risk_person_fk foreign key (person_id) references identity.person (person_id),
    constraint risk_policy_fk foreign key (policy) references access.risk_policy (policy),
    constraint risk_grade_ck check (grade in ('low', 'medium', 'high')),
    constraint risk_factors_ck check (jsonb_typeof(factors) = 'array')
);
create index risk_grant_ix on access.risk (grant_id, risk_id);
create index risk_person_ix on access.risk (person_id, risk_id);
comment on table access.risk is 'How a request was graded (GS-3.2, JR-8). A row comes with each grading that had an effect and is never changed: anybody who may see it can grade the same once more.';
comment on column access.risk.risk_id is 'UUIDv7.';
comment on column access.risk.grant_id is 'What was asked for.';
comment on column access.risk.person_id is 'Who asked.';
comment on column access.risk.policy is 'The set whose risk.json it was graded by.';
comment on column access.risk.inputs is 'The facts, in canonical form.';
comment on column access.risk.grade is 'low: granted by the engine; medium, high: decided by people.';
comment on column access.risk.points is 'The sum.';
comment on column access.risk.factors is 'What weighed: name, value, points, reason, and whether it is a floor.';
comment on column access.risk.created_at is 'When.';

create table access.delegation (
    delegation_id   uuid not null default ops.uuid_v7(),
    institution_id  uuid not null,
    from_account_id uuid not null,
    to_account_id   uuid not null,
    permission      text not null,
    from_at         timestamptz not null,
    until_at        timestamptz not null,
    overdue_only    boolean not null,
    reason          text not null,
    created_at      timestamptz not null default statement_timestamp(),
    ended_at        timestamptz,
    constraint delegation_pk primary key (delegation_id),
    constraint delegation_institution_fk foreign key (institution_id) references identity.institution (institution_id),
    constraint delegation_from_fk foreign key (from_account_id) references identity.account (account_id),
    constraint delegation_to_fk foreign key (to_account_id) references identity.account (account_id),
    constraint delegation_two_ck check (from_account_id <> to_account_id),
    constraint delegation_term_ck check (from_at < until_at and until_at <= from_at + interval '90 days'),
    constraint delegation_reason_ck check (reason <> '')
);
create index delegation_from_ix on access.delegation (from_account_id) where ended_at is null;
create index delegation_to_ix on access.delegation (to_account_id) where ended_at is null;
comment on table access.delegation is 'Who decides in whose name (GS-3.1.1). A row comes in advance, by whoever holds the permission, and never changes but by its end.';
comment on column access.delegation.delegation_id is 'UUIDv7.';
comment on column access.delegation.institution_id is 'The institution of both.';
comment on column access.delegation.from_account_id is 'Who holds the permission.';
comment on column access.delegation.to_account_id is 'Who decides in their name.';
comment on column access.delegation.permission is 'What for.';
comment on column access.delegation.from_at is 'From when on,';
comment on column access.delegation.until_at is 'and until when.';
comment on column access.delegation.overdue_only is 'A named backup: it counts only for reviews whose time to decide is over (GS-2.2.3).';
comment on column access.delegation.reason is 'Why.';
comment on column access.delegation.created_at is 'When it was given.';
comment on column access.delegation.ended_at is 'When either of them, an officer, an ending of either, or the clock ended it.';

create view access.live_delegation with (security_invoker) as
select d.* from access.delegation d
 where d.ended_at is null and d.from_at <= statement_timestamp() and d.until_at > statement_timestamp();
comment on view access.live_delegation is 'Delegations that count at this moment.';
do $$
declare
    l_column text;
begin
    for l_column in select a.attname from pg_attribute a where a.attrelid = 'access.live_delegation'::regclass and a.attnum > 0 loop
        execute format('comment on column access.live_delegation.%I is %L', l_column, 'As in access.delegation.');
    end loop;
end $$;

create table access.break_glass (
    break_glass_id    uuid not null default ops.uuid_v7(),
    institution_id    uuid not null,
    state             text not null default 'asked',
    account_id        uuid not null,
    person_id         uuid not null,
    reason            text not null,
    policy            integer not null,
    payload           text not null,
    digest            bytea not null,
    nonce             bytea not null,
    asked_at          timestamptz not null default statement_timestamp(),
    until_at          timestamptz not null,
    joined_account_id uuid,
    joined_person_id  uuid,
    joined_at         timestamptz,
    joined_device_id  uuid,
    countersignature  text,
    assertion         text,
    signer            jsonb,
    ended_at          timestamptz,
    ended_for         text,
    review_id         uuid,
    justified         boolean,
    constraint break_glass_pk primary key (break_glass_id),
    constraint break_glass_institution_fk foreign key (institution_id) references identity.institution (institution_id),
    constraint break_glass_account_fk foreign key (account_id) references identity.account (account_id),
    constraint break_glass_person_fk foreign key (person_id) references identity.person (person_id),
    constraint break_glass_joined_account_fk foreign key (joined_account_id) references identity.account (account_id),
    constraint break_glass_joined_person_fk foreign key (joined_person_id) references identity.person (person_id),
    constraint break_glass_joined_device_fk foreign key (joined_device_id) references identity.device (device_id),
    constraint break_glass_policy_fk foreign key (policy) references access.break_glass_policy (policy),
    constraint break_glass_state_ck check (state in ('asked', 'lapsed', 'active', 'ended', 'reviewed')),
    constraint break_glass_two_ck check (joined_person_id <> person_id),
    constraint break_glass_joined_ck check (
        num_nonnulls(joined_account_id, joined_person_id, joined_at, joined_device_id, countersignature, signer)
        = case when state in ('asked', 'lapsed') then 0 else 6 end),
    constraint break_glass_digest_ck check (digest = sha256(convert_to(payload, 'UTF8'))),
    constraint break_glass_nonce_ck check (length(nonce) = 16),
    constraint break_glass_term_ck check (until_at <= coalesce(joined_at + interval '15 minutes', asked_at + interval '1 day')),
    constraint break_glass_ended_ck check (num_nonnulls(ended_at, ended_for) = case when state in ('asked', 'active') then 0 else 2 end),
    constraint break_glass_review_ck check (review_id is null and state <> 'reviewed' or review_id is not null and state in ('ended', 'reviewed')),
    constraint break_glass_justified_ck check ((justified is null) = (state <> 'reviewed')),
    constraint break_glass_reason_ck check (length(reason) between 1 and 2000)
);
-- The next one comes when this one has been reviewed.
create unique index break_glass_institution_uq on access.break_glass (institution_id) where state in ('asked', 'active', 'ended');
comment on table access.break_glass is 'Two persons who end what must end at once, also where one person''s power stops. A row comes when the first asks; asked → active, when the second joins, or lapsed; active → ended → reviewed.';
comment on column access.break_glass.break_glass_id is 'UUIDv7.';
comment on column access.break_glass.institution_id is 'Where they may: it has one at a time.';
comment on column access.break_glass.state is 'asked, active, or over: lapsed without a second person, ended and to be reviewed, reviewed.';
comment on column access.break_glass.account_id is 'Who asked,';
comment on column access.break_glass.person_id is 'and whose account that is.';
comment on column access.break_glass.reason is 'Why.';
comment on column access.break_glass.policy is 'Under which policies it was asked for, and how long it lasts.';
comment on column access.break_glass.payload is 'What the second person signs: RFC 8785.';
comment on column access.break_glass.digest is 'Its SHA-256.';
comment on column access.break_glass.nonce is '128 random bits, in the one signature that starts it.';
comment on column access.break_glass.asked_at is 'When it was asked for.';
comment on column access.break_glass.until_at is 'Until when somebody may join; once active, until when it lasts.';
comment on column access.break_glass.joined_account_id is 'Who joined,';
comment on column access.break_glass.joined_person_id is 'another person.';
comment on column access.break_glass.joined_at is 'Since when it is active.';
comment on column access.break_glass.joined_device_id is 'By which device,';
comment on column access.break_glass.countersignature is 'with these words: the JWS of a key, or what a passkey signed.';
comment on column access.break_glass.assertion is 'The passkey''s answer, as it came.';
comment on column access.break_glass.signer is 'The public key that verified it, as it was then.';
comment on column access.break_glass.ended_at is 'When it ended.';
comment on column access.break_glass.ended_for is 'Why: time, person, or what became of one of the two.';
comment on column access.break_glass.review_id is 'The review of what was done; null until it opens, which the clock sees to.';
comment on column access.break_glass.justified is 'What the review said.';

create table access.break_glass_act (
    entry_id       uuid not null,
    break_glass_id uuid not null,
    account_id     uuid not null,
    action         text not null,
    object_type    text not null,
    object_id      uuid not null,
    reason         text,
    acted_at       timestamptz not null default statement_timestamp(),
    constraint break_glass_act_pk primary key (entry_id),
    constraint break_glass_act_break_glass_fk foreign key (break_glass_id) references access.break_glass (break_glass_id),
    constraint break_glass_act_account_fk foreign key (account_id) references identity.account (account_id)
);
create index break_glass_act_break_glass_ix on access.break_glass_act (break_glass_id);
comment on table access.break_glass_act is 'What was done under a break-glass: what its reviewers judge. A row comes with each act, in its transaction, and stays.';
comment on column access.break_glass_act.entry_id is 'The act''s entry in the log.';
comment on column access.break_glass_act.break_glass_id is 'Under which.';
comment on column access.break_glass_act.account_id is 'Which of the two.';
comment on column access.break_glass_act.action is 'The entry''s action.';
comment on column access.break_glass_act.object_type is 'What it was done to: its kind,';
comment on column access.break_glass_act.object_id is 'and its id.';
comment on column access.break_glass_act.reason is 'Why, where whoever did it said so.';
comment on column access.break_glass_act.acted_at is 'When.';

create table access.explanation_count (
    person_id  uuid not null,
    since_at   timestamptz not null default statement_timestamp(),
    asked      integer not null default 1,
    constraint explanation_count_pk primary key (person_id),
    constraint explanation_count_person_fk foreign key (person_id) references identity.person (person_id)
);
comment on table access.explanation_count is 'How often a person has had decisions explained (JR-8). A row comes with its first; it begins anew when its time is over.';
comment on column access.explanation_count.person_id is 'Who asked, with whatever account.';
comment on column access.explanation_count.since_at is 'Since when it is counted.';
comment on column access.explanation_count.asked is 'How often since then.';

-- What makes a rule is access.activate_policies alone (security/owners.sql).
grant select on all tables in schema access to cs_door;
grant insert on access.agreement, access.agreement_party, access.grant, access.risk, access.delegation, access.break_glass, access.break_glass_act,
    access.explanation_count to cs_door;
grant insert on all tables in schema access to cs_lookup;
grant update (ended_at) on access.delegation to cs_door;
grant update (state, until_at, joined_account_id, joined_person_id, joined_at, joined_device_id, countersignature, assertion, signer, ended_at, ended_for,
              review_id, justified) on access.break_glass to cs_door;
grant update (state, version, max_level, operations, until_at, granted_at, ended_at) on access.grant to cs_door;
grant update (state, version, duties_digest, ends_at, signed_at) on access.agreement to cs_door;
grant update (since_at, asked) on access.explanation_count to cs_door;
