-- SPDX-License-Identifier: Apache-2.0
-- What policies said, what was asked for and what was decided stays as it was made: not even the database's superuser
-- changes it in passing (GS-2.2.2, GS-2.2.3).
\ir lib/begin.sql
select no_plan();

select throws_ok(format(statement, t.tgrelid::regclass), code, null, format(statement, t.tgrelid::regclass) || ' is refused as ' || code)
  from pg_trigger t
  join pg_class c on c.oid = t.tgrelid
  join (values ('access', 'CS012'), ('review', 'CS013')) v (name, code) on v.name = c.relnamespace::regnamespace::text
  cross join (values ('delete from %s'), ('truncate %s cascade')) s (statement)
 where t.tgname = 'refuse_change'
 order by c.oid::regclass::text, statement;
select throws_ok('update access.policy_set set policy = policy', 'CS012', null, 'nor is a policy changed');
select throws_ok('update review.decision set verdict = verdict', 'CS013', null, 'nor a decision');

set session_replication_role = replica;
select throws_ok('delete from access.policy_set', 'CS012', null, 'policies do not obey when triggers are told to rest');
select throws_ok('delete from review.decision', 'CS013', null, 'nor do decisions');
select is(array_agg(distinct t.tgenabled), array['A'::"char"], 'each is enabled always') from pg_trigger t where t.tgname = 'refuse_change';
select set_eq(
    $$select t.tgrelid::regclass::text from pg_trigger t join pg_class c on c.oid = t.tgrelid
       where t.tgname = 'refuse_change' and c.relnamespace = 'review'::regnamespace$$,
    array['review.review', 'review.stage', 'review.need', 'review.round', 'review.decision', 'review.statement'], 'reviews, their stages and decisions are kept');
select * from finish();
rollback;
