-- SPDX-License-Identifier: Apache-2.0
-- The clock's work: what is due is done by one worker, once, with the tick as its cause.
\ir lib/platform.sql
select plan(11);

create function tick() returns gateway.answer language sql as $$
    select tap.door('tick', tap.call('nobody', 'clock.tick') - 'handle', '{}');
$$;
create function entries(i_action text) returns bigint language sql as $$
    select count(*) from audit.entry where action = i_action;
$$;

select is((tick()).body, '{"done": 0}', 'nothing due, nothing done');
select is(entries('clock.tick'), 0::bigint, 'and nothing written');

create table due as select submit('a.author', ((draft('a.author')).body->'record'->>'id')::uuid) as review_id from generate_series(1, 2);
select is((tick()).body, '{"done": 0}', 'a review in its time is left alone');
update review.review set opened_at = now() - interval '3 days', due_at = now() - interval '2 days', expires_at = now() - interval '1 second'
 where review_id in (select review_id from due);
select is((tick()).body, '{"done": 1}', 'one whose time is over is ended');
select is((select count(*) from review.review where review_id in (select review_id from due) and state = 'expired'), 1::bigint, 'one a transaction, for the order of its locks');
select is((tick()).body, '{"done": 1}', 'the next by the next');
select is((select string_agg(distinct state, ' ') from review.review where review_id in (select review_id from due)), 'expired', 'never as a yes (GS-2.2.3)');
select is((select string_agg(distinct state, ' ') from record.record), 'draft', 'and what waited for it is let go');
select is((select count(*) from audit.entry e join audit.entry c on c.entry_id = e.cause
            where e.action = 'review.expired' and c.action = 'clock.tick' and c.mac is not null), 2::bigint, 'its cause is the tick''s own entry');
select is((tick()).body, '{"done": 0}', 'once');
select is((select code from door('tick', call('nobody', 'clock.tick', jsonb_build_object('id', ops.first_uuid(now() - interval '1 hour'))) - 'handle', '{}')),
          'clock', 'a node whose clock is off brings nothing about');

select * from finish();
rollback;
