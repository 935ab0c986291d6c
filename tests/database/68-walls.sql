-- SPDX-License-Identifier: Apache-2.0
-- Row security: a function of the door that forgot its predicate shows, and
-- changes, nothing that is another institution's alone (FC-2).
\ir lib/platform.sql
\ir lib/agreements.sql
select plan(153);

-- Such a function, and the ids of rows as it sees or touches them.
create function gateway.forget(i_call jsonb, i_statement text) returns text[]
    language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
    l_ids text[];
begin
    if i_call ->> 'handle' is null then
        perform audit.begin_stranger_call(i_call, variadic null);
    else
        perform audit.begin_call(i_call, null, variadic null);
    end if;
    execute format('with touched (id) as (%s) select coalesce(array_agg(id::text), ''{}'') from touched', i_statement) into l_ids;
    return l_ids;
end $$;
alter function gateway.forget(jsonb, text) owner to cs_door;
create function forget(i_name text, i_statement text) returns text[] language plpgsql as $$
declare
    l_call jsonb := tap.call(i_name, 'me.read') - case i_name when 'nobody' then 'handle' else '' end;
    l_ids  text[];
begin
    set local role cs_gateway;
    l_ids := gateway.forget(l_call, i_statement);
    reset role;
    return l_ids;
end $$;

-- Rows of each table that BANKA shares with nobody: a draft under review, what is
-- for BANKC, an own request, an alert.
select access.activate_policies(jsonb_set(easy_policies(), '{levels,grant,own}', '["confidential", "secret", "top_secret"]'));
select submit('a.author', ((draft('a.author')).body->'record'->>'id')::uuid) as review, publish('{"audience": ["BANKC"]}') as elsewhere,
       publish('{"audience": ["BANKB"]}') as shared, publish('{"level": "confidential"}') as closed \gset
select object_id as draft from review.review where review_id = :'review' \gset
select decide('a.department1', :'review', 'approve') \g /dev/null
create function request(i_name text) returns text language sql as $$
    select (ask(i_name, jsonb_build_object(
        'kind', 'data', 'scope', jsonb_build_object('record', (select max(record_id::text) from record.record where level = 'confidential')),
        'max_level', 'confidential', 'operations', '["view"]'::jsonb, 'purpose', 'risk', 'until', ops.format_time(now() + interval '1 day'),
        'reason', 'A shared borrower.', 'urgency', 'normal', 'grant', ops.uuid_v7()))).code;
$$;
select is(request('a.colleague'), 'ok', 'BANKA has a grant of its own');
select is(request('b.reader'), 'ok', 'and one to its data is asked for by BANKB');
select door('reclassify_record', call('a.author', 'record.reclassify'), jsonb_build_object('record', :'closed', 'level', 'secret', 'grade', 'core', 'reason', 'why',
            'identifier', 'd.e.f', 'title_sealed', 'abcd', 'revision', 1)) \g /dev/null
insert into ops.alert (alert_id, code, grade, institution_id, hour_at, subject) values (ops.uuid_v7(), 'test', 'warning', institution('BANKA'), now(), '{}');
insert into ops.alert (alert_id, code, grade, institution_id, hour_at, subject) values (ops.uuid_v7(), 'test', 'warning', institution('BANKB'), now(), '{}');

insert into access.delegation (institution_id, from_account_id, to_account_id, permission, from_at, until_at, overdue_only, reason)
values (institution('BANKA'), account('a.department1'), account('a.author'), 'record.publish.department', now(), now() + interval '1 day', false, 'leave');

insert into access.break_glass (institution_id, account_id, person_id, reason, until_at, policy, nonce, payload, digest)
select a.institution_id, a.account_id, a.person_id, 'a leak', now() + interval '5 minutes', 1, review.make_nonce(), '{}', sha256('{}') from identity.account a where a.name = 'a.officer';
update access.break_glass b set state = 'active', joined_account_id = a.account_id, joined_person_id = a.person_id, joined_at = now(), until_at = now() + interval '5 minutes',
       joined_device_id = d.device_id, countersignature = joining(a.name, b.break_glass_id) ->> 'countersignature'
  from identity.account a join identity.device d on d.account_id = a.account_id where a.name = 'a.reviewer1';
insert into access.break_glass_act (entry_id, break_glass_id, account_id, action, object_type, object_id)
select ops.uuid_v7(), b.break_glass_id, b.account_id, 'grant.revoke', 'grant', ops.uuid_v7() from access.break_glass b;

