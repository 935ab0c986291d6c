-- SPDX-License-Identifier: Apache-2.0
-- What the policies say, as rows that engine and matrix read.  A set of policies
-- is activated as a whole and never changed: its documents are kept as they
-- came, and projected in the same transaction.  Floors of the standards are
-- constraints on these rows: a policy can only be stricter (see
-- access.check_floors for those that span rows).
--
--   policy_set, policy_document                  what was activated, when
--   review_kind, review_stage, review_need       reviews.json
--   permission, exclusive_pair, role_permission,
--   delegation_policy, break_glass_policy        permissions.json
--   level, rank, matrix, grant_rule, obligation  levels.json
--   password_policy, session_policy, log_policy  passwords, sessions, log.json
--   terms_policy, anomaly_policy                 terms.json, anomalies.json
--   risk_policy, risk_point                      risk.json
--   record_type, category, purpose               types.json

create table access.policy_set (
    policy       integer not null,
    activated_at timestamptz not null default statement_timestamp(),
    constraint policy_set_pk primary key (policy),
    constraint policy_set_number_ck check (policy > 0)
);
comment on table access.policy_set is 'A row comes with each activation; the greatest number is in force.';
comment on column access.policy_set.policy is 'Number, from 1; entries and reviews name it.';
comment on column access.policy_set.activated_at is 'Since when.';

create table access.policy_document (
    policy    integer not null,
    name      text not null,
    version   integer not null,
    review_by date not null,
    document  text not null,
    constraint policy_document_pk primary key (policy, name),
    constraint policy_document_set_fk foreign key (policy) references access.policy_set (policy),
    constraint policy_document_name_ck check (name in ('levels', 'reviews', 'permissions', 'passwords', 'sessions', 'log', 'types', 'terms', 'anomalies', 'risk'))
);
comment on table access.policy_document is 'The documents of a set, in canonical form. Rows come with it.';
comment on column access.policy_document.policy is 'The set.';
comment on column access.policy_document.name is 'The policy''s name.';
comment on column access.policy_document.version is 'Its own version.';
comment on column access.policy_document.review_by is 'When it must be looked at again (GS-1.4).';
comment on column access.policy_document.document is 'The document.';

create table access.review_kind (
    policy          integer not null,
    kind            text not null,
    least_class     identity.device_class not null,
    step_up         text not null,
    raised_by       text,
    due_normal      interval not null,
    due_urgent      interval not null,
    expires         interval not null,
    remind          numeric[] not null,
    constraint review_kind_pk primary key (policy, kind),
    constraint review_kind_set_fk foreign key (policy) references access.policy_set (policy),
    constraint review_kind_class_ck check (least_class <> 'software'),
    constraint review_kind_normal_ck check (due_normal > '0' and due_normal <= '24 hours'),
    constraint review_kind_urgent_ck check (due_urgent > '0' and due_urgent <= '1 hour'),
    constraint review_kind_expires_ck check (expires >= due_normal and expires >= due_urgent),
    constraint review_kind_remind_ck check (0 < all (remind) and 1 > all (remind) and cardinality(remind) <= 8)
);
comment on table access.review_kind is 'Kinds of review. Rows come with the set. Floors: due within 24 h, urgent within 1 h (GS-2.2.3); never decided from a key that software holds (JR-5.2).';
comment on column access.review_kind.policy is 'The set.';
comment on column access.review_kind.kind is 'The operation under review.';
comment on column access.review_kind.least_class is 'The least class of device to decide from.';
comment on column access.review_kind.step_up is 'Whether a decision needs a second proof of its own (JR-5.1): always, never, or the level up to which none is needed.';
comment on column access.review_kind.raised_by is 'The permission by which it is raised; null where anybody may. A requester never decides: what remains must suffice.';
comment on column access.review_kind.due_normal is 'Time to decide.';
comment on column access.review_kind.due_urgent is 'Time to decide when urgent.';
comment on column access.review_kind.expires is 'After that nobody can decide: never an automatic yes.';
comment on column access.review_kind.remind is 'Shares of the time to decide after which its deciders are reminded.';

