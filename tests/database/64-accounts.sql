-- SPDX-License-Identifier: Apache-2.0
-- One person's power over accounts ends where something depends on them; what is over opens nothing (GS-2.1.1, GS-3.3).
\ir lib/platform.sql
select plan(48);

insert into identity.account_role (account_id, role) values (account('a.colleague'), 'account.reviewer');
create function manage(i_what text, i_name text, i_more jsonb default '{}', i_by text default 'a.officer') returns text language sql as $$
    select (tap.door(i_what || '_account', tap.call(i_by, 'account.' || i_what, jsonb_build_object('object_type', 'account', 'object', tap.account(i_name))),
                     jsonb_build_object('account', tap.account(i_name)) || i_more)).code;
$$;
create function depends(i_name text) returns text language sql as $$
    select review.find_dependence(a, now()) from identity.account a where a.name = i_name;
$$;

select is(depends('a.reviewer1'), null, 'of three reviewers each can be spared');
select is(manage('suspend', 'a.reviewer1'), 'ok', 'and is suspended by one person');
select is((select count(*) from identity.session where account_id = account('a.reviewer1') and ended_at is null), 0::bigint, 'with the sessions');
select is(manage('suspend', 'a.reviewer2'), 'last_holder', 'the last two are not');
select matches(depends('a.reviewer2'), '^nobody could decide any more: account.activate, .*; by account.review$', 'what rests on them is named, and by what they hold it');
select matches(depends('oper.system1'), '; by institution.admit.system, permission.grant.compliance, permission.grant.owner$', 'also where that is several');
select is(manage('depart', 'a.reviewer2', '{"kind": "left"}'), 'last_holder', 'nor may they leave');
select is(manage('transfer', 'a.reviewer2', '{"department": "credit", "rank": "staff", "roles": ["author"]}'), 'last_holder', 'or be transferred');
create function removed(i_name text, i_last text) returns text language sql as $$
    select (tap.door('remove_device', tap.call(i_name, 'device.remove'), jsonb_build_object('device', (
                select d.device_id from identity.device d where d.account_id = tap.account(i_name) and d.class = 'certificate'), 'last', i_last))).code;
$$;
create function another(i_name text, i_class text) returns void language sql as $$
    insert into identity.device (account_id, class, transport, thumbprint, signer, kid, signing_key, state, bound_at)
    select tap.account(i_name), i_class, 'browser', k.jkt, 'key', k.jkt, '\x00', 'bound', now()
      from (values (ops.base64url(sha256(convert_to(i_name || i_class, 'UTF8'))))) k (jkt);
$$;
select is(removed('a.reviewer2', null), 'last_device', 'a last device goes only when that is meant');
select is(removed('a.reviewer2', 'true'), 'last_holder', 'and not while others need it to decide with');
select another('a.reviewer2', 'software') \g /dev/null
select is(removed('a.reviewer2', null), 'last_holder', 'nor when what is left could decide nothing');
select ok(depends('oper.system1') is not null, 'a requester never decides: of two system administrators none can be spared');
select is(manage('suspend', 'a.officer'), 'own_request', 'nobody manages the own account');
select is(manage('suspend', 'a.author', i_by => 'a.reviewer2'), 'forbidden', 'nor without the duty');
select is(manage('suspend', 'b.reader'), 'not_found', 'nor another institution''s');
select is(manage('suspend', 'b.reader', i_by => 'oper.system1'), 'not_found', 'the operator''s administrators neither');

select is(removed('b.reader', null), 'last_device', 'whom nobody needs is asked');
select is(removed('b.reader', 'true'), 'ok', 'and may');
select is((door('list_devices', call('b.reader', 'device.list'), '{}')).code, 'invalid_token', 'and the session is over');
select is(manage('depart', 'a.author', '{"kind": "left"}'), 'ok', 'somebody leaves');
select is((select state || ' ' || (select count(*) from identity.device d where d.account_id = a.account_id and d.state <> 'revoked')
             || (select count(*) from identity.account_role r where r.account_id = a.account_id)
             from identity.account a where a.name = 'a.author'), 'closed 00', 'without device or duty');
select is((select count(*) from audit.entry e join audit.entry c on c.entry_id = e.cause and c.action = 'account.depart'
            where e.action in ('session.ended', 'role.ended', 'device.revoked', 'account.closed')), 4::bigint, 'each on record, with the call as its cause');

select throws_ok($$update identity.account set liaison_id = null where name = 'c.reader'$$, '23514', null, 'a partner''s account has a liaison (GS-2.1.1)');
select throws_ok($$update identity.account set ends_at = null where name = 'c.reader'$$, '23514', null, 'and an end');
select throws_ok($$update identity.account set liaison_id = account('a.officer') where name = 'b.reader'$$, '23514', null, 'which nobody else has');

