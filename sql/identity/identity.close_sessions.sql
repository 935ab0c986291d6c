-- SPDX-License-Identifier: Apache-2.0
-- identity.close_sessions: sessions that ended in time free their terminals,
-- without a word: they were over at the moment that their row then says.
-- Tables:  identity.session.

create function identity.close_sessions(i_account uuid) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    update identity.session s
       set ended_at = least(s.expires_at, s.last_used_at + s.idle)
     where s.account_id = i_account and s.ended_at is null
       and least(s.expires_at, s.last_used_at + s.idle) <= statement_timestamp();
end;
$$;
comment on function identity.close_sessions(uuid) is 'Frees the terminals of sessions that ended in time.';
revoke all on function identity.close_sessions(uuid) from public;
