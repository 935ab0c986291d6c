-- SPDX-License-Identifier: Apache-2.0
-- The time of a review runs: its deciders are reminded, then everybody is told that it is late (GS-2.2.3).
\ir lib/platform.sql
select plan(24);

create function tick() returns gateway.answer language sql as $$
    select tap.door('tick', tap.call('nobody', 'clock.tick') - 'handle', '{}');
$$;
create function entries(i_action text) returns bigint language sql as $$
    select count(*) from audit.entry where action = i_action;
$$;
create function told(i_name text) returns text language sql as $$
    select string_agg(n.code, ' ' order by n.notification_id) from ops.notification n where n.account_id = tap.account(i_name) and n.code <> 'review.opened';
$$;
-- A review of a record as if so much of its 24 hours had passed.
create function pass(i_review uuid, i_share numeric) returns void language sql as $$
    update review.review set opened_at = now() - interval '24 hours' * i_share::double precision,
           due_at = now() + interval '24 hours' * (1 - i_share)::double precision, expires_at = now() + interval '6 days' where review_id = i_review;
$$;

select submit('a.author', ((draft('a.author')).body->'record'->>'id')::uuid) as review \gset
select pass(:'review', 0.49) \g /dev/null
select is((tick()).body, '{"done": 0}', 'before the first share of its time nobody is reminded');
select pass(:'review', 0.51) \g /dev/null
select is((tick()).body, '{"done": 1}', 'after it');
select is(told('a.department1'), 'review.reminder', 'who may decide is');
select is(told('a.author'), null, 'not who asked');
select is(told('a.responsible1'), null, 'nor who may decide later');
select is((tick()).body, '{"done": 0}', 'once');
select is((select e.owner_id from audit.entry e join audit.entry c on c.entry_id = e.cause where e.action = 'review.reminded' and c.action = 'clock.tick'),
          institution('BANKA'), 'it is on record, the tick its cause');
select pass(:'review', 0.9) \g /dev/null
select is((tick()).body, '{"done": 1}', 'after the second share once more');
select is((tick()).body, '{"done": 0}', 'and once');
select is(told('a.department1'), 'review.reminder review.reminder', 'as the policy says');
select decide('a.department1', :'review', 'approve') \g /dev/null
select pass(:'review', 1.01) \g /dev/null
select is((tick()).body, '{"done": 1}', 'when its time is over');
select is(told('a.responsible1') || ', ' || told('a.responsible2'), 'review.overdue, review.overdue', 'those who have not decided are told');
select is(told('a.department1'), 'review.reminder review.reminder', 'and not those who have');
select is((select string_agg(a.code || ' ' || a.grade || ' ' || (a.subject->>'review'), ' ') from ops.alert a
            where a.code = 'review_overdue' and a.institution_id = institution('BANKA')), 'review_overdue warning ' || :'review', 'an alert says so to the institution that is awaited');
select is(entries('review.escalated'), 1::bigint, 'on record');
select is((tick()).body, '{"done": 0}', 'once');
select is((select state from review.review where review_id = :'review'), 'open', 'it can be decided still');
select is(decide('a.responsible1', :'review', 'approve'), 'ok', 'until it expires');

-- The clock was down: what it slept through is told as the last of it.
select submit('a.author', ((draft('a.author')).body->'record'->>'id')::uuid) as slept \gset
select pass(:'slept', 0.95) \g /dev/null
select is((select string_agg((tick()).body->>'done', ' ') from generate_series(1, 2)), '1 0', 'two shares that passed in the dark are one reminder');
select submit('a.author', ((draft('a.author')).body->'record'->>'id')::uuid) as over \gset
select pass(:'over', 2) \g /dev/null
select is((tick()).body, '{"done": 1}', 'a time that was over in the dark');
select is((select string_agg(n.code, ' ' order by n.notification_id) from ops.notification n where n.review_id = :'over' and n.account_id = account('a.department1')),
          'review.opened review.overdue', 'is told as that alone');
select is((select count from ops.alert where code = 'review_overdue' and institution_id = institution('BANKA')), 2, 'alerts of an hour are counted');

-- What is over by then is not overdue but ended.
select submit('a.author', ((draft('a.author')).body->'record'->>'id')::uuid) as ended \gset
update review.review set opened_at = now() - interval '3 days', due_at = now() - interval '2 days', expires_at = now() - interval '1 second' where review_id = :'ended';
select tick(), tick() \g /dev/null
select is((select r.state || coalesce(r.escalated_at::text, '') from review.review r where r.review_id = :'ended'), 'expired', 'what has expired is overdue no more');
select is((select n.code from ops.notification n where n.review_id = :'ended' and n.account_id = account('a.author')), 'review.expired', 'and its requester knows');

select * from finish();
rollback;
