-- SPDX-License-Identifier: Apache-2.0
-- The clock's work: what is due is done by one worker, once, with the tick as its cause.
\ir lib/platform.sql
select plan(42);

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

-- That nobody does it is told as soon as somebody does.
insert into ops.node (node, seen_at) values ('test', now()), ('other', now());
select is((gateway.probe('test')) -> 'tick_age_ms', 'null', 'a node that has just begun knows of no work');
select is((tick()).body, '{"done": 0}', 'which is none that was missed');
select cmp_ok(((gateway.probe('test')) ->> 'tick_age_ms')::integer, '<', 60000, 'then of some');
update ops.node set ticked_at = now() - interval '2 hours' where ticked_at is not null;
select is((tick()).body::text || (tick()).body::text, '{"done": 1}{"done": 0}', 'a minute without it is told, once');
select is((select string_agg(a.grade || ' ' || (a.entry_id is not null), ',') from ops.alert a where a.code = 'clock_late'), 'critical true', 'by an alert');

-- One that raises stops nobody else's end.
insert into identity.account_role (account_id, role) values (account('a.colleague'), 'account.reviewer');
create function breaks() returns trigger language plpgsql as $$ begin if old.name = 'a.auditor' then raise 'broken'; end if; return new; end $$;
create trigger breaks before update of state on identity.account for each row execute function breaks();
update identity.account set ends_at = now() - interval '1 second' where name in ('a.auditor', 'a.author', 'b.reader');
select is((select string_agg((tick()).code, ' ') from generate_series(1, 4)), 'ok ok ok ok', 'where one end cannot be done');
select is((select string_agg(name || ' ' || state, ', ' order by name) from identity.account where name in ('a.auditor', 'a.author', 'b.reader')),
          'a.auditor active, a.author closed, b.reader closed', 'the others are');
select is((select subject->>'job' from ops.alert where code = 'clock_failed' and grade = 'critical' and account_id = account('a.auditor')), 'close_ended', 'and people are told');
select is((tick()).body, '{"done": 0}', 'once an hour');
select is((select identity.current_state(a) from identity.account a where a.name = 'a.auditor'), 'closed', 'it opens nothing all the same');
-- Who is locked when the retirement comes retires.
update identity.account set state = 'locked', ends_at = now() - interval '1 second', leaves_as = 'retired' where name = 'a.department1';
select is((tick()).body, '{"done": 1}', 'a notice to retire comes due');
select is((select a.state || ' ' || string_agg(r.role, ',') from identity.account a join identity.account_role r using (account_id) where a.name = 'a.department1' group by a.state),
          'locked retired', 'of somebody locked: retired, and locked still');

-- Nor does one row of another list stop those behind it.
create table list (place regclass, id text, over text);
insert into list values
    ('access.grant', 'grant_id', 'ended_at is not null'), ('access.delegation', 'delegation_id', 'ended_at is not null'),
    ('access.agreement', 'agreement_id', $$state = 'ended'$$), ('identity.device', 'device_id', $$state = 'revoked' and expires_at < now()$$);
insert into access.grant (grant_id, kind, account_id, institution_id, owner_id, permission, requested_at, granted_at, until_at, reason, state)
select ops.uuid_v7(), 'function', account('b.reader'), institution('BANKB'), institution('BANKB'), 'account.create',
       now() - interval '2 days', now() - interval '2 days', now() - interval '1 day', 'a test', 'granted' from generate_series(1, 2);
insert into access.agreement (agreement_id, purpose, duties_digest, proposed_at, signed_at, ends_at, state, review_id)
select ops.uuid_v7(), 'risk', ops.base64url(sha256('duties')), now() - interval '2 days', now() - interval '2 days', now() - interval '1 day', 'active', review_id from due;
insert into access.delegation (institution_id, from_account_id, to_account_id, permission, from_at, until_at, overdue_only, reason)
select institution('BANKA'), account(name), account('a.responsible1'), 'record.publish.department', now() - interval '2 days', now() - interval '1 day', false, 'leave'
  from unnest(array['a.department2', 'a.responsible2']) name;
update identity.device set expires_at = now() - interval '1 day' where account_id in (account('a.compliance1'), account('a.compliance2'));
create function breaks_first() returns trigger language plpgsql as $$
begin
    if (to_jsonb(old) ->> tg_argv[0])::uuid = tg_argv[1]::uuid then raise 'broken'; end if;
    return new;
end $$;
create function first(i_list list) returns uuid language plpgsql as $$
declare
    l_first uuid;