create table access.review_stage (
    policy     integer not null,
    kind       text not null,
    ordinal    integer not null,
    name       text not null,
    blind      boolean not null,
    from_grade text,
    constraint review_stage_pk primary key (policy, kind, ordinal),
    constraint review_stage_kind_fk foreign key (policy, kind) references access.review_kind (policy, kind),
    constraint review_stage_name_uq unique (policy, kind, name),
    constraint review_stage_ordinal_ck check (ordinal between 1 and 8),
    constraint review_stage_grade_ck check (from_grade in ('medium', 'high'))
);
comment on table access.review_stage is 'Stages of a kind, in order. Rows come with the set; access.check_floors holds their number.';
comment on column access.review_stage.policy is 'The set.';
comment on column access.review_stage.kind is 'The kind.';
comment on column access.review_stage.ordinal is 'Place in the order, from 1.';
comment on column access.review_stage.name is 'The stage''s name.';
comment on column access.review_stage.blind is 'Its decisions stay hidden until all have decided.';
comment on column access.review_stage.from_grade is 'The stage is there from this grade of risk on; null: always.';

create table access.review_need (
    policy     integer not null,
    kind       text not null,
    ordinal    integer not null,
    need       integer not null,
    permission text not null,
    scope      text not null,
    approvals  integer not null,
    constraint review_need_pk primary key (policy, kind, ordinal, need),
    constraint review_need_stage_fk foreign key (policy, kind, ordinal) references access.review_stage (policy, kind, ordinal),
    constraint review_need_need_ck check (need between 1 and 8),
    constraint review_need_scope_ck check (scope in ('department', 'institution', 'owner', 'operator', 'parties', 'members')),
    constraint review_need_approvals_ck check (approvals between 1 and 16)
);
-- Persons of distinct members are told apart by their institution within one stage.
create unique index review_need_members_uq on access.review_need (policy, kind) where scope = 'members';
comment on table access.review_need is 'The groups that decide a stage, each with so many persons. Rows come with the set.';
comment on column access.review_need.policy is 'The set.';
comment on column access.review_need.kind is 'The kind.';
comment on column access.review_need.ordinal is 'The stage.';
comment on column access.review_need.need is 'Which group of the stage, from 1.';
comment on column access.review_need.permission is 'What its deciders hold.';
comment on column access.review_need.scope is 'Where they are: the requester''s department or institution, the owner''s institution, the operator, each party of an agreement, distinct members.';
comment on column access.review_need.approvals is 'How many persons it asks for; of members no more than there are.';

create table access.permission (
    policy     integer not null,
    permission text not null,
    tier       text not null,
    service    boolean not null default false,
    constraint permission_pk primary key (policy, permission),
    constraint permission_set_fk foreign key (policy) references access.policy_set (policy),
    constraint permission_tier_ck check (tier in ('basic', 'advanced', 'management')),
    constraint permission_service_ck check (not service or tier = 'basic')
);
alter table access.review_need add constraint review_need_permission_fk
    foreign key (policy, permission) references access.permission (policy, permission) deferrable initially deferred;
alter table access.review_kind add constraint review_kind_raised_fk
    foreign key (policy, raised_by) references access.permission (policy, permission) deferrable initially deferred;
comment on table access.permission is 'Function permissions (GS-3.1.1). Rows come with the set.';
comment on column access.permission.policy is 'The set.';
comment on column access.permission.permission is 'Its name.';
comment on column access.permission.tier is 'basic, advanced or management.';
comment on column access.permission.service is 'A service may hold it; only what is basic.';

create table access.exclusive_pair (
    policy integer not null,
    one    text not null,
    other  text not null,
    constraint exclusive_pair_pk primary key (policy, one, other),
    constraint exclusive_pair_one_fk foreign key (policy, one) references access.permission (policy, permission),
    constraint exclusive_pair_other_fk foreign key (policy, other) references access.permission (policy, permission),
    constraint exclusive_pair_distinct_ck check (one <> other)
);
comment on table access.exclusive_pair is 'Permissions that no person holds together (GS-3.1.1). Rows come with the set.';
comment on column access.exclusive_pair.policy is 'The set.';
comment on column access.exclusive_pair.one is 'The one.';
comment on column access.exclusive_pair.other is 'The other.';

create table access.role_permission (
    policy     integer not null,
    role       text not null,
    permission text not null,
    constraint role_permission_pk primary key (policy, role, permission),
    constraint role_permission_permission_fk foreign key (policy, permission) references access.permission (policy, permission)
);
comment on table access.role_permission is 'What a role permits. Rows come with the set.';
comment on column access.role_permission.policy is 'The set.';
comment on column access.role_permission.role is 'The role.';
comment on column access.role_permission.permission is 'The permission.';