-- Several ends that are said one after the other dead-lock nobody, whichever way they are said.
update identity.account set state = 'active' where name in ('a.reviewer1');
create function soon(i_days integer) returns jsonb language sql as $$
    select jsonb_build_object('kind', 'left', 'notice', ops.format_time(now() + i_days * interval '1 day'), 'ends_at', ops.format_time(now() + i_days * interval '1 day'), 'reason', 'test');
$$;
create function end_of(i_name text, i_days integer) returns text language sql as $$
    select (tap.door('change_end_date', tap.call('a.officer', 'account.end_date', jsonb_build_object('object_type', 'account', 'object', tap.account(i_name))),
                     jsonb_build_object('account', tap.account(i_name)) || tap.soon(i_days))).code;
$$;
select is(manage('depart', 'a.reviewer1', soon(1)), 'ok', 'of three reviewers one gives notice');
select is(manage('depart', 'a.reviewer2', soon(2)), 'last_holder', 'who has given notice is nobody to rely on, before the end neither');
select is(manage('suspend', 'a.reviewer2'), 'last_holder', 'nor for a suspension');
select is(end_of('a.reviewer2', 2), 'last_holder', 'and an end that is set is a notice too');
update identity.account set leaves_as = null, ends_at = null where name = 'a.reviewer1';
select is(end_of('a.reviewer1', 1), 'ok', 'an end of one is set');
select is(end_of('a.reviewer2', 2), 'last_holder', 'the next relies on nobody who ends before');
select is(manage('depart', 'a.reviewer2', '{"kind": "left"}'), 'last_holder', 'or before somebody new could be admitted');
update identity.account set ends_at = now() - interval '1 second', leaves_as = 'left' where name in ('a.reviewer1', 'a.reviewer2');
create function tick() returns text language sql as $$ select (tap.door('tick', tap.call('nobody', 'clock.tick') - 'handle', '{}')).code $$;
select is(tick() || ' ' || tick(), 'ok ok', 'where both ends came all the same');
select is((select string_agg(state, ' ') from identity.account where name in ('a.reviewer1', 'a.reviewer2')), 'suspended suspended', 'those whom others need are suspended, not closed');
select is((select count(*) from identity.session s join identity.account a using (account_id) where a.name in ('a.reviewer1', 'a.reviewer2') and s.ended_at is null),
          0::bigint, 'without a session');
select is((select count(*) from ops.alert where code = 'last_holder_ended' and grade = 'critical' and institution_id = institution('BANKA')), 2::bigint, 'and people are told');
select is((door('tick', call('nobody', 'clock.tick') - 'handle', '{}')).body, '{"done": 0}', 'once');

-- A partner is not dead-locked by its liaison.
create function hand_over(i_liaison text) returns text language sql as $$
    select (tap.door('hand_over_account', tap.call('oper.system1', 'account.hand_over', jsonb_build_object('object_type', 'account', 'object', tap.account('c.reader'))),
                     jsonb_build_object('account', tap.account('c.reader'), 'liaison', tap.account(i_liaison)))).code;
$$;
update identity.account set ends_at = now() + interval '29 days' where name = 'oper.system2';
select is(hand_over('oper.system2'), 'invalid_value', 'no liaison ends before the partner');
update identity.account set ends_at = now() + interval '31 days' where name = 'oper.system2';
select is(hand_over('oper.system2'), 'ok', 'who ends later is one');
update identity.account set ends_at = now() + interval '1 hour' where name = 'c.reader';
update identity.account set ends_at = now() + interval '23 hours' where name = 'oper.system1';
select is(hand_over('oper.system1'), 'invalid_value', 'nor within the notice that a liaison owes');
update identity.account set ends_at = null where name like 'oper.system_';
update identity.account set ends_at = now() + interval '30 days', state = 'suspended' where name = 'c.reader';
update identity.account set state = 'active' where name in ('a.reviewer1', 'a.reviewer2');
update identity.account set liaison_id = account('a.colleague') where name = 'c.reader';
select is(manage('reinstate', 'c.reader', i_by => 'a.author'), 'invalid_token', 'who has left asks for nobody');
select is(manage('reinstate', 'c.reader', i_by => 'a.reviewer1'), 'invalid_token', 'nor without a session');
select is(manage('reinstate', 'c.reader', i_by => 'a.auditor'), 'forbidden', 'nor without the duty');
select is(manage('suspend', 'c.reader'), 'not_found', 'the liaison''s officer manages nothing else of a partner');
select is(manage('reinstate', 'b.reader'), 'not_found', 'nor anything of a member');
select is(manage('reinstate', 'c.reader'), 'ok', 'but asks for its reinstatement');
select is((select r.institution_id = institution('BANKA') and r.owner_id = institution('BANKC') from review.review r
            where r.kind = 'account.reinstate' and r.object_id = account('c.reader')), true, 'which people of the liaison''s institution decide');
update review.review set state = 'withdrawn', closed_at = now() where kind = 'account.reinstate' and object_id = account('c.reader');
select is(manage('reinstate', 'c.reader', i_by => 'oper.system1'), 'ok', 'as the operator may');

select * from finish();
rollback;
