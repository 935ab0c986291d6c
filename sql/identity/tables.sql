-- SPDX-License-Identifier: Apache-2.0
-- Who there is (GS-2.1): persons, the accounts they act through, and what
-- proves that it is they.  "Two people" is counted by identity.person.
--
--   platform                       one row: the platform itself
--   institution, department        who shares; within it, where people work
--   person, account, account_role  people, their names here, their duties
--   service                        systems that act by an account of their own
--   device, credential, enrolment  what they sign in with, and how it began
--   session, attempt               where they are signed in, and tries at it
--   former_password, one_time_code what they may not set again, their second factor
--   step_up, terms_acceptance      what they proved anew, and agreed to
--   phrase                         by which they know the platform
--
-- No row here is ever deleted: an ended thing keeps its row and its id.  But
-- for account_role, which says what an account's duties are now; what they
-- were stands in the log.

create domain identity.code as text
    constraint code_ck check (value ~ '^[A-Z][A-Z0-9]{1,15}$');
comment on domain identity.code is 'An institution''s code: 2 to 16 capital letters and digits.';
create domain identity.institution_kind as text
    constraint institution_kind_ck check (value in ('member', 'partner', 'regulator', 'operator'));
comment on domain identity.institution_kind is 'What an institution is here.';
create domain identity.institution_state as text
    constraint institution_state_ck check (value in ('pending', 'active', 'suspended', 'closed', 'rejected'));
comment on domain identity.institution_state is 'pending → active | rejected; active → suspended | closed; suspended → active | closed.';
create domain identity.account_state as text
    constraint account_state_ck check (value in ('pending', 'active', 'locked', 'suspended', 'closed', 'rejected'));
comment on domain identity.account_state is 'pending → active | rejected; active → locked | suspended | closed; locked → active | suspended | closed; suspended → active | closed.';
create domain identity.device_class as text
    constraint device_class_ck check (value in ('software', 'hardware', 'certificate'));
comment on domain identity.device_class is 'How a device holds its keys, least first: software, hardware, certificate.';
create domain identity.digest_text as text
    constraint digest_text_ck check (value ~ '^[A-Za-z0-9_-]{43}$');
comment on domain identity.digest_text is 'base64url of 32 bytes.';
create domain identity.service_network as cidr
    constraint service_network_ck check (ops.is_narrow(value, 8, 16));
comment on domain identity.service_network is 'An address or a network that a service calls from; /8 at the widest, of IPv6 /16.';

create type identity.subject as (
    code           text,
    account_id     uuid,
    person_id      uuid,
    institution_id uuid,
    department     text,
    rank           text,
    kind           text,
    session_id     uuid,
    device_id      uuid,
    device_class   text
);
comment on type identity.subject is 'Who is calling; a code that is not null says why nobody is.';

create table identity.platform (
    platform_id     boolean not null default true,
    name            text not null,
    institution_id  uuid not null,
    initialised_at  timestamptz not null default statement_timestamp(),
    recovery_needed integer,
    constraint platform_pk primary key (platform_id),
    constraint platform_one_ck check (platform_id),
    constraint platform_name_ck check (name ~ '^[a-z0-9][a-z0-9.-]{0,62}$')
);
comment on table identity.platform is 'The platform. Its one row comes with operator.initialise and closes that door.';
comment on column identity.platform.platform_id is 'Always true: there is one row.';
comment on column identity.platform.name is 'Its id on the wire: issuer and audience of tokens, aud of countersignatures.';
comment on column identity.platform.institution_id is 'The operator''s institution.';
comment on column identity.platform.recovery_needed is 'How many of the recovery keys must sign.';
comment on column identity.platform.initialised_at is 'When the door of init closed.';

create table identity.institution (
    institution_id uuid not null,
    code           identity.code not null,
    name           text not null,
    kind           identity.institution_kind not null,
    jurisdiction   text not null,
    regulator_id   uuid,
    naming         text,
    state          identity.institution_state not null default 'pending',
    version        integer not null default 1,
    wrapped_key    bytea,
    review_id      uuid,
    created_at     timestamptz not null default statement_timestamp(),
    admitted_at    timestamptz,
    constraint institution_pk primary key (institution_id),
    constraint institution_kind_uq unique (institution_id, kind),
    constraint institution_regulator_fk foreign key (regulator_id) references identity.institution (institution_id),
    constraint institution_name_ck check (length(name) between 1 and 256),
    constraint institution_jurisdiction_ck check (jurisdiction ~ '^[A-Z]{2}$'),
    constraint institution_naming_ck check (naming ~ '^(word|number|any)(\.(word|number|any)){0,3}$')
);
create unique index institution_code_uq on identity.institution (code) where state <> 'rejected';
alter table identity.platform add constraint platform_institution_fk
    foreign key (institution_id) references identity.institution (institution_id);
