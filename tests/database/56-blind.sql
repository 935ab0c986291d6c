-- SPDX-License-Identifier: Apache-2.0
-- A blind stage does not show who has spoken, where a delegate did (GS-2.2.2).
\ir lib/platform.sql
select plan(2);

insert into identity.account_role (account_id, role) values (account('a.department1'), 'account.reviewer'), (account('a.department2'), 'account.reviewer');
insert into access.delegation (institution_id, from_account_id, to_account_id, permission, from_at, until_at, overdue_only, reason)
values (institution('BANKA'), account('a.reviewer1'), account('a.author'), 'account.review', now(), now() + interval '1 day', false, 'leave');
update identity.account set state = 'locked' where name = 'a.colleague';
select (t).body->'review'->>'id' as review from door('unlock_account', call('a.officer', 'account.unlock'), jsonb_build_object('account', account('a.colleague'))) t \gset
create function shown() returns text language sql as $$
    select (a.body #> '{stages,0,eligible}')::text from tap.door('read_review', tap.call('a.officer', 'review.read'), jsonb_build_object('review', (select r.review_id from review.review r where r.kind = 'account.unlock'))) a;
$$;
select shown() as before \gset
select is(decide('a.author', :'review', 'approve'), 'ok', 'a delegate speaks');
select is(shown(), :'before'::text, 'a blind stage shows the requester the same, whoever has spoken');

select * from finish();
rollback;
