-- SPDX-License-Identifier: Apache-2.0
-- identity.touch_sessions: sessions were used: their last use moves now and
-- then.  The last thing a call does, since the row is the last of the one order
-- of locks (review.lock_review); one that another call holds is left alone, so
-- that calls never wait here.
-- Tables:  identity.session.

create function identity.touch_sessions(i_sessions uuid[]) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
    set plan_cache_mode = force_generic_plan
as $$
begin
    update identity.session s
       set last_used_at = statement_timestamp()
     where s.session_id in (select u.session_id
                              from identity.session u
                             where u.session_id = any (i_sessions) and u.ended_at is null
                               and u.last_used_at < statement_timestamp() - u.idle / 20
                               for no key update skip locked);
end;
$$;
comment on function identity.touch_sessions(uuid[]) is 'Notes that sessions were used.';
revoke all on function identity.touch_sessions(uuid[]) from public;
