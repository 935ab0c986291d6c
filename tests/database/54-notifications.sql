-- SPDX-License-Identifier: Apache-2.0
-- Who is told what (GS-2.2.3, JR-5.2), and only they.
\ir lib/platform.sql
select plan(36);

create function told(i_name text, i_more jsonb default '{}') returns jsonb language sql as $$
    select (tap.door('list_notifications', tap.call(i_name, 'notification.list'), i_more)).body->'items';
$$;
create function codes(i_name text) returns text language sql as $$
    select string_agg(n->>'code', ' ') from jsonb_array_elements(tap.told(i_name)) n;
$$;
create function forget() returns void language sql as $$ delete from ops.notification $$;

select submit('a.author', ((draft('a.author')).body->'record'->>'id')::uuid) as review \gset
select is((select string_agg(a.name, ' ' order by a.name) from ops.notification n join identity.account a using (account_id)),
          'a.department1', 'who may decide the open stage is told');
select is((told('a.department1')->0) - array['id', 'at'] #- '{facts,due_at}', jsonb_build_object(
              'code', 'review.opened', 'review', :'review', 'grant', null, 'facts', jsonb_build_object(
                  'kind', 'record.publish', 'object', (select object_id from review.review where review_id = :'review'), 'stage', 'department', 'requester', account('a.author'), 'urgency', 'normal')), 'what, and whose');
select is((door('list_notifications', call('a.department1', 'notification.list'), '{}')).body->'names'->>account('a.author')::text, 'a.author', 'by name');
select is(codes('a.responsible1'), null, 'a later stage is not asked yet');
select is(codes('a.department2'), null, 'nor another department');
select is(codes('a.author'), null, 'nor is told who did it');
select is(codes('b.auditor'), null, 'nor anybody else');
select throws_ok('set role cs_gateway; select * from ops.notification', '42501', null, 'not even by the gateway''s own login');
reset role;

select decide('a.department1', :'review', 'approve') \g /dev/null
select is(codes('a.responsible1') || ', ' || codes('a.responsible2'), 'review.opened, review.opened', 'the next stage is told when it opens (GS-2.2.3)');
select is(codes('a.author'), null, 'its requester is told nothing of a stage');
select decide('a.responsible1', :'review', 'approve'), decide('a.compliance1', :'review', 'approve') \g /dev/null
select is(codes('a.author'), 'review.decided', 'but the result (JR-5.2)');
select is((told('a.author')->0->'facts') - 'object', '{"kind": "record.publish", "state": "approved"}', 'as it is');
select is((select count(*) from ops.notification where facts::text ~ 'seen|comment|verdict'), 0::bigint, 'no comment is told on');

select forget(), submit('a.author', ((draft('a.author')).body->'record'->>'id')::uuid) as review \gset
select decide('a.department1', :'review', 'reject') \g /dev/null
select is(told('a.author')->0->'facts'->>'state', 'rejected', 'a rejection, too');
select is(codes('a.responsible1'), null, 'no further stage is asked then');

-- Who is excluded is not told to decide; who gains by it is told the result.
select forget() \g /dev/null
update identity.account set state = 'locked' where name = 'a.reviewer1';
select is((door('unlock_account', call('a.officer', 'account.unlock', jsonb_build_object('object_type', 'account', 'object', account('a.reviewer1'))),
               jsonb_build_object('account', account('a.reviewer1')))).code, 'undecidable', 'what is refused');
select is((select count(*) from ops.notification), 0::bigint, 'tells nobody');
update identity.account set state = 'active' where name = 'a.reviewer1';
update identity.account set state = 'locked' where name = 'a.colleague';
select (door('unlock_account', call('a.officer', 'account.unlock', jsonb_build_object('object_type', 'account', 'object', account('a.colleague'))),
             jsonb_build_object('account', account('a.colleague')))).body->'review'->>'id' as review \gset
select is(codes('a.reviewer1') || ', ' || codes('a.reviewer2'), 'review.opened, review.opened', 'all who may decide a stage of two are told');
select decide('a.reviewer1', :'review', 'approve'), decide('a.reviewer2', :'review', 'approve') \g /dev/null
select is(codes('a.officer') || ', ' || codes('a.colleague'), 'review.decided, review.decided', 'the result goes to who asked, and to whom it is for');