-- What BANKA agreed on with BANKC, what it asked for in a former round, and leaves of entries.
insert into access.agreement (agreement_id, purpose, duties_digest, ends_at, review_id)
values (ops.uuid_v7(), 'fraud', ops.base64url(sha256('duties')), now() + interval '1 day', :'review')
returning agreement_id as elsewhere_agreed \gset
insert into access.agreement_party values (:'elsewhere_agreed', institution('BANKA')), (:'elsewhere_agreed', institution('BANKC'));
insert into review.round (review_id, round, state, policy, base, payload, digest, opened_at)
select review_id, 1, 'returned', policy, base, payload, digest, opened_at from review.review where review_id = :'review';
insert into audit.leaf (leaf_index, entry_id, n, origin, salt, leaf_data)
select row_number() over (order by entry_id) + 9999, entry_id, 1, 'gateway', sha256('salt'), sha256('leaf') from audit.entry;
-- What its people keep to themselves.
insert into identity.service (account_id, owner_id, addresses, terminals) values (account('a.colleague'), account('a.author'), '{192.0.2.7}', 1);
insert into identity.credential (account_id, salt, memory_kib, iterations, parallelism, pepper, output_digest)
values (account('a.author'), decode(repeat('00', 16), 'hex'), 8192, 1, 1, 1, sha256('output'));
insert into identity.former_password (account_id, set_at, salt, memory_kib, iterations, parallelism, pepper, output_digest)
values (account('a.author'), now(), decode(repeat('00', 16), 'hex'), 8192, 1, 1, 1, sha256('former'));
insert into identity.one_time_code (account_id, sealed, confirmed_at) values (account('a.author'), '\x01aa', now());
insert into identity.phrase (account_id, sealed) values (account('a.author'), '\x01aa');
insert into identity.terms_acceptance (account_id, version, policy) values (account('a.author'), 1, access.current_policy());
insert into identity.enrolment (account_id, creator_half_digest) values (account('a.author'), sha256('half'));
insert into identity.step_up (session_id, operation, digest, expires_at)
values (session('a.author'), 'review.decide', ops.base64url(sha256('payload')), now() + interval '1 minute');
insert into ops.idempotency (account_id, action, key, entry_id) values (account('a.author'), 'record.create', 'key', ops.uuid_v7());
insert into ops.sign_in (account_id, network, address_digest) values (account('a.author'), '192.0.2.0/24', sha256('192.0.2.7'));
create view heard as
select e.entry_id::text as id, e.institution_id = institution('BANKA') and coalesce(e.owner_id, institution('BANKA')) = institution('BANKA') as alone,
       e.institution_id = institution('BANKB') and e.owner_id = institution('BANKA') as theirs,
       exists (select from audit.personal p where p.entry_id = e.entry_id) as personal
  from audit.entry e;