comment on table identity.institution is 'A bank, partner, regulator or the operator. A row comes with the request to admit it (or init), and becomes active by that review.';
comment on column identity.institution.institution_id is 'UUIDv7, made by the gateway.';
comment on column identity.institution.code is 'Short name, unique; the subject''s O in its people''s certificates.';
comment on column identity.institution.name is 'Full name.';
comment on column identity.institution.kind is 'member, partner, regulator or operator.';
comment on column identity.institution.jurisdiction is 'ISO 3166 code of the country whose law binds it (GS-1.6).';
comment on column identity.institution.regulator_id is 'The regulator in whose charge it is.';
comment on column identity.institution.naming is 'How its accounts are named behind its code (GS-2.1.1): word, number or any for each part, as word.word; null for any one to four.';
comment on column identity.institution.state is 'Only an active institution''s accounts can sign in or decide.';
comment on column identity.institution.version is 'Moves with each change; a review pins it as its base.';
comment on column identity.institution.wrapped_key is 'Its key-encryption key, wrapped by the gateway''s; null for those who publish nothing.';
comment on column identity.institution.review_id is 'The review that admits it; null for the operator.';
comment on column identity.institution.created_at is 'When it was proposed.';
comment on column identity.institution.admitted_at is 'When it was admitted; null before, and for the operator.';

create table identity.department (
    institution_id uuid not null,
    code           text not null,
    constraint department_pk primary key (institution_id, code),
    constraint department_institution_fk foreign key (institution_id) references identity.institution (institution_id),
    constraint department_code_ck check (code ~ '^[a-z][a-z0-9_.]{0,63}$')
);
comment on table identity.department is 'Where people of an institution work. Rows come with the institution.';
comment on column identity.department.institution_id is 'The institution.';
comment on column identity.department.code is 'Short name, unique within it.';

create table identity.person (
    person_id      uuid not null default ops.uuid_v7(),
    institution_id uuid not null,
    number         text not null,
    folded         text not null generated always as (translate(lower(number), '._-', '')) stored,
    name           text not null,
    phone          text,
    birth_date     date,
    constraint person_pk primary key (person_id),
    constraint person_institution_fk foreign key (institution_id) references identity.institution (institution_id),
    constraint person_number_uq unique (institution_id, folded),
    constraint person_number_ck check (number ~ '^[A-Za-z0-9._-]{1,64}$' and folded <> ''),
    constraint person_name_ck check (length(name) between 1 and 256),
    constraint person_phone_ck check (phone ~ '^[+]?[0-9][0-9 -]{3,30}$')
);
comment on table identity.person is 'A human being. A row comes with the first request for an account of theirs; two accounts of one person never count as two people.';
comment on column identity.person.person_id is 'UUIDv7.';
comment on column identity.person.institution_id is 'Who employs them.';
comment on column identity.person.number is 'Personnel number, unique within the institution.';
comment on column identity.person.folded is 'The number without case and separators, by which people are told apart: A-17 and a17 are one.';
comment on column identity.person.name is 'Name, as people call them.';
comment on column identity.person.phone is 'Telephone, where the institution told it; read for one purpose, that no password contains it.';
comment on column identity.person.birth_date is 'Day of birth, the same.';

