-- SPDX-License-Identifier: Apache-2.0
-- A published record is taken back by one person, at once and for good (GS-2.3.2).
\ir lib/platform.sql
\ir lib/agreements.sql
select plan(24);

create function withdraws(i_name text, i_record uuid) returns text language sql as $$
    select (tap.door('withdraw_record', tap.call(i_name, 'record.withdraw', jsonb_build_object('object_type', 'record', 'object', i_record)),
            jsonb_build_object('record', i_record, 'reason', 'a figure is wrong'))).code;
$$;
create function state(i_record uuid) returns text language sql as $$ select r.state from record.record r where r.record_id = i_record $$;
select ((draft('a.author')).body->'record'->>'id')::uuid as draft, publish('{"level": "confidential"}') as one,
       publish('{"level": "confidential"}') as two, publish('{"level": "top_secret", "title": null, "title_sealed": "00"}') as high \gset
select granted('b.reader', :'one') as ended, granted('b.reader', :'two') as kept \gset

select is(withdraws('b.reader', :'one'), 'not_found', 'not by another institution, which reads it');
select is(withdraws('a.auditor', :'one'), 'forbidden', 'not by who may not publish');
select is(withdraws('a.department1', :'one'), 'forbidden', 'nor by a reviewer');
select is(withdraws('oper.system1', :'one'), 'forbidden', 'nor by the operator''s people');
select is(withdraws('a.author', ops.uuid_v7()), 'not_found', 'not what there is not');
select is(withdraws('a.author', :'draft'), 'conflict', 'not what is not published');
select is(withdraws('a.colleague', :'one'), 'ok', 'a colleague who may publish takes it back');
select is((select r.state || ', ' || r.withdrawn_for from record.record r where r.record_id = :'one'), 'withdrawn, a figure is wrong', 'at once, with the reason');
create function released(i_name text, i_record uuid, i_operation text) returns text language plpgsql as $$
declare
    l_call jsonb := tap.call(i_name, 'record.release', jsonb_build_object('object_type', 'record', 'object', i_record, 'operation', i_operation, 'purpose', 'risk'));
    l_said jsonb := jsonb_build_object('revision', 1, 'effect', 'allow', 'policy', access.current_policy());
    l_code text;
begin
    set local role cs_gateway;
    select p.code || ' ' || (p.content is not null) || ' ' || r.code into l_code
      from gateway.prepare_release(array[l_call], array[l_said]) p, gateway.record_release(array[l_call], array[l_said]) r;
    reset role;
    return l_code;
end $$;
select is(released('a.author', :'two', 'view'), 'ok true ok', 'what is published its author opens');
select is(released(name, :'one', op), 'not_found false not_found', name || ' does not ' || op || ' what was withdrawn')
  from (values ('a.author', 'view'), ('a.author', 'download'), ('a.colleague', 'view')) t (name, op);
select is((door('read_record', call('a.author', 'record.read'), jsonb_build_object('record', :'one'))).body->>'state', 'withdrawn', 'though its author is told that it was');
select is((select g.state from access.grant g where g.grant_id = :'ended'), 'revoked', 'the grant for it ends');
select is((select g.state from access.grant g where g.grant_id = :'kept'), 'granted', 'that for another does not');
select is((select string_agg(e.action, ' ' order by e.action) from audit.entry e join audit.entry c on c.entry_id = e.cause where c.action = 'record.withdraw'),
          'grant.revoked record.withdrawn', 'both on record, with the call as their cause');
select is((select count(*) from ops.notification n where n.grant_id = :'ended' and n.account_id = account('b.reader')), 1::bigint, 'whose grant it was is told');
select is((select n.facts from ops.notification n where n.code = 'record.withdrawn' and n.account_id = account('a.author')),
          jsonb_build_object('object', :'one'::uuid, 'account', account('a.colleague')), 'its author is told who took it back, and no reason');
select is(withdraws('a.author', :'one'), 'conflict', 'once');
select is((door('publish_record', call('a.author', 'record.publish'), jsonb_build_object('record', :'one'))).code, 'conflict', 'and for good');
select is(withdraws('a.author', :'high'), 'ok', 'by its author at any level');
select is((select count(*) from ops.notification n where n.code = 'record.withdrawn'), 1::bigint, 'who did it is not told');
select is((door('destroy_record', call('a.author', 'record.destroy'), jsonb_build_object('record', :'high'))).code, 'ok', 'what was withdrawn can still be destroyed');
select is(state(:'two'), 'published', 'nothing else moved');

select * from finish();
rollback;