create table wall (place regclass, id text, spoil text, alone text[], shared text[]);
insert into wall values
    ('record.record', 'record_id', 'version', array[:'draft', :'elsewhere'], array[:'shared', :'closed']),
    ('record.revision', 'record_id', null, array[:'draft', :'elsewhere'], array[:'shared', :'closed']),
    ('record.reclassification', 'record_id', null, array[:'closed'], '{}'),
    ('record.audience', 'record_id', null, array[:'elsewhere'], array[:'shared']),
    ('review.review', 'review_id', 'state', array[:'review'], array(select review_id::text from review.review where kind = 'permission.grant')),
    ('review.stage', 'review_id', null, array[:'review'], array(select review_id::text from review.review where kind = 'permission.grant')),
    ('review.need', 'review_id', null, array[:'review'], array(select review_id::text from review.review where kind = 'permission.grant')),
    ('review.decision', 'review_id', null, array[:'review'], '{}'),
    ('review.statement', 'review_id', null, array[:'review'], array(select review_id::text from review.review where kind = 'permission.grant')),
    ('access.grant', 'grant_id', 'state', array(select grant_id::text from access.grant where account_id = account('a.colleague')),
                                          array(select grant_id::text from access.grant where account_id = account('b.reader'))),
    ('access.agreement', 'agreement_id', 'version', array[:'elsewhere_agreed'], array[:'agreement']),
    ('access.agreement_party', 'agreement_id', null, array[:'elsewhere_agreed'], array[:'agreement']),
    ('review.round', 'review_id', null, array[:'review'], '{}'),
    ('identity.account', 'account_id', 'version', array(select account_id::text from identity.account where institution_id = institution('BANKA')), '{}'),
    ('audit.entry', 'entry_id', null, array(select id from heard where alone), array(select id from heard where theirs)),
    ('audit.personal', 'entry_id', null, array(select id from heard where alone and personal), array(select id from heard where theirs and personal)),
    ('audit.leaf', 'entry_id', null, array(select id from heard where alone), array(select id from heard where theirs)),
    ('access.delegation', 'delegation_id', 'ended_at', array(select delegation_id::text from access.delegation), '{}'),
    ('access.break_glass', 'break_glass_id', 'until_at', array(select break_glass_id::text from access.break_glass), '{}'),
    ('access.break_glass_act', 'break_glass_id', null, array(select break_glass_id::text from access.break_glass_act), '{}'),
    ('access.risk', 'grant_id', null, array(select grant_id::text from access.grant where account_id = account('a.colleague')),
                                      array(select grant_id::text from access.grant where account_id = account('b.reader'))),
    ('identity.device', 'device_id', 'state', array(select device_id::text from identity.device where account_id = account('a.author')), '{}'),
    ('identity.session', 'session_id', 'ended_at', array(select session_id::text from identity.session where account_id = account('a.author')), '{}'),
    ('ops.notification', 'notification_id', null, array(select n.notification_id::text from ops.notification n where n.account_id = account('a.department1')), '{}'),
    ('identity.account_role', 'account_id', null, array(select x.account_id::text from identity.account_role x join identity.account using (account_id) where institution_id = institution('BANKA')), '{}'),
    ('identity.service', 'account_id', null, array(select x.account_id::text from identity.service x join identity.account using (account_id) where institution_id = institution('BANKA')), '{}'),
    ('identity.credential', 'account_id', null, array(select x.account_id::text from identity.credential x join identity.account using (account_id) where institution_id = institution('BANKA')), '{}'),
    ('identity.former_password', 'account_id', null, array(select x.account_id::text from identity.former_password x join identity.account using (account_id) where institution_id = institution('BANKA')), '{}'),
    ('identity.one_time_code', 'account_id', null, array(select x.account_id::text from identity.one_time_code x join identity.account using (account_id) where institution_id = institution('BANKA')), '{}'),
    ('identity.phrase', 'account_id', null, array(select x.account_id::text from identity.phrase x join identity.account using (account_id) where institution_id = institution('BANKA')), '{}'),
    ('identity.terms_acceptance', 'account_id', null, array(select x.account_id::text from identity.terms_acceptance x join identity.account using (account_id) where institution_id = institution('BANKA')), '{}'),
    ('identity.device_key', 'account_id', null, array(select x.account_id::text from identity.device_key x join identity.account using (account_id) where institution_id = institution('BANKA')), '{}'),
    ('identity.enrolment', 'account_id', null, array(select x.account_id::text from identity.enrolment x join identity.account using (account_id) where institution_id = institution('BANKA')), '{}'),
    ('ops.idempotency', 'account_id', null, array(select x.account_id::text from ops.idempotency x join identity.account using (account_id) where institution_id = institution('BANKA')), '{}'),
    ('ops.sign_in', 'account_id', null, array(select x.account_id::text from ops.sign_in x join identity.account using (account_id) where institution_id = institution('BANKA')), '{}'),
    ('identity.step_up', 'session_id', 'spent_at', array(select x.session_id::text from identity.step_up x join identity.session using (session_id) where account_id = account('a.author')), '{}'),
    ('ops.alert', 'alert_id', 'count', array(select alert_id::text from ops.alert where institution_id = institution('BANKA')), '{}');

select set_eq($$ select c.oid::regclass from pg_class c join room n on n.oid = c.relnamespace where c.relrowsecurity $$,
              $$ select place from wall $$, 'each table with row security is tried');
select ok(cardinality(alone) > 0 and forget('a.author', format('select %I from %s', id, place)) @> alone, place || ': one''s own is seen') from wall;
select ok(not forget('b.reader', format('select %I from %s', id, place)) && alone, place || ': another''s is not') from wall;
select is(forget('nobody', format('select %I from %s', id, place)), '{}', place || ': a stranger''s call shows nothing') from wall;
select ok(forget('b.reader', format('select %I from %s', id, place)) @> shared, place || ': what is shared is seen') from wall where shared <> '{}';
select ok(not forget('b.reader', format('update %1$s set %2$I = %2$I returning %3$I', place, spoil, id)) && alone, place || ': nor is another''s changed')
  from wall where spoil is not null;
select ok(forget('oper.audit1', 'select alert_id from ops.alert') @> alone, 'the operator''s people see every alert') from wall where place = 'ops.alert'::regclass;
select throws_ok(format('select forget(%L, %L)', name, format('insert into %s values (%L, %L) returning *', place, id, institution(code))), '42501', null, what)
  from (values ('b.reader', 'record.audience', :'draft', 'BANKB', 'nobody lets themselves in'),
               ('b.reader', 'record.audience', :'shared', 'BANKC', 'nor others into what is not theirs'),
               ('b.reader', 'access.agreement_party', :'elsewhere_agreed', 'BANKB', 'nobody joins an agreement'),
               ('b.reader', 'access.agreement_party', :'agreement', 'BANKC', 'nor lets others join, not even a party')) t (name, place, id, code, what);
select ok(forget('a.auditor', 'select entry_id from audit.entry') @> array(select id from heard where theirs)
          and not forget('a.auditor', 'select entry_id from audit.personal') && array(select id from heard where theirs),
          'whose record it was about learns which account did it, not from where');