create table identity.account (
    account_id     uuid not null,
    institution_id uuid not null,
    person_id      uuid not null,
    department     text not null,
    name           text not null,
    kind           text not null default 'person',
    rank           text not null,
    state          identity.account_state not null default 'pending',
    version        integer not null default 1,
    institution_kind identity.institution_kind not null,
    liaison_id     uuid,
    ends_at        timestamptz,
    leaves_as      text,
    review_id      uuid,
    cleared_at     timestamptz,
    suspended_at   timestamptz,
    suspended_by   uuid,
    suspended_for  text,
    created_at     timestamptz not null default statement_timestamp(),
    constraint account_pk primary key (account_id),
    constraint account_institution_fk foreign key (institution_id, institution_kind)
        references identity.institution (institution_id, kind),
    constraint account_liaison_fk foreign key (liaison_id) references identity.account (account_id),
    constraint account_partner_ck check (institution_kind <> 'partner' or liaison_id is not null and ends_at is not null),
    constraint account_liaison_ck check (liaison_id <> account_id and (liaison_id is null or institution_kind = 'partner')),
    constraint account_leaves_ck check (leaves_as is null or leaves_as in ('left', 'retired') and ends_at is not null),
    constraint account_retired_ck check (kind = 'person' or leaves_as is distinct from 'retired'),
    constraint account_person_fk foreign key (person_id) references identity.person (person_id),
    constraint account_department_fk foreign key (institution_id, department) references identity.department (institution_id, code),
    constraint account_name_ck check (name ~ '^[a-z0-9]+(\.[a-z0-9]+){1,4}$' and length(name) <= 64),
    constraint account_kind_ck check (kind in ('person', 'service'))
);
create unique index account_name_uq on identity.account (name) where state <> 'rejected';
create index account_institution_ix on identity.account (institution_id, state);
create index account_person_ix on identity.account (person_id);
create index account_liaison_ix on identity.account (liaison_id) where liaison_id is not null;
create index account_ends_ix on identity.account (ends_at) where ends_at is not null and state in ('active', 'locked', 'suspended');
comment on table identity.account is 'The name through which a person acts (GS-2.1.1). A row comes with the request for it, and becomes active by its review; only init makes it active at once.';
comment on column identity.account.account_id is 'UUIDv7; kept for the log for ever.';
comment on column identity.account.institution_id is 'The institution it belongs to for ever.';
comment on column identity.account.person_id is 'Whose it is.';
comment on column identity.account.department is 'Where they work.';
comment on column identity.account.name is 'Sign-in name, unique; the subject''s CN in its certificate.';
comment on column identity.account.kind is 'person; service: a system that its person answers for.';
comment on column identity.account.rank is 'Fixes the ceiling of what may be read (GS-3.1.2).';
comment on column identity.account.state is 'Only an active account signs in, asks or decides.';
comment on column identity.account.version is 'Moves with each change; a review pins it as its base.';
comment on column identity.account.institution_kind is 'The institution''s kind, held equal by the foreign key: a partner''s account has a liaison and an end (GS-2.1.1).';
comment on column identity.account.liaison_id is 'Of a partner''s account: who of ours answers for it.';
comment on column identity.account.ends_at is 'From then on it can do nothing; the clock closes it.';
comment on column identity.account.leaves_as is 'Of a person who has given notice: left or retired, at the end.';
comment on column identity.account.suspended_at is 'When it was last suspended,';
comment on column identity.account.suspended_by is 'by whose call,';
comment on column identity.account.suspended_for is 'and why: what they said, or a code where it follows from something else. Whoever reinstates it is told.';
comment on column identity.account.cleared_at is 'Failures before it do not count: the last unlocking or reset.';
comment on column identity.account.review_id is 'The review that makes it active; null for the accounts of init.';
comment on column identity.account.created_at is 'When it was proposed.';

create table identity.account_role (
    account_id uuid not null,
    role       text not null,
    constraint account_role_pk primary key (account_id, role),
    constraint account_role_account_fk foreign key (account_id) references identity.account (account_id)
);
comment on table identity.account_role is 'Duties of an account. Rows come with the account or a transfer, and go with transfer or departure; what they permit says the policy.';
comment on column identity.account_role.account_id is 'The account.';
comment on column identity.account_role.role is 'A role of the policy.';

create table identity.service (
    account_id uuid not null,
    owner_id   uuid not null,
    addresses  identity.service_network[] not null,
    terminals  integer not null,
    constraint service_pk primary key (account_id),
    constraint service_account_fk foreign key (account_id) references identity.account (account_id),
    constraint service_owner_fk foreign key (owner_id) references identity.account (account_id),
    constraint service_owner_ck check (owner_id <> account_id),
    constraint service_addresses_ck check (cardinality(addresses) between 1 and 16),
    constraint service_terminals_ck check (terminals > 0)
);
comment on table identity.service is 'What makes an account a service: without its row it signs in nowhere. A row comes with the account.';
comment on column identity.service.account_id is 'The account, of kind service.';
comment on column identity.service.owner_id is 'The account of the person who answers for it; it acts only while that is active.';
comment on column identity.service.addresses is 'Where it may call from.';
comment on column identity.service.terminals is 'On how many places at once it is signed in.';

