-- SPDX-License-Identifier: Apache-2.0
-- identity.authenticate: whose call is this.
-- Inputs:  i_handle, what the token carries; i_session, the public id that the
--          gateway signed into the entry: both must name one live session.
-- Result:  one row; code is null, invalid_token (nothing else is told) or
--          account_not_active.
-- Writes nothing: that the session was used is noted when the call ends
-- (identity.touch_sessions), for a lock taken here would come before all others.

create function identity.authenticate(i_handle bytea, i_session uuid) returns identity.subject
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_s identity.subject;
begin
    select case when not s.active then 'account_not_active' end, s.account_id, s.person_id, s.institution_id,
           s.department, s.rank, s.kind, s.session_id, s.device_id, s.device_class
      into l_s
      from identity.live_session s
     where s.handle_digest = sha256(i_handle) and s.session_id = i_session;
    if not found then
        l_s.code := 'invalid_token';
    end if;
    return l_s;
end;
$$;
comment on function identity.authenticate(bytea, uuid) is 'Finds who is calling by the session''s handle.';
revoke all on function identity.authenticate(bytea, uuid) from public;