create table access.level (
    policy  integer not null,
    level   text not null,
    ordinal integer not null,
    constraint level_pk primary key (policy, level),
    constraint level_set_fk foreign key (policy) references access.policy_set (policy),
    constraint level_ordinal_uq unique (policy, ordinal)
);
comment on table access.level is 'Levels of records (GS-3.1.2). Rows come with the set.';
comment on column access.level.policy is 'The set.';
comment on column access.level.level is 'Code of the level.';
comment on column access.level.ordinal is 'Place in the order, the lowest is 1.';

create table access.rank (
    policy  integer not null,
    rank    text not null,
    ordinal integer not null,
    constraint rank_pk primary key (policy, rank),
    constraint rank_set_fk foreign key (policy) references access.policy_set (policy),
    constraint rank_ordinal_uq unique (policy, ordinal)
);
comment on table access.rank is 'Ranks of accounts. Rows come with the set.';
comment on column access.rank.policy is 'The set.';
comment on column access.rank.rank is 'Code of the rank.';
comment on column access.rank.ordinal is 'Place in the order, the lowest is 1.';

create table access.matrix (
    policy    integer not null,
    level     text not null,
    rank      text not null,
    operation text not null,
    constraint matrix_pk primary key (policy, level, rank, operation),
    constraint matrix_level_fk foreign key (policy, level) references access.level (policy, level),
    constraint matrix_rank_fk foreign key (policy, rank) references access.rank (policy, rank),
    constraint matrix_operation_ck check (operation in ('list', 'view', 'download', 'print', 'forward', 'edit', 'destroy')),
    constraint matrix_top_secret_ck check (level <> 'top_secret' or operation in ('list', 'view'))
);
comment on table access.matrix is 'What a rank may do at a level. Rows come with the set. Floor GS-3.1.2: top secret is for viewing only.';
comment on column access.matrix.policy is 'The set.';
comment on column access.matrix.level is 'The record''s level.';
comment on column access.matrix.rank is 'The account''s rank.';
comment on column access.matrix.operation is 'The operation.';

create table access.grant_rule (
    policy integer not null,
    side   text not null,
    level  text not null,
    constraint grant_rule_pk primary key (policy, side, level),
    constraint grant_rule_level_fk foreign key (policy, level) references access.level (policy, level),
    constraint grant_rule_side_ck check (side in ('own', 'other'))
);
comment on table access.grant_rule is 'Where a grant is needed besides the rank. Rows come with the set.';
comment on column access.grant_rule.policy is 'The set.';
comment on column access.grant_rule.side is 'own: within the owner''s institution; other: for the rest of the audience.';
comment on column access.grant_rule.level is 'The level at which one is needed.';

create table access.obligation (
    policy     integer not null,
    level      text not null,
    obligation text not null,
    constraint obligation_pk primary key (policy, level, obligation),
    constraint obligation_level_fk foreign key (policy, level) references access.level (policy, level)
);
comment on table access.obligation is 'What a release of a level obliges to. Rows come with the set.';
comment on column access.obligation.policy is 'The set.';
comment on column access.obligation.level is 'The level.';
comment on column access.obligation.obligation is 'The obligation''s code.';

create table access.password_policy (
    policy          integer not null,
    min_length      integer not null,
    min_classes     integer not null,
    max_failures    integer not null,
    pending         interval not null,
    set_within      interval not null,
    max_age         interval not null,
    remembered      integer not null,
    memory_kib      integer not null,
    iterations      integer not null,
    parallelism     integer not null,
    constraint password_policy_pk primary key (policy),
    constraint password_policy_set_fk foreign key (policy) references access.policy_set (policy),
    constraint password_policy_length_ck check (min_length >= 8),
    constraint password_policy_classes_ck check (min_classes between 2 and 4),
    constraint password_policy_failures_ck check (max_failures between 1 and 3),
    constraint password_policy_pending_ck check (pending between '5 seconds' and '10 minutes'),
    constraint password_policy_within_ck check (set_within between '1 day' and '7 days'),
    constraint password_policy_age_ck check (max_age between '1 day' and '365 days'),
    constraint password_policy_remembered_ck check (remembered between 1 and 12),
    constraint password_policy_cost_ck check (memory_kib >= 8192 and iterations >= 1 and parallelism >= 1)
);
comment on table access.password_policy is 'One row a set. Floors GS-2.1.2, GS-2.2.1: 8 characters of two classes, three failures.';
comment on column access.password_policy.policy is 'The set.';
comment on column access.password_policy.min_length is 'Least number of characters.';
comment on column access.password_policy.min_classes is 'Least number of character classes.';
comment on column access.password_policy.max_failures is 'Failures in a row that lock.';
comment on column access.password_policy.pending is 'After that an attempt left pending has failed.';
comment on column access.password_policy.set_within is 'Time to enrol after activation.';
comment on column access.password_policy.max_age is 'An older password must be changed first.';
comment on column access.password_policy.remembered is 'How many former passwords cannot be set again.';
comment on column access.password_policy.memory_kib is 'Argon2id memory for new passwords.';
comment on column access.password_policy.iterations is 'Argon2id passes for new passwords.';
comment on column access.password_policy.parallelism is 'Argon2id lanes for new passwords.';