create table identity.credential (
    account_id    uuid not null,
    salt          bytea not null,
    memory_kib    integer not null,
    iterations    integer not null,
    parallelism   integer not null,
    pepper        integer not null default 1,
    output_digest bytea not null,
    set_at        timestamptz not null default statement_timestamp(),
    must_change   boolean not null default false,
    constraint credential_pk primary key (account_id),
    constraint credential_account_fk foreign key (account_id) references identity.account (account_id),
    constraint credential_salt_ck check (octet_length(salt) between 16 and 64),
    constraint credential_cost_ck check (memory_kib >= 8192 and iterations >= 1 and parallelism >= 1),
    constraint credential_output_ck check (octet_length(output_digest) = 32)
);
comment on table identity.credential is 'What a password is compared with. A row comes with enrolment, and changes with the password and when a sign-in hashes it anew.';
comment on column identity.credential.account_id is 'The account.';
comment on column identity.credential.salt is 'Salt of Argon2id.';
comment on column identity.credential.memory_kib is 'Memory of Argon2id.';
comment on column identity.credential.iterations is 'Passes of Argon2id.';
comment on column identity.credential.parallelism is 'Lanes of Argon2id.';
comment on column identity.credential.pepper is 'Version of the pepper key.';
comment on column identity.credential.output_digest is 'SHA-256 of the peppered output, so that this table alone opens nothing.';
comment on column identity.credential.set_at is 'When the password was set.';
comment on column identity.credential.must_change is 'It must be changed before anything else.';

create table identity.former_password (
    account_id    uuid not null,
    set_at        timestamptz not null,
    salt          bytea not null,
    memory_kib    integer not null,
    iterations    integer not null,
    parallelism   integer not null,
    pepper        integer not null,
    output_digest bytea not null,
    constraint former_password_pk primary key (account_id, set_at),
    constraint former_password_account_fk foreign key (account_id) references identity.account (account_id)
);
comment on table identity.former_password is 'Passwords that may not be set again (GS-2.1.2). A row comes when another one is set; the policy says how many count.';
comment on column identity.former_password.account_id is 'The account.';
comment on column identity.former_password.set_at is 'When it had been set.';
comment on column identity.former_password.salt is 'As in identity.credential.';
comment on column identity.former_password.memory_kib is 'As in identity.credential.';
comment on column identity.former_password.iterations is 'As in identity.credential.';
comment on column identity.former_password.parallelism is 'As in identity.credential.';
comment on column identity.former_password.pepper is 'As in identity.credential.';
comment on column identity.former_password.output_digest is 'As in identity.credential.';

create table identity.one_time_code (
    account_id      uuid not null,
    sealed          bytea,
    last_step       bigint not null default 0,
    confirmed_at    timestamptz,
    proposed        bytea,
    proposed_at     timestamptz,
    constraint one_time_code_pk primary key (account_id),
    constraint one_time_code_account_fk foreign key (account_id) references identity.account (account_id),
    constraint one_time_code_confirmed_ck check ((sealed is null) = (confirmed_at is null)),
    constraint one_time_code_proposed_ck check ((proposed is null) = (proposed_at is null))
);
comment on table identity.one_time_code is 'The second factor of an account (JR-5.1, RFC 6238). A row comes with a proposed seed, which a code made from it confirms; reset takes the seed away.';
comment on column identity.one_time_code.account_id is 'The account.';
comment on column identity.one_time_code.sealed is 'The seed in force, under a key that the database does not have; null before the first one and after a reset.';
comment on column identity.one_time_code.last_step is 'The newest step that was used: it and all before are spent.';
comment on column identity.one_time_code.confirmed_at is 'Since when the seed is in force.';
comment on column identity.one_time_code.proposed is 'A seed that no code has confirmed yet.';
comment on column identity.one_time_code.proposed_at is 'When it was made.';

create table identity.phrase (
    account_id uuid not null,
    sealed     bytea not null,
    set_at     timestamptz not null default statement_timestamp(),
    constraint phrase_pk primary key (account_id),
    constraint phrase_account_fk foreign key (account_id) references identity.account (account_id)
);
comment on table identity.phrase is 'By which its person knows the platform (JR-11.3.1). A row comes when they choose it.';
comment on column identity.phrase.account_id is 'The account.';
comment on column identity.phrase.sealed is 'The phrase, under a key that the database does not have.';
comment on column identity.phrase.set_at is 'When it was chosen.';

create table identity.terms_acceptance (
    account_id  uuid not null,
    version     integer not null,
    policy      integer not null,
    accepted_at timestamptz not null default statement_timestamp(),
    constraint terms_acceptance_pk primary key (account_id, version),
    constraint terms_acceptance_account_fk foreign key (account_id) references identity.account (account_id)
);
comment on table identity.terms_acceptance is 'Who agreed to which terms of use (GS-2.1.3). A row comes with the acceptance.';
comment on column identity.terms_acceptance.account_id is 'Who.';
comment on column identity.terms_acceptance.version is 'Version of the terms.';
comment on column identity.terms_acceptance.policy is 'The set of policies whose text was shown.';
comment on column identity.terms_acceptance.accepted_at is 'When.';

