-- SPDX-License-Identifier: Apache-2.0
-- What institutions share (GS-4).  The database holds ciphertext: content is
-- opened by the gateway alone, with a data key that its institution's key wraps.
--
--   record     what it is, whose, how it is classified, where it stands
--   revision   one version of its content
--   audience   the institutions it is meant for
--   reclassification  what was made ready for another level and grade, while that is under review
--
-- What the types, categories and levels are says the policy (schema access).

create table record.record (
    record_id      uuid not null,
    institution_id uuid not null,
    account_id     uuid not null,
    person_id      uuid not null,
    department     text not null,
    type           text not null,
    category       text not null,
    level          text not null,
    grade          text not null,
    title          text,
    title_sealed   bytea,
    for_members    boolean not null,
    state          text not null default 'draft',
    revision       integer not null,
    version        integer not null default 1,
    review_id      uuid,
    withdrawn_for  text,
    created_at     timestamptz not null default statement_timestamp(),
    published_at   timestamptz,
    expires_at     timestamptz,
    constraint record_pk primary key (record_id),
    constraint record_institution_fk foreign key (institution_id) references identity.institution (institution_id),
    constraint record_account_fk foreign key (account_id) references identity.account (account_id),
    constraint record_person_fk foreign key (person_id) references identity.person (person_id),
    constraint record_review_fk foreign key (review_id) references review.review (review_id),
    constraint record_grade_ck check (grade in ('core', 'important', 'sensitive', 'general')),
    constraint record_title_ck check (num_nonnulls(title, title_sealed) = 1 and length(title) between 1 and 256),
    constraint record_title_sealed_ck check (level not in ('secret', 'top_secret') or title is null),
    constraint record_state_ck check (state in ('draft', 'in_review', 'published', 'withdrawn', 'expired', 'destroyed')),
    constraint record_published_ck check (published_at is not null or state in ('draft', 'in_review', 'destroyed')),
    constraint record_reviewed_ck check (review_id is not null or state in ('draft', 'destroyed'))
);
create index record_institution_ix on record.record (institution_id, record_id);
comment on table record.record is 'A record. A row comes with its creation; draft → in_review → published → withdrawn | expired, in_review → draft when refused, and in the end destroyed.';
comment on column record.record.record_id is 'UUIDv7, made by the gateway, part of the signed identifier.';
comment on column record.record.institution_id is 'The owner.';
comment on column record.record.account_id is 'The author''s account.';
comment on column record.record.person_id is 'The author.';
comment on column record.record.department is 'The author''s department, whose people review it first.';
comment on column record.record.type is 'How it is read: a type of the policy.';
comment on column record.record.category is 'What it is about: a category of the policy.';
comment on column record.record.level is 'Who may read it: a level of the policy.';
comment on column record.record.grade is 'GB/T 43697 grade, another scale than the level.';
comment on column record.record.title is 'Its title,';
comment on column record.record.title_sealed is 'or its title as ciphertext, where the level asks for that.';
comment on column record.record.for_members is 'Meant for all members; else for those in record.audience.';
comment on column record.record.state is 'Only a published one is released, but to its author and its reviewers.';
comment on column record.record.revision is 'The current revision.';
comment on column record.record.version is 'Moves with each change; a review pins it as its base.';
comment on column record.record.review_id is 'The last review of its publication.';
comment on column record.record.withdrawn_for is 'Why it was withdrawn.';
comment on column record.record.created_at is 'When it was created.';
comment on column record.record.published_at is 'When it was published.';
comment on column record.record.expires_at is 'When it ends; past it nothing is released.';

