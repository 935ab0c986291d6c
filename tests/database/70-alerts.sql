-- SPDX-License-Identifier: Apache-2.0
-- Alerts: raised by whatever finds something, counted by the hour, read by those whose institution they concern.
\ir lib/platform.sql
select plan(23);

create function raise(i_name text, i_code text, i_subject jsonb default '{}', i_action text default 'session.begin') returns uuid language plpgsql as $$
declare
    l_c audit.call := audit.begin_stranger_call(tap.call(i_name, i_action)
        || '{"personal": "{\"address\":\"192.0.2.77\",\"network\":\"192.0.2.0\"}"}', i_action);
begin
    if i_name <> 'nobody' then
        l_c.account_id := tap.account(i_name);
        l_c.institution_id := (select a.institution_id from identity.account a where a.account_id = l_c.account_id);
    end if;
    return ops.raise_alert(l_c, i_code, 'warning', i_subject);
end $$;
create function seen(i_name text, i_filter jsonb default '{}') returns setof jsonb language sql as $$
    select jsonb_array_elements((tap.door('list_alerts', tap.call(i_name, 'alert.list'), '{"limit": 500}' || i_filter)).body->'items');
$$;
create view announced as select * from audit.entry where action = 'alert.raised';

select raise('a.author', 'new_network') as first \gset
select is(raise('a.author', 'new_network'), :'first'::uuid, 'the second of its hour is counted with the first');
select is((select count from ops.alert where alert_id = :'first'), 2, 'as two');
select is((select (object, reason_code, account_id = account('a.author'), institution_id = institution('BANKA'), cause is not null)::text from announced),
          format('(%s,new_network,t,t,t)', :'first'), 'one entry says so');
select is((select entry_id from ops.alert where alert_id = :'first'), (select entry_id from announced), 'which the alert names');
select is((select network from ops.alert where alert_id = :'first'), '192.0.2.0', 'the alert knows the network');
select ok(not exists (select from announced e where e::text like '%192.0.2%'), 'the entry does not');
select isnt(raise('a.author', 'odd_hour'), :'first'::uuid, 'another code is another alert');
select isnt(raise('a.author', 'new_network', '{"network": "198.51.100.0"}'), :'first'::uuid, 'so is another network');
select isnt(raise('b.reader', 'new_network'), :'first'::uuid, 'and another account');
update ops.alert set hour_at = hour_at - interval '1 hour' where alert_id = :'first';
select isnt(raise('a.author', 'new_network'), :'first'::uuid, 'and another hour');

-- A stranger's call may leave no entry, so that its alert waits for the clock.
select count(*) as before from announced \gset
select raise('nobody', 'device_unbound', jsonb_build_object('account', account('a.author'), 'institution', institution('BANKA'))) as strange \gset
select is((select count(*) from announced), :before::bigint, 'a stranger''s alert has no entry at once');
select is((select entry_id from ops.alert where alert_id = :'strange'), null, 'but stands');
create function announce() returns integer language sql as $$
    select ops.announce_alerts(audit.begin_stranger_call(tap.call('nobody', 'clock.tick'), 'clock.tick'));
$$;
select is(announce(), 1, 'the clock enters it');
select is((select (object, account_id = account('a.author'), institution_id = institution('BANKA'))::text from announced order by entry_id desc limit 1),
          format('(%s,t,t)', :'strange'), 'with whom it concerns');
select is(announce(), 0, 'once');
select throws_ok($$ select raise('nobody', 'Not a code') $$, '23514', null, 'a code is a code');

select is((door('list_alerts', call('a.author', 'alert.list'), '{}')).code, 'forbidden', 'who is no auditor reads none');
select ok(exists (select from seen('a.auditor') a where a->>'id' = :'strange'), 'an auditor reads the own institution''s');
select ok(not exists (select from seen('b.auditor') a where a->>'institution' = institution('BANKA')::text), 'and no other''s');
select is((select count(*) from seen('oper.security1')), (select count(*) from ops.alert), 'the security administrator reads all');
select is((select array_agg(a->>'id') from seen('oper.audit1') a), (select array_agg(alert_id::text order by alert_id desc) from ops.alert), 'newest first');
select is((select count(*) from seen('a.auditor', '{"code": "odd_hour"}')), 1::bigint, 'by code');
select is((select count(*) from seen('oper.audit1', jsonb_build_object('account', account('b.reader')))), 1::bigint, 'and by account');
select * from finish();
rollback;