create table identity.device_key (
    thumbprint identity.digest_text not null,
    account_id uuid not null,
    proven_at  timestamptz,
    constraint device_key_pk primary key (thumbprint, account_id),
    constraint device_key_account_fk foreign key (account_id) references identity.account (account_id)
);
create unique index device_key_proven_uq on identity.device_key (thumbprint) where proven_at is not null;
comment on table identity.device_key is 'Every key that a device of an account ever had, or was said to have. Whoever has shown to hold it, theirs it is: one key, one account, for ever (GS-2.1.3); naming one keeps nobody from it. A row comes with the key''s first device there and is proven once.';
comment on column identity.device_key.thumbprint is 'SHA-256 of a certificate (x5t#S256), or RFC 7638 thumbprint of a browser''s or a signing key.';
comment on column identity.device_key.account_id is 'Whose key it is, or is said to be.';
comment on column identity.device_key.proven_at is 'Since when it is theirs for ever: they enrolled or signed in with it, or signed by it; null while it is only named.';

create table identity.device (
    device_id     uuid not null default ops.uuid_v7(),
    account_id    uuid not null,
    label         text not null default '',
    class         identity.device_class not null,
    transport     text not null,
    thumbprint    identity.digest_text not null,
    transport_kid identity.digest_text,
    signer        text,
    kid           identity.digest_text,
    signing_key   bytea,
    credential_id text,
    origin        text,
    rp_id         text,
    sign_count    bigint,
    state         text not null,
    review_id     uuid,
    renews        uuid,
    pinned_at     timestamptz not null default statement_timestamp(),
    bound_at      timestamptz,
    expires_at    timestamptz,
    revoked_at    timestamptz,
    constraint device_pk primary key (device_id),
    constraint device_account_fk foreign key (account_id) references identity.account (account_id),
    constraint device_thumbprint_uq unique (thumbprint, account_id),
    constraint device_thumbprint_fk foreign key (thumbprint, account_id) references identity.device_key (thumbprint, account_id),
    constraint device_transport_kid_fk foreign key (transport_kid, account_id) references identity.device_key (thumbprint, account_id),
    constraint device_kid_fk foreign key (kid, account_id) references identity.device_key (thumbprint, account_id),
    constraint device_account_uq unique (device_id, account_id),
    constraint device_renews_fk foreign key (renews, account_id) references identity.device (device_id, account_id),
    constraint device_renews_uq unique (renews),
    constraint device_transport_ck check (transport in ('certificate', 'browser')),
    constraint device_signer_ck check (signer in ('key', 'separate', 'passkey')),
    constraint device_state_ck check (state in ('pinned', 'proposed', 'unconfirmed', 'bound', 'revoked')),
    constraint device_label_ck check (length(label) <= 256),
    constraint device_key_ck check ((kid is null) = (signing_key is null) and (kid is null) = (signer is null)),
    constraint device_passkey_ck check (coalesce(signer = 'passkey', false) = all (array[
        credential_id is not null, origin is not null, rp_id is not null, sign_count is not null])),
    constraint device_bound_ck check (state <> 'bound' or kid is not null and bound_at is not null),
    constraint device_review_ck check (state not in ('proposed', 'unconfirmed') or review_id is not null and kid is not null),
    constraint device_expires_ck check (expires_at is null or state in ('bound', 'revoked')),
    constraint device_revoked_ck check ((state = 'revoked') = (revoked_at is not null))
);
-- A passkey or separate key goes from a device to its renewal; else a signing key is one device's for ever.
create unique index device_kid_uq on identity.device (kid, account_id) where renews is null;
create unique index device_proposed_uq on identity.device (account_id) where state in ('proposed', 'unconfirmed');
create index device_account_ix on identity.device (account_id);
create index device_expires_ix on identity.device (expires_at) where state = 'bound';
comment on table identity.device is 'A terminal of one account, for ever (GS-2.1.3). A row comes pinned with a review or init, unconfirmed or bound with enrolment, proposed as a further one, bound as a renewal; pinned → bound; proposed, unconfirmed → bound; all → revoked.';
comment on column identity.device.device_id is 'UUIDv7.';
comment on column identity.device.account_id is 'The account it belongs to for ever.';
comment on column identity.device.label is 'What its owner calls it.';
comment on column identity.device.class is 'How it holds its signing key.';
comment on column identity.device.transport is 'How it proves itself on a connection: certificate (RFC 8705) or browser, a key that makes DPoP proofs (RFC 9449).';
comment on column identity.device.thumbprint is 'The transport key, one device''s of the account for ever: SHA-256 of the certificate''s DER (x5t#S256), or the browser key''s RFC 7638 thumbprint (jkt).';
comment on column identity.device.transport_kid is 'RFC 7638 thumbprint of the transport key, whatever certificate it has; null while a certificate is awaited.';
comment on column identity.device.signer is 'How it signs: key, the transport key itself; separate, another key; passkey, an authenticator''s (WebAuthn).';
comment on column identity.device.kid is 'RFC 7638 thumbprint of the signing key.';
comment on column identity.device.signing_key is 'SubjectPublicKeyInfo: what countersignatures are verified with.';
comment on column identity.device.credential_id is 'Of a passkey: its id, base64url.';
comment on column identity.device.origin is 'Of a passkey: the pages that it was made for.';
comment on column identity.device.rp_id is 'Of a passkey: the name that it was made for.';
comment on column identity.device.sign_count is 'Of a passkey: its count at the last signature, kept in the row of the first device that has it (identity.keep_count); one that does not grow is a copy''s.';
comment on column identity.device.state is 'pinned: its transport key is awaited; proposed, unconfirmed: a further or first one that another person must confirm; bound: in use; revoked.';
comment on column identity.device.review_id is 'The review that confirms it; null where none was needed.';
comment on column identity.device.renews is 'The device that it takes the place of.';
comment on column identity.device.pinned_at is 'When the row came.';
comment on column identity.device.bound_at is 'Since when it counts.';
comment on column identity.device.expires_at is 'Of a renewed one: the end of the overlap.';
comment on column identity.device.revoked_at is 'When it ended.';

