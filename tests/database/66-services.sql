-- SPDX-License-Identifier: Apache-2.0
-- A service acts from its places, under somebody who answers for it, and has a way back (GS-2.1.3).
\ir lib/platform.sql
select plan(64);

update identity.account set kind = 'service' where name in ('a.colleague', 'b.reader');
update identity.account_role set role = 'service' where account_id in (account('a.colleague'), account('b.reader'));
set constraints all immediate;
insert into identity.service (account_id, owner_id, addresses, terminals) values
    (account('a.colleague'), account('a.author'), '{192.0.2.0/24}', 1),
    (account('b.reader'), account('b.manager'), '{192.0.2.0/24}', 1);

create function at(i_call jsonb, i_address text) returns jsonb language sql as $$
    select i_call || jsonb_build_object('personal', jsonb_build_object('address', i_address)::text);
$$;
create function signs_in(i_name text, i_address text default '192.0.2.7') returns text language sql as $$
    select (tap.door('begin_service', tap.at(tap.call('nobody', 'service.begin') - 'handle', i_address), jsonb_build_object(
                'client_id', i_name, 'handle_digest', encode(sha256(gen_random_uuid()::text::bytea), 'hex'),
                'certificate', encode(pg_read_binary_file(format('%s/people/%s.der', current_setting('test.place'), i_name)), 'hex')))).code;
$$;
create function bound(i_name text) returns text language sql as $$
    select string_agg(d.state, ' ') from identity.device d where d.account_id = tap.account(i_name);
$$;

-- Its places: two halves are all there are.
create function refused(i_addresses text[], i_more jsonb default '{}') returns text language sql as $$
    select coalesce(r -> 'body' ->> 'pointer' || ' ' || (r -> 'body' ->> 'detail'), 'none')
      from (select (jsonb_populate_record(null::audit.call, jsonb_build_object(
                       'policy', access.current_policy(), 'institution_id', tap.institution('BANKA')))).*) c,
           identity.check_service(c, '{"owner": "a.officer", "certificate": "00", "roles": ["service"]}'
                                     || jsonb_build_object('addresses', i_addresses) || i_more) r;
$$;
select is(refused(addresses), refusal, 'its addresses: ' || addresses::text)
  from (values
    ('{192.0.2.7,10.1.0.0/16,2001:db8::/32,::1}'::text[], 'none'),
    ('{0.0.0.0/1,128.0.0.0/1}', '/addresses/0 0.0.0.0/1 is too wide: from /16, of IPv6 from /32'),
    ('{192.0.2.7,10.0.0.0/15}', '/addresses/1 10.0.0.0/15 is too wide: from /16, of IPv6 from /32'),
    ('{192.0.2.7,192.0.2.8,2001:d00::/24}', '/addresses/2 2001:d00::/24 is too wide: from /16, of IPv6 from /32'),
    ('{::ffff:0:0/96}', '/addresses/0 ::ffff:0:0/96 is too wide: from /16, of IPv6 from /32'),
    ('{::/32}', '/addresses/0 ::/32 is too wide: from /16, of IPv6 from /32'),
    ('{1.2.3}', '/addresses/0 1.2.3 is no address or network, as 192.0.2.7, 192.0.2.0/24, 2001:db8::/48')) t (addresses, refusal);
select throws_ok(format('update identity.service set addresses = %L where account_id = %L', addresses, account('b.reader')), '23514', null, 'whatever the policy says, never: ' || addresses)
  from (values ('{0.0.0.0/1,128.0.0.0/1}'), ('{192.0.2.7,0.0.0.0/0}'), ('{8.0.0.0/7}'), ('{2000::/15}'), ('{::/0}'), ('{::/32}'), ('{::ffff:0:0/96}'), ('{}')) t (addresses);

-- Its one role is nobody else's, whichever way it would come (GS-3.1.1).
select throws_ok(format('insert into identity.account_role (account_id, role) values (%L, %L)', account(name), role), 'CS010', says, says)
  from (values ('a.author', 'service', 'a person cannot hold service'),
               ('a.colleague', 'author', 'a service cannot hold author'),
               ('a.colleague', 'retired', 'a service cannot hold retired')) t (name, role, says);
select throws_ok($$update identity.account set kind = 'person' where name = 'a.colleague'$$, 'CS010', null, 'nor is a service made a person');
select throws_ok($$update identity.account set kind = 'service' where name = 'a.author'$$, 'CS010', null, 'or a person a service');
select throws_ok($$update identity.account set leaves_as = 'retired', ends_at = now() where name = 'a.colleague'$$, '23514', null, 'and it does not retire');
set constraints all deferred;
select is((door('transfer_account', call('a.officer', 'account.transfer', jsonb_build_object('object_type', 'account', 'object', account('a.author'))), jsonb_build_object(
              'account', account('a.author'), 'department', 'credit', 'rank', 'staff', 'roles', '["service"]'::jsonb, 'reason', 'x'))).body ->> 'detail',
          (select 'at least one, each once, of: ' || string_agg(distinct role, ', ' order by role) from access.role_permission
            where role not in ('service', 'retired') and not access.is_management(role)), 'no transfer leads to it, and it is not among what is offered');

