-- SPDX-License-Identifier: Apache-2.0
-- A body under way: what its release rested on is looked at anew, and a cut is entered (GS-3.3).
\ir lib/platform.sql
\ir lib/agreements.sql
select plan(42);

create function released(i_name text, i_record uuid, i_entry jsonb default '{}', i_request jsonb default '{}') returns uuid
    language plpgsql as $$
declare
    l_call jsonb := tap.call(i_name, 'record.release', jsonb_build_object(
        'object_type', 'record', 'object', i_record, 'operation', 'view') || i_entry);
begin
    set local role cs_gateway;
    perform gateway.record_release(array[l_call], array['{"revision": 1, "effect": "allow", "policy": 1}' || i_request]);
    reset role;
    return (l_call->'entry'->>'id')::uuid;
end $$;
create function checks(i_name text, i_delivery uuid) returns text language plpgsql as $$
declare
    l_call jsonb := tap.call(i_name, 'record.release');
    l_code text;
begin
    set local role cs_gateway;
    l_code := gateway.check_release(l_call->>'handle', i_delivery);
    reset role;
    return l_code;
end $$;
create function cut(i_name text, i_delivery uuid, i_code text, i_entry jsonb default '{}', i_tried uuid[] default '{}') returns text language sql as $$
    select (tap.door('record_cut', tap.call(i_name, 'release.cut', jsonb_build_object(
               'object_type', e.object_type, 'object', e.object, 'operation', e.operation, 'digest', e.digest) || i_entry)
               - 'handle', jsonb_build_object('delivery', i_delivery, 'code', i_code, 'tried', i_tried))).code
      from (select i_delivery as id) i left join audit.entry e on e.entry_id = i.id;
$$;

select publish() as note, publish('{"level": "confidential"}') as closed \gset
select granted('b.reader', :'closed') as grant \gset
select released('b.reader', :'note') as open, released('b.reader', :'closed', '{"purpose": "risk"}', jsonb_build_object('grant', :'grant')) as by_grant \gset
select count(*) as entries from audit.entry \gset

-- As long as it holds.
select is(checks('b.reader', :'open'), 'ok', 'what is as it was goes on');
select is(checks('b.reader', :'by_grant'), 'ok', 'also under a grant');
select last_used_at as used from identity.session where account_id = account('b.reader') \gset
update identity.session set last_used_at = last_used_at - idle / 2 where account_id = account('b.reader');
select is(checks('b.reader', :'open'), 'ok', 'of a session that is idle for less than its time');
select ok((select last_used_at < :'used' from identity.session where account_id = account('b.reader')), 'and a look is no use of it');
select is((select count(*) from audit.entry), :entries::bigint, 'nothing was written');

-- Who may not ask.
select is(checks('b.manager', :'open'), 'invalid_token', 'another''s session says nothing of it');
select is(checks('b.reader', ops.uuid_v7()), 'not_found', 'there must be a release');
select released('b.reader', :'closed') as refused \gset
select is(checks('b.reader', :'refused'), 'not_found', 'one that was refused is none');

-- What ends it.  Each is taken back.
create function after(i_change text, i_delivery uuid, i_name text default 'b.reader') returns text language plpgsql as $$
declare
    l_code text;
begin
    begin
        execute i_change;
        l_code := checks(i_name, i_delivery);
        raise exception using errcode = 'TAP01', message = l_code;
    exception when sqlstate 'TAP01' then
        return l_code;
    end;
end $$;
select is(after(c.change, :'open'), c.code, c.change)
  from (values
    ($$update identity.session set ended_at = now() where account_id = tap.account('b.reader')$$, 'invalid_token'),
    ($$update identity.session set last_used_at = now() - idle * 2 where account_id = tap.account('b.reader')$$, 'invalid_token'),
    ($$update identity.device set state = 'revoked', revoked_at = now() where account_id = tap.account('b.reader')$$, 'invalid_token'),
    ($$update identity.account set state = 'suspended' where name = 'b.reader'$$, 'account_not_active'),
    ($$update identity.account set state = 'closed' where name = 'b.reader'$$, 'account_not_active'),
    ($$update identity.institution set state = 'suspended' where code = 'BANKB'$$, 'account_not_active'),
    ($$delete from identity.account_role where account_id = tap.account('b.reader')$$, 'forbidden'),
    ($$update record.record set expires_at = now() - interval '1 second'$$, 'not_found'),
    ($$update record.record set for_members = false$$, 'not_found'),
    ($$update record.record set revision = 2$$, 'facts_moved'),
    ($$update record.record set level = 'confidential'$$, 'facts_moved')) c (change, code);