create table identity.recovery_key (
    kid        identity.digest_text not null,
    public_key bytea not null,
    constraint recovery_key_pk primary key (kid)
);
comment on table identity.recovery_key is 'Offline keys of which several together can recover the platform. Rows come with init and are never changed.';
comment on column identity.recovery_key.kid is 'RFC 7638 thumbprint.';
comment on column identity.recovery_key.public_key is 'SubjectPublicKeyInfo.';

create table identity.recovery (
    recovery_id uuid not null,
    operation   text not null,
    payload     text not null,
    certificate bytea,
    created_at  timestamptz not null default statement_timestamp(),
    expires_at  timestamptz not null,
    applied_at  timestamptz,
    entry_id    uuid,
    constraint recovery_pk primary key (recovery_id),
    constraint recovery_operation_ck check (operation in ('device.bind', 'account.reinstate', 'policy.activate')),
    constraint recovery_certificate_ck check ((operation = 'device.bind') = (certificate is not null)),
    constraint recovery_applied_ck check ((applied_at is null) = (entry_id is null))
);
comment on table identity.recovery is 'Challenges for the recovery keys. A row comes with the challenge, and is applied once or expires.';
comment on column identity.recovery.recovery_id is 'UUIDv7.';
comment on column identity.recovery.operation is 'device.bind, account.reinstate or policy.activate.';
comment on column identity.recovery.payload is 'What is signed, in canonical form.';
comment on column identity.recovery.certificate is 'Of device.bind: DER.';
comment on column identity.recovery.created_at is 'When it was asked for.';
comment on column identity.recovery.expires_at is 'Until when it can be applied.';
comment on column identity.recovery.applied_at is 'When it was.';
comment on column identity.recovery.entry_id is 'Its entry.';

create table identity.enrolment (
    account_id              uuid not null,
    creator_half_digest     bytea,
    activator_half_digest   bytea,
    expires_at              timestamptz,
    used_at                 timestamptz,
    reset_half_digest       bytea,
    reset_review_id         uuid,
    constraint enrolment_pk primary key (account_id),
    constraint enrolment_account_fk foreign key (account_id) references identity.account (account_id),
    constraint enrolment_creator_ck check (octet_length(creator_half_digest) = 32),
    constraint enrolment_activator_ck check (octet_length(activator_half_digest) = 32),
    constraint enrolment_reset_ck check (octet_length(reset_half_digest) = 32),
    constraint enrolment_halves_ck check (activator_half_digest is null or creator_half_digest is not null)
);
comment on table identity.enrolment is 'How an account''s person begins. A row comes with the account and is spent by setting the first password (GS-2.1.2).';
comment on column identity.enrolment.account_id is 'The account.';
comment on column identity.enrolment.creator_half_digest is 'SHA-256 of the half''s text that the creator saw; null where a pinned certificate needs no code.';
comment on column identity.enrolment.activator_half_digest is 'SHA-256 of the half''s text that the last activating reviewer saw.';
comment on column identity.enrolment.expires_at is 'Set when the account becomes active.';
comment on column identity.enrolment.used_at is 'When the person had enrolled.';
comment on column identity.enrolment.reset_half_digest is 'SHA-256 of the half that who asked for a reset saw: the creator''s half once that is approved.';
comment on column identity.enrolment.reset_review_id is 'The last review of a reset.';