create table access.session_policy (
    policy    integer not null,
    idle      interval not null,
    absolute  interval not null,
    terminals integer not null,
    on_limit  text not null,
    renewal_overlap   interval not null,
    service_lifetime  interval not null,
    service_terminals integer not null,
    service_prefix4   integer not null,
    service_prefix6   integer not null,
    step_up   interval not null,
    code_at_sign_in   boolean not null,
    code_tiers        text[] not null,
    code_max_failures integer not null,
    code_window_steps integer not null,
    constraint session_policy_pk primary key (policy),
    constraint session_policy_set_fk foreign key (policy) references access.policy_set (policy),
    constraint session_policy_idle_ck check (idle >= '1 minute' and idle <= absolute),
    constraint session_policy_absolute_ck check (absolute between '5 minutes' and '24 hours'),
    constraint session_policy_overlap_ck check (renewal_overlap between '0' and '90 days'),
    constraint session_policy_terminals_ck check (terminals between 1 and 8),
    constraint session_policy_limit_ck check (on_limit in ('refuse', 'replace_oldest')),
    constraint session_policy_service_ck check (service_lifetime between '1 minute' and '1 hour'
                                                and service_terminals between 1 and 64),
    constraint session_policy_prefix_ck check (service_prefix4 between 8 and 32 and service_prefix6 between 16 and 128),
    constraint session_policy_step_up_ck check (step_up between '30 seconds' and '10 minutes'),
    constraint session_policy_tiers_ck check (code_tiers <@ array['basic', 'advanced', 'management']),
    constraint session_policy_code_failures_ck check (code_max_failures between 1 and 5),
    constraint session_policy_code_window_ck check (code_window_steps between 0 and 1)
);
comment on table access.session_policy is 'One row a set (GS-2.2.1).';
comment on column access.session_policy.policy is 'The set.';
comment on column access.session_policy.service_lifetime is 'How long a token of a service lasts.';
comment on column access.session_policy.service_terminals is 'On how many places at once a service may be signed in at most.';
comment on column access.session_policy.service_prefix4 is 'The least prefix of a network that a service calls from.';
comment on column access.session_policy.service_prefix6 is 'The same of IPv6.';
comment on column access.session_policy.idle is 'A session unused for that long has ended.';
comment on column access.session_policy.absolute is 'No session is longer.';
comment on column access.session_policy.terminals is 'How many terminals an account is signed in on at once.';
comment on column access.session_policy.renewal_overlap is 'How long a device still holds that was renewed.';
comment on column access.session_policy.on_limit is 'What happens on one more: refuse or replace_oldest.';
comment on column access.session_policy.step_up is 'For how long a step-up can be spent.';
comment on column access.session_policy.code_at_sign_in is 'Whoever has a one-time code signs in with it.';
comment on column access.session_policy.code_tiers is 'Whoever holds a permission of these tiers must have one.';
comment on column access.session_policy.code_max_failures is 'Wrong one-time codes in a row that lock.';
comment on column access.session_policy.code_window_steps is 'Steps before and after the present one that are accepted.';