-- It has no secret of a person.
select is((door(f, at(call('a.colleague', action), '192.0.2.7'), '{"sealed": "00"}')).code, 'forbidden', action || ' is not for it')
  from (values ('begin_code', 'otp.begin'), ('read_proposed_code', 'otp.confirm'), ('set_phrase', 'phrase.set'), ('accept_terms', 'terms.accept'),
               ('begin_change_password', 'password.change'), ('begin_step_up', 'session.step_up')) t (f, action);
select throws_ok($$select tap.door('begin_code', tap.at(tap.call('a.colleague', 'me.read'), '192.0.2.7'), '{"sealed": "00"}')$$, 'CS002', null, 'by whatever name it is asked for (JR-5.1)');
select throws_ok(format('insert into identity.enrolment (account_id) values (%L)', account('a.colleague')), 'CS015', 'a service has no enrolment', 'nor does it enrol');

-- Sign-in: judged before the certificate is bound.
update identity.device set state = 'pinned', bound_at = null where account_id = account('b.reader');
select is(signs_in('b.reader', '198.51.100.7'), 'address_not_allowed', 'from elsewhere it does not sign in');
select is(bound('b.reader'), 'pinned', 'nor is its certificate bound by that');
update identity.account set ends_at = now() - interval '1 second' where name = 'b.reader';
select is(signs_in('b.reader'), 'account_not_active', 'nor when its end has come, before the clock closes it');
update identity.account set ends_at = null where name = 'b.reader';
update identity.account set state = 'suspended' where name = 'b.manager';
select is(signs_in('b.reader'), 'account_not_active', 'nor when its owner may not act');
select is(bound('b.reader'), 'pinned', 'and all that binds nothing');
update identity.account set state = 'active' where name = 'b.manager';
select is((select count(*) from audit.entry where action = 'device.bound' and account_id = account('b.reader')), 0::bigint, 'nor says so');
select is(signs_in('b.reader'), 'ok', 'from its place it signs in');
select is(bound('b.reader'), 'bound', 'and the first time binds');

-- What ended in time was over then, not when its terminal is needed again.
update identity.session set began_at = now() - interval '2 hours', expires_at = now() - interval '1 hour' where account_id in (account('b.reader'), account('b.manager')) and ended_at is null;
select is(signs_in('b.reader'), 'ok', 'it signs in again');
create function begins(i_name text) returns text language plpgsql as $$
declare
    l_c audit.call := audit.begin_stranger_call(tap.call('nobody', 'session.begin') - 'handle', variadic null);
begin
    l_c.account_id := tap.account(i_name);
    l_c.device_id := (select d.device_id from identity.device d where d.account_id = l_c.account_id);
    return (identity.begin_session(l_c, sha256('another'))).code;
end $$;
select is(begins('b.manager'), 'ok', 'as a person does');
select is((select string_agg(distinct (s.ended_at = now() - interval '1 hour')::text || (select count(*) from audit.entry e where e.action = 'session.ended' and e.object = s.session_id::text), ' ')
             from identity.session s where s.account_id in (account('b.reader'), account('b.manager')) and s.expires_at < now()), 'true0',
          'and the session before it ended when its time was over, without a word');

-- Releases: the address counts until the last byte.
select publish() as note \gset
create function releases(i_name text, i_record uuid, i_address text) returns record language plpgsql as $$
declare
    l_call jsonb := tap.at(tap.call(i_name, 'record.release', jsonb_build_object(
        'object_type', 'record', 'object', i_record, 'operation', 'view')), i_address);
    l_code text;
begin
    set local role cs_gateway;
    l_code := (select r.code from gateway.record_release(array[l_call], array['{"revision": 1, "effect": "allow", "policy": 1}'::jsonb]) r);
    if l_code = 'ok' then
        l_code := gateway.check_release(l_call ->> 'handle', (l_call -> 'entry' ->> 'id')::uuid);
    end if;
    reset role;
    return row(l_code, l_call);
end $$;
select is((select r.code from releases('a.colleague', :'note', '198.51.100.7') r (code text, call jsonb)), 'address_not_allowed', 'nothing is released to elsewhere');
select r.code, r.call ->> 'handle' as handle, r.call -> 'entry' ->> 'id' as delivery
  from releases('a.colleague', :'note', '192.0.2.7') r (code text, call jsonb) \gset