create table identity.session (
    session_id     uuid not null default ops.uuid_v7(),
    account_id     uuid not null,
    device_id      uuid not null,
    terminal       integer not null default 1,
    handle_digest  bytea not null,
    former_digests bytea[] not null default '{}',
    began_at       timestamptz not null default statement_timestamp(),
    last_used_at   timestamptz not null default statement_timestamp(),
    idle           interval not null,
    expires_at     timestamptz not null,
    ended_at       timestamptz,
    constraint session_pk primary key (session_id),
    constraint session_account_fk foreign key (account_id) references identity.account (account_id),
    constraint session_device_fk foreign key (device_id) references identity.device (device_id),
    constraint session_handle_uq unique (handle_digest),
    constraint session_handle_ck check (octet_length(handle_digest) = 32),
    constraint session_former_ck check (cardinality(former_digests) <= 16)
);
-- A terminal, of a service one of its places, has one session at most (GS-2.2.1): the last word on every race.
create unique index session_terminal_uq on identity.session (device_id, terminal) where ended_at is null;
create index session_account_ix on identity.session (account_id) where ended_at is null;
comment on table identity.session is 'Where an account is signed in. A row comes with sign-in, and ends by sign-out, by the next sign-in on its device, or in time.';
comment on column identity.session.session_id is 'Public id, in answers and entries; opens nothing.';
comment on column identity.session.account_id is 'The account.';
comment on column identity.session.device_id is 'The terminal.';
comment on column identity.session.terminal is 'Of a service: which of its terminals; else 1.';
comment on column identity.session.handle_digest is 'SHA-256 of the handle that the token carries.';
comment on column identity.session.former_digests is 'Of the handles that it had before, newest first: good for nothing but what began by them (gateway.check_release).';
comment on column identity.session.began_at is 'When it began.';
comment on column identity.session.last_used_at is 'When it was last used, roughly.';
comment on column identity.session.idle is 'Unused for that long it has ended.';
comment on column identity.session.expires_at is 'When it ends at the latest.';
comment on column identity.session.ended_at is 'When it was ended before its time; once its terminal was needed again, also when it ended in time.';

create table identity.attempt (
    attempt_id uuid not null default ops.uuid_v7(),
    account_id uuid not null,
    device_id  uuid not null,
    kind       text not null default 'password',
    state      text not null default 'pending',
    begun_at   timestamptz not null default clock_timestamp(),
    ended_at   timestamptz,
    constraint attempt_pk primary key (attempt_id),
    constraint attempt_account_fk foreign key (account_id) references identity.account (account_id),
    constraint attempt_device_fk foreign key (device_id) references identity.device (device_id),
    constraint attempt_kind_ck check (kind in ('password', 'otp')),
    constraint attempt_state_ck check (state in ('pending', 'failed', 'succeeded', 'void')),
    constraint attempt_ended_ck check ((state = 'pending') = (ended_at is null))
);
create index attempt_account_ix on identity.attempt (account_id, kind, ended_at);
comment on table identity.attempt is 'A try at a password or one-time code (GS-2.2.1). A row comes, pending, before the secret is looked at; it fails or succeeds, and fails when it is left pending.';
comment on column identity.attempt.attempt_id is 'UUIDv7.';
comment on column identity.attempt.account_id is 'The account.';
comment on column identity.attempt.device_id is 'The bound device it came from; others never get here.';
comment on column identity.attempt.kind is 'password or otp: each has a counter of its own.';
comment on column identity.attempt.state is 'pending → failed | succeeded | void: it was not looked at, or a code that was used; it counts neither way.';
comment on column identity.attempt.begun_at is 'When it began.';
comment on column identity.attempt.ended_at is 'When it failed or succeeded.';

create table identity.step_up (
    step_up_id uuid not null default ops.uuid_v7(),
    session_id uuid not null,
    operation  text not null,
    digest     identity.digest_text not null,
    proof      bytea,
    proved_at  timestamptz not null default statement_timestamp(),
    expires_at timestamptz not null,
    spent_at   timestamptz,
    constraint step_up_pk primary key (step_up_id),
    constraint step_up_session_fk foreign key (session_id) references identity.session (session_id),
    constraint step_up_proof_uq unique (proof),
    constraint step_up_proof_ck check (octet_length(proof) = 32)
);
create index step_up_session_ix on identity.step_up (session_id) where spent_at is null;
comment on table identity.step_up is 'That somebody proved once more that it is they, for one operation on one thing (JR-5.1, RFC 9470). A row comes with the proof; the operation spends it.';
comment on column identity.step_up.step_up_id is 'UUIDv7.';
comment on column identity.step_up.session_id is 'The session that it holds in.';
comment on column identity.step_up.operation is 'Action of the call to come.';
comment on column identity.step_up.digest is 'What that call will be about.';
comment on column identity.step_up.proof is 'SHA-256 of the assertion that proved it, which serves once; null for a one-time code, whose step does.';
comment on column identity.step_up.proved_at is 'When.';
comment on column identity.step_up.expires_at is 'Until when it can be spent.';
comment on column identity.step_up.spent_at is 'When it was.';