create table access.anomaly_policy (
    policy          integer not null,
    from_hour       integer not null,
    to_hour         integer not null,
    clock_offset    interval not null,
    known           interval not null,
    accounts_most   integer not null,
    accounts_window interval not null,
    travel_speed    integer not null,
    places          jsonb not null,
    penalty_free    integer not null,
    penalty_window  interval not null,
    penalty_base    interval not null,
    penalty_most    interval not null,
    change_password text[] not null,
    one_time_code   text[] not null,
    constraint anomaly_policy_pk primary key (policy),
    constraint anomaly_policy_set_fk foreign key (policy) references access.policy_set (policy),
    constraint anomaly_policy_hours_ck check (from_hour between 0 and 24 and to_hour between from_hour and 24
                                              and clock_offset between '-14 hours' and '14 hours'),
    constraint anomaly_policy_known_ck check (known > '0' and accounts_most > 0 and accounts_window > '0' and travel_speed > 0),
    constraint anomaly_policy_penalty_ck check (penalty_free > 0 and penalty_window > '0' and penalty_base > '0'
                                                and penalty_most between penalty_base and '1 day'),
    constraint anomaly_policy_change_ck check (
        change_password || one_time_code <@ array['new_network', 'odd_hour', 'impossible_travel', 'many_accounts'])
);
comment on table access.anomaly_policy is 'One row a set: what is unusual about a sign-in, and what it costs.';
comment on column access.anomaly_policy.policy is 'The set.';
comment on column access.anomaly_policy.from_hour is 'Before this hour a sign-in is odd.';
comment on column access.anomaly_policy.to_hour is 'From this hour on it is odd again.';
comment on column access.anomaly_policy.clock_offset is 'Of that clock to UTC.';
comment on column access.anomaly_policy.known is 'A network that was not used for that long is new again.';
comment on column access.anomaly_policy.accounts_most is 'More accounts than this from one address are odd,';
comment on column access.anomaly_policy.accounts_window is 'within that time.';
comment on column access.anomaly_policy.travel_speed is 'Kilometres an hour that nobody travels.';
comment on column access.anomaly_policy.places is 'Where networks are: an array of prefix, latitude, longitude.';
comment on column access.anomaly_policy.penalty_free is 'As many refusals of a network''s strangers cost nothing,';
comment on column access.anomaly_policy.penalty_window is 'within that time.';
comment on column access.anomaly_policy.penalty_base is 'The first penalty; each further one is twice as long,';
comment on column access.anomaly_policy.penalty_most is 'and never longer than this.';
comment on column access.anomaly_policy.change_password is 'Signals after which a new password is owed.';
comment on column access.anomaly_policy.one_time_code is 'Signals at which whoever has an authenticator signs in with its code.';

create table access.risk_policy (
    policy          integer not null,
    medium          integer not null,
    high            integer not null,
    monthly_limit   integer not null,
    requests_most   integer not null,
    requests_window interval not null,
    constraint risk_policy_pk primary key (policy),
    constraint risk_policy_set_fk foreign key (policy) references access.policy_set (policy),
    constraint risk_policy_grades_ck check (medium >= 1 and high > medium),
    constraint risk_policy_limit_ck check (monthly_limit between 0 and 100),
    constraint risk_policy_requests_ck check (requests_most between 1 and 1000
                                              and requests_window between '1 minute' and '1 day')
);
comment on table access.risk_policy is 'One row a set (GS-3.2, JR-8). What the engine never grants is no policy: see access.find_least_grade.';
comment on column access.risk_policy.policy is 'The set.';
comment on column access.risk_policy.medium is 'From so many points on two stages of people decide,';
comment on column access.risk_policy.high is 'from so many on a third one.';
comment on column access.risk_policy.monthly_limit is 'How often in 30 days the engine grants one person something.';
comment on column access.risk_policy.requests_most is 'More requests of one person are refused: nobody finds out the weights by trying,';
comment on column access.risk_policy.requests_window is 'within that time.';

create table access.risk_point (
    policy integer not null,
    factor text not null,
    value  text,
    least  bigint,
    points integer not null,
    constraint risk_point_set_fk foreign key (policy) references access.risk_policy (policy),
    constraint risk_point_uq unique nulls not distinct (policy, factor, value, least),
    constraint risk_point_kind_ck check (num_nonnulls(value, least) = 1),
    constraint risk_point_points_ck check (points between 0 and 100)
);
comment on table access.risk_point is 'What a factor of a request weighs. Rows come with the set.';
comment on column access.risk_point.policy is 'The set.';
comment on column access.risk_point.factor is 'The factor, as access.find_risk_facts names it.';
comment on column access.risk_point.value is 'Of a factor that is a word: the word; "true" for what is there or not.';
comment on column access.risk_point.least is 'Of a number: from this on.';
comment on column access.risk_point.points is 'So many points; of several that fit the most.';

create table access.terms_policy (
    policy   integer not null,
    version  integer not null,
    required boolean not null,
    text     jsonb not null,
    constraint terms_policy_pk primary key (policy),
    constraint terms_policy_set_fk foreign key (policy) references access.policy_set (policy)
);
comment on table access.terms_policy is 'One row a set (GS-2.1.3).';
comment on column access.terms_policy.policy is 'The set.';
comment on column access.terms_policy.version is 'Of the terms: each is accepted by itself.';
comment on column access.terms_policy.required is 'Nobody does anything before they have accepted them.';
comment on column access.terms_policy.text is 'The terms, by language.';