select is(:'code'::text, 'ok', 'to its place it is');
update identity.service set addresses = '{203.0.113.0/24}' where account_id = account('a.colleague');
select is(gateway.check_release(:'handle', :'delivery'), 'address_not_allowed', 'until the place is its place no longer');
update identity.service set addresses = '{192.0.2.0/24}' where account_id = account('a.colleague');

-- Its owner leaves: it waits for another one.
create function manage(i_what text, i_name text, i_more jsonb default '{}') returns text language sql as $$
    select (tap.door(i_what || '_account', tap.call('a.officer', 'account.' || i_what, jsonb_build_object('object_type', 'account', 'object', tap.account(i_name))),
                     jsonb_build_object('account', tap.account(i_name)) || i_more)).code;
$$;
select is(manage('depart', 'a.colleague', '{"kind": "retired"}'), 'invalid_value', 'a service does not retire');
select is(manage('depart', 'a.author', '{"kind": "left"}'), 'ok', 'an owner leaves');
select is((select state::text from identity.account where name = 'a.colleague'), 'suspended', 'and the service stops');
select is(manage('reinstate', 'a.colleague'), 'conflict', 'under nobody it does not begin again');
select is(manage('hand_over', 'a.colleague', '{"liaison": "a.author"}'), 'invalid_value', 'who has left answers for nothing');
select is(manage('hand_over', 'a.colleague', '{"liaison": "b.manager"}'), 'invalid_value', 'nor does another institution''s');
select is(manage('hand_over', 'a.colleague', '{"liaison": "b.reader"}'), 'invalid_value', 'nor another service');
select is(manage('hand_over', 'a.reviewer1', '{"liaison": "a.officer"}'), 'conflict', 'a person answers for themselves');
select is(manage('hand_over', 'a.colleague', '{"liaison": "a.reviewer1"}'), 'ok', 'a colleague takes it over');
select is((select owner_id from identity.service where account_id = account('a.colleague')), account('a.reviewer1'), 'answers for it from then on');
select is(manage('reinstate', 'a.colleague'), 'ok', 'and two others may let it begin again');

-- Races: what is waited for is somebody's who wins it.  The lock that the call waits for does here what the winner did.
create function wins(i_lock regprocedure, i_does text) returns void language plpgsql as $$
begin
    execute format('create or replace function %s(%s) returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as %L',
                   i_lock::regproc, pg_get_function_arguments(i_lock), 'begin ' || i_does || '; end');
end $$;
select manage('reinstate', 'a.colleague') \g /dev/null
update identity.account set state = 'active' where name in ('a.colleague', 'b.manager', 'b.reader');
create function loses(i_lock regprocedure, i_does text, i_call text) returns text language plpgsql as $$
declare
    l_code text;
begin
    perform tap.wins(i_lock, i_does);
    execute 'select tap.' || i_call into l_code;
    raise exception using errcode = 'XX999', message = l_code;
exception when sqlstate 'XX999' then
    return sqlerrm; -- and all is as it was
end $$;
select is(signs_in('b.reader'), 'ok', 'undisturbed it signs in');
select is(loses('identity.hold_institution(uuid)', $$update identity.account set state = 'suspended' where name = 'b.reader'$$, $$signs_in('b.reader')$$),
          'account_not_active', 'not when it is suspended meanwhile');
select is(loses('identity.hold_institution(uuid)', $$update identity.account set state = 'suspended' where name = 'b.manager'$$, $$signs_in('b.reader')$$),
          'account_not_active', 'nor when its owner is');
select is(loses('identity.hold_institution(uuid)', $$update identity.institution set state = 'suspended' where code = 'BANKB'$$, $$signs_in('b.reader')$$),
          'account_not_active', 'nor its institution');
select is(loses('identity.hold_institution(uuid)', $$update identity.service set addresses = '{203.0.113.0/24}' where account_id = (select account_id from identity.account where name = 'b.reader')$$, $$signs_in('b.reader')$$),
          'address_not_allowed', 'nor when its place is another');
select is(loses('identity.hold_institution(uuid)', $$update identity.device d set state = 'revoked', revoked_at = now() from identity.account a where a.account_id = d.account_id and a.name = 'b.reader'$$, $$signs_in('b.reader')$$),
          'device_not_bound', 'nor with a certificate that is gone');
-- A manager who waits for the accounts he would end, and is suspended, signed out or given other duties meanwhile.
select is(loses('identity.hold_dependents(uuid)', does, $$manage('suspend', 'a.reviewer1', '{"reason": "x"}')$$), 'forbidden', 'nor does a manager act: ' || left(does, 40))
  from (values ($$update identity.account set state = 'suspended' where name = 'a.officer'$$),
               ($$update identity.session s set ended_at = now() from identity.account a where a.account_id = s.account_id and a.name = 'a.officer'$$),
               ($$delete from identity.account_role r using identity.account a where a.account_id = r.account_id and a.name = 'a.officer'$$)) t (does);

select * from finish();
rollback;