select ok(forget('r.auditor', 'select entry_id from audit.entry') @> array(select id from heard where alone), 'a regulator sees what is in its charge');
select ok(not forget('r.auditor', 'select entry_id from audit.entry') && array(
              select entry_id::text from audit.entry where institution_id = institution('BANKB') and owner_id is null), 'and nothing else');
select ok(forget(name, 'select account_id from identity.account') @> array[account('c.reader')::text] = seen, what)
  from (values ('oper.system1', true, 'who answers for a partner sees its people'), ('b.reader', false, 'others do not')) t (name, seen, what);
select ok(array[account('c.reader')::text] = forget('oper.audit1', 'update identity.account set version = version where institution_kind = ''partner'' returning account_id'),
          'the operator''s people reach a partner''s, whoever answers for it');
select is_empty($$
    select c.oid::regclass from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'policy'
     where c.relnamespace = 'access'::regnamespace and c.relkind = 'r' and c.relname not in ('risk', 'break_glass')
       and has_any_column_privilege('cs_door', c.oid, 'insert, update')
$$, 'no function of the door writes a rule of a policy');

-- Whom the walls do not bind is on one list.
select set_eq($$
    select p.proowner::regrole || ' ' || p.oid::regproc from pg_proc p join room n on n.oid = p.pronamespace
     where p.proowner::regrole::text in ('cs_lookup', 'cs_clock')
$$, $$
    values ('cs_lookup access.activate_policies'), ('cs_lookup access.describe_evidence'), ('cs_lookup access.find_breach'),
           ('cs_lookup access.find_exclusive'), ('cs_lookup access.is_bound'), ('cs_lookup access.find_explained'), ('cs_lookup audit.describe_evidence'),
           ('cs_lookup audit.find_path'), ('cs_lookup audit.seal_age'), ('cs_lookup gateway.record_cut'),
           ('cs_lookup identity.find_liaison'), ('cs_lookup identity.hold_account'), ('cs_lookup identity.hold_dependents'),
           ('cs_lookup identity.is_active'), ('cs_lookup identity.is_answered'), ('cs_lookup identity.is_liaison'),
           ('cs_lookup identity.is_of'), ('cs_lookup identity.list_named'), ('cs_lookup operator.read_log'),
           ('cs_lookup review.describe_joining'), ('cs_lookup review.describe_proven'), ('cs_lookup review.find_dependence'), ('cs_lookup review.is_decidable'),
           ('cs_lookup review.is_sealed'), ('cs_lookup review.list_deciders'), ('cs_lookup review.list_holders'),
           ('cs_lookup review.notify_result'), ('cs_lookup sealer.append_leaves'), ('cs_lookup sealer.take_unsealed'),
           ('cs_lookup access.list_holding'), ('cs_lookup access.list_watching'), ('cs_clock gateway.tick'), ('cs_clock ops.sweep'), ('cs_lookup gateway.begin_enrolment'), ('cs_lookup gateway.begin_service'),
           ('cs_lookup gateway.begin_sign_in'), ('cs_lookup gateway.check_release'), ('cs_lookup gateway.complete_enrolment'),
           ('cs_lookup gateway.complete_sign_in'), ('cs_lookup gateway.prepare_release'), ('cs_lookup gateway.read_phrase'),
           ('cs_lookup gateway.record_release'), ('cs_lookup identity.authenticate'), ('cs_lookup identity.is_able'),
           ('cs_lookup identity.suspend_dependents'), ('cs_lookup identity.claim_device_key'), ('cs_lookup operator.apply_recovery'), ('cs_lookup operator.begin_recovery'),
           ('cs_lookup operator.initialise'), ('cs_lookup ops.notify'), ('cs_lookup ops.raise_alert'),
           ('cs_lookup record.describe_question'), ('cs_lookup record.is_addressed'), ('cs_lookup review.has_acted'), ('cs_lookup record.is_shown'), ('cs_lookup record.is_owned'),
           ('cs_lookup review.apply_institution_admit'), ('cs_lookup review.apply_institution_suspend'),
           ('cs_lookup review.is_asked'), ('cs_lookup review.is_ready'), ('cs_lookup review.list_delegates'), ('cs_lookup access.is_beyond'), ('cs_lookup record.find_forwarding'), ('cs_lookup record.find_forwarder')
$$, 'what looks across institutions is known');
select is_empty($$
    select p.polrelid::regclass, p.polname from pg_policy p
     where pg_get_expr(p.polqual, p.polrelid) = 'true' and p.polroles && array['cs_door'::regrole::oid, 0]
        or obj_description(p.oid, 'pg_policy') is null
$$, 'every policy has a comment, and none lets the door see all');

select * from finish();
rollback;
