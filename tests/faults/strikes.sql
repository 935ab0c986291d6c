-- SPDX-License-Identifier: Apache-2.0
-- Strikes a call that asks for a review, decides or ends one, at a moment of
-- the test's choice: as the superuser of a
-- platform under test, beside the schemas of the product.  Counted is what
-- changes rows, statement by statement, and last of all the commit.

create schema strike;
-- Not undone with the transaction: how far the newest call came.
create sequence strike.step;
-- nth: the step that is struck, 0 the commit; how: by what.
create table strike.plan (nth integer not null, how text not null);

create function strike.hit() returns trigger
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_step integer;
    l_plan strike.plan;
begin
    if current_query() !~ ('gateway\.((decide|withdraw|resubmit)_review|(create|suspend|reinstate)_institution|propose_(device|policies)|create_agreement'
        '|(create|unlock|reset|reinstate|transfer)_account|change_end_date|request_permission|(publish|reclassify|destroy)_record)\M') then
        return null;
    end if;
    l_step := nextval('strike.step');
    select * into l_plan from strike.plan p where p.nth = case tg_level when 'ROW' then 0 else l_step end;
    case l_plan.how
        when 'terminate' then perform pg_terminate_backend(pg_backend_pid(), 5000);
        when 'kill' then copy (select 1) to program 'kill -s KILL $PPID';
        when 'wait' then perform pg_sleep(0.5);
        else null;
    end case;
    return null;
end;
$$;

do $$
declare
    l_table regclass;
begin
    for l_table in
        select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where n.nspname in ('identity', 'access', 'review', 'record', 'audit', 'ops') and c.relkind in ('r', 'p') and not c.relispartition
    loop
        execute format('create trigger zz_strike after insert or update or delete on %s for each statement execute function strike.hit()', l_table);
    end loop;
end $$;
-- Each of these calls answers by one update of its key's row; the trigger waits for the commit.
create constraint trigger zz_strike_commit after update on ops.idempotency
    deferrable initially deferred for each row execute function strike.hit();

-- In one digest all that such a call could change, and what the log says of it since; not what any call or the clock does.
create function strike.state(i_since uuid) returns text
    language plpgsql
as $$
declare
    l_state text := '';
    l_part  text;
    l_rows  text;
begin
    foreach l_rows in array array['identity.institution', 'identity.department', 'identity.person', 'identity.account', 'identity.account_role',
        'identity.credential', 'identity.enrolment', 'identity.device', 'identity.step_up', 'access.policy_set',
        'access.delegation', 'access.break_glass', 'review.stage', 'record.record', 'record.reclassification',
        '(select agreement_id, signed_at from access.agreement)', '(select grant_id, granted_at from access.grant)',
        '(select review_id, state, round, digest, closed_at from review.review)', '(select review_id, person_id from review.decision)',
        '(select review_id, round from review.round)', '(select entry_id from review.statement)', '(select notification_id from ops.notification where review_id is not null)',
        '(select record_id, revision, octet_length(content) from record.revision)',
        format('(select entry_id from audit.entry where entry_id >= %L and session_id is not null and action <> ''me.read'')', i_since)]
    loop
        execute format('select md5(coalesce(string_agg(md5(t::text), '''' order by md5(t::text)), '''')) from %s t', l_rows) into l_part;
        l_state := l_state || l_part;
    end loop;
    return md5(l_state);
end;
$$;

-- How far the last call came, and how things stand; the next one is struck so, or not at all.
create function strike.plan_next(i_since uuid, i_nth integer, i_how text, out reached integer, out state text)
    language plpgsql
as $$
begin
    reached := (select case when is_called then last_value else 0 end from strike.step);
    state   := strike.state(i_since);
    perform setval('strike.step', 1, false);
    delete from strike.plan;
    insert into strike.plan select i_nth, i_how where i_how is not null;
end;
$$;