-- A failed one says why.
select forget() \g /dev/null
update identity.account set state = 'locked' where name = 'a.colleague';
select (door('unlock_account', call('a.officer', 'account.unlock', jsonb_build_object('object_type', 'account', 'object', account('a.colleague'))),
             jsonb_build_object('account', account('a.colleague')))).body->'review'->>'id' as review \gset
update identity.account set version = version + 1 where name = 'a.colleague';
select decide('a.reviewer1', :'review', 'approve'), decide('a.reviewer2', :'review', 'approve') \g /dev/null
select is(told('a.officer')->0->>'code', 'review.failed', 'an effect that was refused');
select is(told('a.officer')->0->'facts', jsonb_build_object('kind', 'account.unlock', 'object', account('a.colleague'), 'state', 'failed', 'reason', 'facts_moved'), 'with the reason');

-- What is asked for no more: whose word was awaited, and nobody else.
create function withdraw(i_name text, i_review uuid) returns text language sql as $$
    select (tap.door('withdraw_review', tap.call(i_name, 'review.withdraw', jsonb_build_object('object_type', 'review', 'object', i_review)),
                     jsonb_build_object('review', i_review))).code;
$$;
select submit('a.author', ((draft('a.author')).body->'record'->>'id')::uuid) as review \gset
select decide('a.department1', :'review', 'approve') \g /dev/null
select forget() \g /dev/null
select is(withdraw('a.department1', :'review'), 'forbidden', 'what somebody else may not withdraw');
select is((select count(*) from ops.notification), 0::bigint, 'tells nobody');
select is(withdraw('a.author', :'review'), 'ok', 'what is withdrawn');
select is((select string_agg(a.name || ' ' || n.code, ', ' order by a.name) from ops.notification n join identity.account a using (account_id)),
          'a.responsible1 review.withdrawn, a.responsible2 review.withdrawn', 'is told to those whose word was awaited, not to who has decided or would have later');
select is((door('list_notifications', call('a.responsible1', 'notification.list'), '{}')).body->'names'->>account('a.author')::text, 'a.author', 'with who asked');
select submit('a.author', ((draft('a.author')).body->'record'->>'id')::uuid) as review \gset
select decide('a.department1', :'review', 'return'), forget() \g /dev/null
select is(withdraw('a.author', :'review'), 'ok', 'what was sent back and is withdrawn');
select is((select count(*) from ops.notification), 0::bigint, 'is told to nobody: no word was awaited');

-- What others ask about a record is told to its author when it is over.
update identity.account set state = 'active' where name = 'a.colleague';
select publish('{"level": "public"}') as record, forget() \gset
select (door('destroy_record', call('a.colleague', 'record.destroy', jsonb_build_object('object_type', 'record', 'object', :'record'::uuid)),
             jsonb_build_object('record', :'record'))).body->'review'->>'id' as review \gset
select is(codes('a.author'), null, 'of what a colleague asks about a record its author is not told');
select is(withdraw('a.colleague', :'review'), 'ok', 'until it is over');
select is(codes('a.author') || ', ' || coalesce(codes('a.colleague'), '-'), 'review.withdrawn, -', 'and who did it is not');

-- A page after another, and for how long.
select forget() \g /dev/null
select ops.notify(null::audit.call, array[account('a.author')], 'grant.granted', jsonb_build_object('n', n)) from generate_series(1, 3) n \g /dev/null
select is((select string_agg(n->'facts'->>'n', '') from jsonb_array_elements(told('a.author')) n), '123', 'oldest first');
select is(jsonb_array_length(told('a.author', jsonb_build_object('after', told('a.author')->0->>'id'))), 2, 'from one on');
select is((door('list_notifications', call('a.author', 'notification.list'), '{"limit": 2}')).body->>'next', told('a.author')->1->>'id', 'page by page');
update ops.notification set notification_id = ops.first_uuid(now() - interval '91 days') where facts->>'n' = '1';
update ops.notification set notification_id = ops.first_uuid(now() - interval '89 days') where facts->>'n' = '2';
select ops.sweep() \g /dev/null
select is((select string_agg(n->'facts'->>'n', '') from jsonb_array_elements(told('a.author')) n), '23', 'for as long as the policy says');
select is((door('list_notifications', call('nobody', 'notification.list'), '{}')).code, 'invalid_token', 'a stranger is told nothing');

select * from finish();
rollback;