select is(after(c.change, :'by_grant'), c.code, c.change)
  from (values
    ($$update access.grant set until_at = statement_timestamp()$$, 'facts_moved'),
    ($$update access.grant set operations = '{download}'$$, 'facts_moved'),
    ($$update access.grant set max_level = 'public'$$, 'facts_moved'),
    ($$update access.agreement set state = 'ended'$$, 'facts_moved'),
    ($$update access.agreement set ends_at = statement_timestamp()$$, 'facts_moved')) c (change, code);
select is(checks('b.reader', :'by_grant'), 'ok', 'and nothing else does');

-- Another token for the same session: what the former one began goes on.
create function refreshes(i_times integer) returns void language plpgsql as $$
declare
    l_session uuid := tap.session('b.reader');
    l_handle  text := encode(tap.handle('b.reader'), 'hex');
    l_next    text;
begin
    for l_time in 1 .. i_times loop
        l_next := encode(sha256(convert_to('next ' || l_time, 'UTF8')), 'hex');
        if (tap.door('refresh_session', tap.call('b.reader', 'session.refresh', jsonb_build_object('session', l_session)) || jsonb_build_object('handle', l_handle),
                     jsonb_build_object('handle_digest', encode(sha256(decode(l_next, 'hex')), 'hex')))).code <> 'ok' then
            raise exception 'refused';
        end if;
        l_handle := l_next;
    end loop;
end $$;
select is(after(c.change, :'open', c.name), c.code, c.what)
  from (values
    ('select tap.refreshes(1)', 'b.reader', 'ok', 'a refreshed token cuts nothing'),
    ('select tap.refreshes(16)', 'b.reader', 'ok', 'nor the sixteenth'),
    ('select tap.refreshes(17)', 'b.reader', 'invalid_token', 'older ones are forgotten'),
    ('select tap.refreshes(1)', 'b.manager', 'invalid_token', 'another''s still says nothing of it'),
    ('select tap.refreshes(1); update identity.session set ended_at = now() where account_id = tap.account(''b.reader'')', 'b.reader', 'invalid_token', 'it ends with its session'),
    ('select tap.refreshes(1); update identity.account set state = ''suspended'' where name = ''b.reader''', 'b.reader', 'account_not_active', 'and with its account')
    ) c (change, name, code, what);

-- The entry of a cut.
select is(cut('b.reader', :'open', 'invalid_token'), 'ok', 'what was cut is entered');
select is((select (e.action, e.outcome, e.reason_code, e.delivery_id, e.object, e.account_id, e.device_id, e.owner_id, e.revision)::text
             from audit.entry e order by e.entry_id desc limit 1),
          (select ('release.cut', 'done', 'invalid_token', e.entry_id, e.object, e.account_id, e.device_id, e.owner_id, e.revision)::text
             from audit.entry e where e.entry_id = :'open'), 'with the release''s facts, and why');
select is((select mac is not null and cause is null from audit.entry where action = 'release.cut'), true, 'as the gateway''s own word');
select is(cut('b.reader', :'by_grant', 'deadline', jsonb_build_object('object', :'note')), 'not_found', 'not of another record');
select is(cut('b.manager', :'by_grant', 'deadline'), 'not_found', 'nor of another session');
select is(cut('b.reader', :'refused', 'deadline'), 'not_found', 'nor of what was refused');
select is(cut('b.reader', :'by_grant', 'deadline', jsonb_build_object('id', ops.first_uuid(now() - interval '1 hour'))), 'clock',
          'nor by a node whose clock is off');
select entry_id as entered from audit.entry where action = 'release.cut' and outcome = 'done' \gset
select is(cut('b.reader', :'open', 'invalid_token', '{}', array[ops.uuid_v7(), :'entered'::uuid]), 'ok', 'what a former try entered is known by its id');
select is((select count(*) from audit.entry where action = 'release.cut' and outcome = 'done'), 1::bigint, 'one was');
select is(cut('b.reader', :'by_grant', 'deadline', '{}', array[:'entered'::uuid]), 'ok', 'which says nothing of another release');
select is((select count(*) from audit.entry where action = 'release.cut' and outcome = 'done'), 2::bigint, 'whose cut is entered');

select * from finish();
rollback;