begin
    execute format('select %1$I from %2$s where %3$s order by %1$I limit 1', i_list.id, i_list.place,
                   case i_list.place when 'identity.device'::regclass then 'expires_at < now()' else 'true' end) into l_first;
    return l_first;
end $$;
do $$
declare
    l list;
begin
    for l in select * from tap.list loop
        execute format('create trigger a_breaks before update on %s for each row execute function tap.breaks_first(%L, %L)', l.place, l.id, tap.first(l));
    end loop;
end $$;
select tick() from generate_series(1, 12) \g /dev/null
create function count_over(i_list list) returns bigint language plpgsql as $$
declare
    l_number bigint;
begin
    execute format('select count(*) from %s where %s and %I <> %L', i_list.place, i_list.over, i_list.id, tap.first(i_list)) into l_number;
    return l_number;
end $$;
select is(count_over(l), 1::bigint, place || ': the one behind it is over') from list l;

-- The log has a place for each month to come: the clock makes what is missing, long before it is.
update ops.node set ticked_at = now() where ticked_at is not null;
create function month(i_ahead integer) returns text language sql as $$
    select to_char((now() at time zone 'UTC') + i_ahead * interval '1 month', '"audit.entry_"YYYY"_"MM');
$$;
create function lose(i_from integer, i_to integer) returns void language plpgsql as $$
begin
    for i in i_from .. i_to loop execute 'drop table ' || tap.month(i); end loop;
end $$;
create function work() returns bigint language sql as $$ select sum(((tap.tick()).body ->> 'done')::integer) from generate_series(1, 4) $$;
select work() \g /dev/null
select is(audit.count_months(), 71, 'six years are there from the beginning');
select lose(61, 71) \g /dev/null
select is((tick()).body, '{"done": 0}', 'with sixty months ahead nothing is made');
create table indexes as select count(*) as number from pg_index where indrelid = month(60)::regclass;
select lose(59, 60) \g /dev/null
select is((tick()).body::text || ' ' || (to_regclass(month(59)) is not null) || ' ' || (to_regclass(month(60)) is not null), '{"done": 1} true false', 'with fewer the first that is missing is');
select is((tick()).body::text || ' ' || (tick()).body::text, '{"done": 1} {"done": 0}', 'then the next, and no more than those');
select is((select count(*) from pg_inherits where inhrelid = month(60)::regclass and inhparent = 'audit.entry'::regclass), 1::bigint, 'each is a part of the log');
select is((select array[count(*) = (select number from indexes), count(*) = (select count(*) from pg_index where indrelid = 'audit.entry'::regclass)] from pg_index where indrelid = month(60)::regclass),
          '{t,t}', 'with its keys and ways in, once');
select throws_ok('delete from ' || month(60), 'CS001', null, 'is guarded as they are');
select throws_ok(format('insert into audit.entry (entry_id, action, outcome, mac) values (ops.first_uuid(date_trunc(%L, now()) + interval %L), %L, %L, %L)', 'month', '60 months 2 days', 'me.forged', 'done', '\x00'),
                 'CS002', null, 'and takes no entry that is none');
select is((select string_agg(r::text || ' ' || has_function_privilege(r, 'audit.make_month()', 'execute'), ',') from unnest(array['cs_gateway', 'cs_operator', 'cs_sealer', 'cs_door', 'cs_lookup', 'cs_clock']::regrole[]) r),
          'cs_gateway false,cs_operator false,cs_sealer false,cs_door false,cs_lookup false,cs_clock true', 'by the clock alone');
select lose(11, 60) \g /dev/null
do $$ begin execute format('create table %s ()', tap.month(11)); end $$;
select work() \g /dev/null
select is((select concat_ws(' ', a.grade, a.entry_id is not null, a.subject->>'months') from ops.alert a where a.code = 'log_ending'),
          'critical t 10', 'where months cannot be made people are told, a year before');
select is(work(), 0::bigint, 'once an hour');
select is((door('read_me', call('a.colleague', 'me.read'), '{}')).body->>'log_months', '10', 'and who asks how it is here');

select is(ops.read_cidr('192.0.2.0/24'), '192.0.2.0/24'::cidr, 'a network');
select is(array[ops.read_cidr('1.2.3'), ops.read_cidr('1.2.3/24'), ops.read_cidr('10/8'), ops.read_cidr('1.2.3.4/24'), ops.read_cidr('abc')],
          array_fill(null::cidr, array[5]), 'no address is guessed');
select is(ops.read_cidr('2001:db8::/48'), '2001:db8::/48'::cidr, 'of IPv6 too');

select * from finish();
rollback;