create view identity.live_device with (security_invoker) as
select d.* from identity.device d
 where d.state = 'bound' and (d.expires_at is null or d.expires_at > statement_timestamp());
comment on view identity.live_device is 'Devices that hold at this moment: bound, and not renewed longer ago than the overlap.';
do $$
declare
    l_column text;
begin
    for l_column in select a.attname from pg_attribute a where a.attrelid = 'identity.live_device'::regclass and a.attnum > 0 loop
        execute format('comment on column identity.live_device.%I is %L', l_column, 'As in identity.device.');
    end loop;
end $$;

create view identity.live_service with (security_invoker) as
select s.account_id
  from identity.service s
  join identity.account o on o.account_id = s.owner_id
 where o.state = 'active' and coalesce(o.ends_at > statement_timestamp(), true)
   and not exists (select from identity.account_role r where r.account_id = o.account_id and r.role = 'retired');
comment on view identity.live_service is 'Services somebody still answers for: whose owner is active and has not retired.';
comment on column identity.live_service.account_id is 'As in identity.service.';

create view identity.live_session with (security_invoker) as
select s.session_id, s.handle_digest, s.former_digests, s.account_id, a.person_id, a.institution_id, a.department, a.rank, a.kind,
       s.device_id, d.class as device_class, 
       a.state = 'active' and i.state = 'active' and coalesce(a.ends_at > statement_timestamp(), true)
       and (a.kind = 'person' or exists (select from identity.live_service v where v.account_id = a.account_id)) as active
  from identity.session s
  join identity.live_device d on d.device_id = s.device_id
  join identity.account a on a.account_id = s.account_id
  join identity.institution i on i.institution_id = a.institution_id
 where s.ended_at is null and s.expires_at > statement_timestamp()
   and s.last_used_at + s.idle > statement_timestamp();
comment on view identity.live_session is 'Sessions that hold at this moment, on devices that are bound.';
comment on column identity.live_session.session_id is 'As in identity.session.';
comment on column identity.live_session.handle_digest is 'As in identity.session.';
comment on column identity.live_session.former_digests is 'As in identity.session.';
comment on column identity.live_session.account_id is 'Who is signed in.';
comment on column identity.live_session.person_id is 'As in identity.account.';
comment on column identity.live_session.institution_id is 'As in identity.account.';
comment on column identity.live_session.department is 'As in identity.account.';
comment on column identity.live_session.rank is 'As in identity.account.';
comment on column identity.live_session.kind is 'As in identity.account.';
comment on column identity.live_session.device_id is 'From where.';
comment on column identity.live_session.device_class is 'The device''s class.';
comment on column identity.live_session.active is 'Account and institution are active, its end has not come, and for a service its owner answers: nobody else may do anything.';

grant select, insert on all tables in schema identity to cs_door;
-- Locking a row asks for the right to update it; this column has one possible value.
grant update (platform_id, recovery_needed) on identity.platform to cs_door;
grant update (applied_at, entry_id) on identity.recovery to cs_door;
grant update (state, version, name, jurisdiction, regulator_id, admitted_at) on identity.institution to cs_door;
grant update (phone, birth_date) on identity.person to cs_door;
grant update (state, version, department, rank, liaison_id, ends_at, leaves_as, cleared_at, suspended_at, suspended_by, suspended_for) on identity.account to cs_door;
grant update (owner_id) on identity.service to cs_door;
grant delete on identity.account_role to cs_door;
grant update (salt, memory_kib, iterations, parallelism, pepper, output_digest, set_at, must_change) on identity.credential to cs_door;
grant update (sealed, last_step, confirmed_at, proposed, proposed_at) on identity.one_time_code to cs_door;
grant update (spent_at) on identity.step_up to cs_door;
grant update (sealed, set_at) on identity.phrase to cs_door;
grant update (proven_at) on identity.device_key to cs_door;
grant update (label, class, transport_kid, signer, kid, signing_key, sign_count, state, bound_at, expires_at, revoked_at) on identity.device to cs_door;
grant update (creator_half_digest, activator_half_digest, expires_at, used_at, reset_half_digest, reset_review_id) on identity.enrolment to cs_door;
grant update (handle_digest, former_digests, last_used_at, ended_at) on identity.session to cs_door;
grant update (state, ended_at) on identity.attempt to cs_door;
