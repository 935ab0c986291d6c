-- SPDX-License-Identifier: Apache-2.0
-- What failed is asked for once more after something else came between: it says, and does, what is so now.
\ir lib/platform.sql
\ir lib/agreements.sql
select plan(16);

-- A transfer, after another one.
select publish('{"level": "confidential"}') as secret \gset
insert into identity.account_role (account_id, role) select account(n), 'account.reviewer' from unnest('{a.department1,a.department2,a.responsible1,a.auditor}'::text[]) n;
insert into identity.account_role (account_id, role) values (account('a.responsible2'), 'account.reviewer');
delete from identity.account_role r where r.role <> 'account.reviewer' and r.account_id = any (array[account('a.department1'), account('a.department2'), account('a.responsible1'), account('a.responsible2')]);
insert into identity.account_role (account_id, role) values (account('a.reviewer1'), 'reviewer.department');
create function transfer(i_post jsonb) returns gateway.answer language sql as $$
    select tap.door('transfer_account', tap.call('a.officer', 'account.transfer'), jsonb_build_object('account', tap.account('a.colleague'), 'reason', 'x') || i_post);
$$;
create function rights() returns text language sql as $$
    select concat_ws(' ', a.department, a.rank, 'sessions', (select count(*) from identity.session s where s.account_id = a.account_id and s.ended_at is null),
        'grants', (select count(*) from access.grant g where g.account_id = a.account_id and g.state = 'granted'),
        'delegations', (select count(*) from access.live_delegation d where d.to_account_id = a.account_id))
      from identity.account a where a.name = 'a.colleague';
$$;
create function enters(i_handle text) returns void language sql as $$
    insert into identity.session (account_id, device_id, handle_digest, idle, expires_at)
    select a.account_id, d.device_id, sha256(convert_to(i_handle, 'UTF8')), '30 minutes', now() + interval '1 hour'
      from identity.account a join identity.device d on d.account_id = a.account_id where a.name = 'a.colleague';
$$;
select (t).code, (t).body->'review'->>'id' as one from transfer('{"department": "payments", "rank": "staff", "roles": ["author"]}') t \gset
select is((door('change_end_date', call('a.officer', 'account.end_date'), jsonb_build_object('account', account('a.colleague'), 'reason', 'x', 'ends_at', ops.format_time(now() + interval '300 days')))).code, 'ok', 'its version moves by one person''s power');
select decide('a.reviewer1', :'one', 'approve'), decide('a.reviewer2', :'one', 'approve') \g /dev/null
select is((select state || ' ' || reason from review.review where review_id = :'one'), 'failed facts_moved', 'the first transfer fails');
select (t).body->'review'->>'id' as two from transfer('{"department": "credit", "rank": "executive", "roles": ["author"]}') t \gset
select decide('a.reviewer1', :'two', 'approve'), decide('a.reviewer2', :'two', 'approve') \g /dev/null
select is((select state from review.review where review_id = :'two'), 'approved', 'a second one is approved');
-- what the post of an executive brings
select enters('later') \g /dev/null
select granted('a.colleague', :'secret') as held \gset
insert into access.delegation (institution_id, from_account_id, to_account_id, permission, from_at, until_at, overdue_only, reason)
values (institution('BANKA'), account('a.reviewer1'), account('a.colleague'), 'record.publish.department', now(), now() + interval '1 day', false, 'leave');
select is(rights(), 'credit executive sessions 1 grants 1 delegations 1', 'in the post of an executive');
select is((door('resubmit_review', call('a.officer', 'review.resubmit'), jsonb_build_object('review', :'one'::uuid, 'payload', '{}'::jsonb))).code, 'ok', 'the first is asked for once more');
select is(rights(), 'credit executive sessions 0 grants 0 delegations 0', 'asking for a transfer once more ends the rights of the post that came between (GS-3.3)');
select decide('a.department1', :'one', 'approve'), decide('a.department2', :'one', 'approve') \g /dev/null
select is((select state || coalesce(reason, '') from review.review where review_id = :'one'), 'approved', 'others approve it');
select is((select payload::jsonb #>> '{from,rank}' from review.review where review_id = :'one'), 'executive', 'who read what post it ends');
select is(rights(), 'payments staff sessions 0 grants 0 delegations 0', 'and none outlives it');

-- A reinstatement, after another suspension.
create function suspend(i_why text) returns text language sql as $$
    select (tap.door('suspend_account', tap.call('a.officer', 'account.suspend'), jsonb_build_object('account', tap.account('a.colleague'), 'reason', i_why))).code;
$$;
create function reinstate() returns uuid language sql as $$
    select ((tap.door('reinstate_account', tap.call('a.officer', 'account.reinstate'), jsonb_build_object('account', tap.account('a.colleague'), 'reason', 'back'))).body->'review'->>'id')::uuid;
$$;
select is(suspend('badge lost'), 'ok', 'suspended for a small thing');
select reinstate() as first \gset
select is((door('change_end_date', call('a.officer', 'account.end_date'), jsonb_build_object('account', account('a.colleague'), 'reason', 'x', 'ends_at', ops.format_time(now() + interval '200 days')))).code, 'ok', 'version moves');
select decide('a.reviewer1', :'first', 'approve'), decide('a.reviewer2', :'first', 'approve') \g /dev/null
select is((select state || ' ' || reason from review.review where review_id = :'first'), 'failed facts_moved', 'it fails');
select reinstate() as second \gset
select decide('a.reviewer1', :'second', 'approve'), decide('a.reviewer2', :'second', 'approve') \g /dev/null
select is((select state from review.review where review_id = :'second'), 'approved', 'another is approved');
select is(suspend('sold customer data'), 'ok', 'suspended for a grave thing');
select is((door('resubmit_review', call('a.officer', 'review.resubmit'), jsonb_build_object('review', :'first'::uuid, 'payload', '{}'::jsonb))).code, 'ok', 'the first is asked for once more');
select is((select payload::jsonb #>> '{suspended,reason}' from review.review where review_id = :'first'), 'sold customer data', 'reviewers sign over why it is suspended now');

select * from finish();
rollback;