create table record.revision (
    record_id       uuid not null,
    revision        integer not null,
    level           text not null,
    content         bytea not null,
    wrapped_key     bytea not null,
    sealed_revision integer not null,
    suite           integer not null generated always as (get_byte(content, 0)) stored,
    content_digest  identity.digest_text not null,
    size_bytes      bigint not null,
    media_type      text not null,
    identifier      text not null,
    attestation     text not null,
    device_id       uuid not null,
    created_at      timestamptz not null default statement_timestamp(),
    constraint revision_pk primary key (record_id, revision),
    constraint revision_record_fk foreign key (record_id) references record.record (record_id),
    constraint revision_device_fk foreign key (device_id) references identity.device (device_id),
    constraint revision_number_ck check (revision > 0),
    constraint revision_sealed_ck check (sealed_revision between 1 and revision),
    constraint revision_size_ck check (size_bytes >= 0),
    constraint revision_media_type_ck check (length(media_type) between 3 and 128)
);
alter table record.record add constraint record_revision_fk
    foreign key (record_id, revision) references record.revision (record_id, revision) deferrable initially deferred;
-- Ciphertext does not compress.
alter table record.revision alter column content set storage external;
comment on table record.revision is 'A version of a record: of its content, or of the level under which that is released. A row comes with it and is never changed but to be shredded.';
comment on column record.revision.record_id is 'The record.';
comment on column record.revision.revision is 'Number, from 1.';
comment on column record.revision.level is 'The level under which it is released: deliveries of it were.';
comment on column record.revision.content is 'Ciphertext, bound to record and sealed_revision.';
comment on column record.revision.wrapped_key is 'Its data key, wrapped by the institution''s key.';
comment on column record.revision.sealed_revision is 'The revision that content, key and title were sealed for: itself, or where it is of the same content as an earlier one that one.';
comment on column record.revision.suite is 'The suite that sealed it: the ciphertext''s first byte.';
comment on column record.revision.content_digest is 'SHA-256 of the content, which the author attested.';
comment on column record.revision.size_bytes is 'Size of the content.';
comment on column record.revision.media_type is 'Its media type.';
comment on column record.revision.identifier is 'The signed record identifier (GS-4.3a).';
comment on column record.revision.attestation is 'The author''s signed word that it is true (GS-2.3.2).';
comment on column record.revision.device_id is 'The device whose key signed the attestation.';
comment on column record.revision.created_at is 'When it was created.';

create table record.audience (
    record_id      uuid not null,
    institution_id uuid not null,
    constraint audience_pk primary key (record_id, institution_id),
    constraint audience_record_fk foreign key (record_id) references record.record (record_id),
    constraint audience_institution_fk foreign key (institution_id) references identity.institution (institution_id)
);
create index audience_institution_ix on record.audience (institution_id, record_id);
comment on table record.audience is 'For whom a record is meant, besides its owner. Rows come with the record.';
comment on column record.audience.record_id is 'The record.';
comment on column record.audience.institution_id is 'An institution that may know of it.';

create table record.reclassification (
    review_id    uuid not null,
    record_id    uuid not null,
    identifier   text not null,
    title        text,
    title_sealed bytea,
    salt         bytea not null,
    constraint reclassification_pk primary key (review_id),
    constraint reclassification_review_fk foreign key (review_id) references review.review (review_id),
    constraint reclassification_record_fk foreign key (record_id) references record.record (record_id),
    constraint reclassification_title_ck check (num_nonnulls(title, title_sealed) = 1 and length(title) between 1 and 256)
);
comment on table record.reclassification is 'What only the gateway can make for a record of another level, pinned by digest in the review that decides on it (GS-4.1). A row comes with the request and goes with its end.';
comment on column record.reclassification.review_id is 'The review.';
comment on column record.reclassification.record_id is 'The record.';
comment on column record.reclassification.identifier is 'The identifier of the revision to come: nobody is shown the platform''s signature over a level before that is decided.';
comment on column record.reclassification.title is 'Its title,';
comment on column record.reclassification.title_sealed is 'or its title as ciphertext, where the level to come asks for that.';
comment on column record.reclassification.salt is 'Random bytes, so that nobody can test guesses of the title against its digest.';

grant select, insert on all tables in schema record to cs_door;
grant update (type, category, level, grade, title, title_sealed, for_members, state, revision, version, review_id, published_at, expires_at, withdrawn_for) on record.record to cs_door;
grant delete on record.audience, record.reclassification to cs_door;
grant update (content, wrapped_key) on record.revision to cs_door;