create table access.log_policy (
    policy                      integer not null,
    seal_age_max                interval not null,
    stranger_entries_per_minute integer not null,
    retention_months            integer not null,
    notifications               interval not null,
    constraint log_policy_pk primary key (policy),
    constraint log_policy_set_fk foreign key (policy) references access.policy_set (policy),
    constraint log_policy_seal_ck check (seal_age_max between '1 second' and '1 hour'),
    constraint log_policy_strangers_ck check (stranger_entries_per_minute >= 1),
    constraint log_policy_retention_ck check (retention_months >= 60),
    constraint log_policy_notifications_ck check (notifications between '7 days' and '365 days')
);
comment on table access.log_policy is 'One row a set. Floor GS-2.2.2: five years.';
comment on column access.log_policy.policy is 'The set.';
comment on column access.log_policy.seal_age_max is 'An unsealed entry older than this stops new work.';
comment on column access.log_policy.stranger_entries_per_minute is 'Entries a minute for callers whom nobody knows.';
comment on column access.log_policy.retention_months is 'How long entries stay.';
comment on column access.log_policy.notifications is 'How long people can read what they were told.';

create table access.record_type (
    policy     integer not null,
    type       text not null,
    reader     text not null,
    media_type text,
    document   jsonb not null,
    constraint record_type_pk primary key (policy, type),
    constraint record_type_set_fk foreign key (policy) references access.policy_set (policy),
    constraint record_type_reader_ck check (reader in ('json', 'opaque')),
    constraint record_type_media_ck check ((reader = 'opaque') = (media_type is null))
);
comment on table access.record_type is 'Types of records and how they are read. Rows come with the set.';
comment on column access.record_type.policy is 'The set.';
comment on column access.record_type.type is 'The type''s name.';
comment on column access.record_type.reader is 'json or opaque.';
comment on column access.record_type.media_type is 'Fixed media type; null where each record states its own.';
comment on column access.record_type.document is 'All the policy says about it: schema, fields.';

create table access.category (
    policy   integer not null,
    category text not null,
    constraint category_pk primary key (policy, category),
    constraint category_set_fk foreign key (policy) references access.policy_set (policy)
);
comment on table access.category is 'Categories of records (GS-4.1). Rows come with the set.';
comment on column access.category.policy is 'The set.';
comment on column access.category.category is 'The category.';

create table access.purpose (
    policy  integer not null,
    purpose text not null,
    constraint purpose_pk primary key (policy, purpose),
    constraint purpose_set_fk foreign key (policy) references access.policy_set (policy)
);
comment on table access.purpose is 'Purposes that a grant can have. Rows come with the set.';
comment on column access.purpose.policy is 'The set.';
comment on column access.purpose.purpose is 'The purpose.';

create table access.delegation_policy (
    policy integer not null,
    most   interval not null,
    tiers  text[] not null,
    constraint delegation_policy_pk primary key (policy),
    constraint delegation_policy_set_fk foreign key (policy) references access.policy_set (policy),
    constraint delegation_policy_most_ck check (most between '1 day' and '90 days'),
    constraint delegation_policy_tiers_ck check (tiers <@ array['basic', 'advanced', 'management'])
);
comment on table access.delegation_policy is 'One row a set: what can be delegated, and for how long.';
comment on column access.delegation_policy.policy is 'The set.';
comment on column access.delegation_policy.most is 'No delegation is longer, nor begins later.';
comment on column access.delegation_policy.tiers is 'Permissions of these tiers can be delegated.';

create table access.break_glass_policy (
    policy integer not null,
    active interval not null,
    asked  interval not null,
    constraint break_glass_policy_pk primary key (policy),
    constraint break_glass_policy_set_fk foreign key (policy) references access.policy_set (policy),
    constraint break_glass_policy_active_ck check (active between '1 minute' and '15 minutes'),
    constraint break_glass_policy_asked_ck check (asked between '1 minute' and '1 day')
);
comment on table access.break_glass_policy is 'One row a set: how long a break-glass lasts.';
comment on column access.break_glass_policy.policy is 'The set.';
comment on column access.break_glass_policy.active is 'From the second person''s word on.';
comment on column access.break_glass_policy.asked is 'How long it waits for that.';
