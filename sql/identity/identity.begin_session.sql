-- SPDX-License-Identifier: Apache-2.0
-- identity.begin_session: signs an account in on a terminal.  The former
-- session of the terminal ends; on one terminal more than the policy's number
-- it is refused, or the oldest ends (GS-2.2.1).  The caller holds the
-- account's row, so that the count is exact.
-- Input:   i_handle_digest, SHA-256 of the handle that the token will carry.
-- Result:  code ok with the session and its seconds, terminal_limit, or
--          device_not_bound where its key is another account's by now.
-- Tables:  identity.session, device_key; writes session.begun.

create function identity.begin_session(i_c audit.call, i_handle_digest bytea,
                                       out code text, out session uuid, out expires_in integer)
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_p      record;
    l_others uuid[];
    -- A renewal and what it takes the place of are one terminal.
    l_own    uuid[] := array(select i_c.device_id union all
                             select d.renews from identity.device d where d.device_id = i_c.device_id and d.renews is not null);
begin
    -- Whoever is here has shown the transport key, on this connection.
    if exists (select
                 from identity.device d
                cross join unnest(array[d.thumbprint, d.transport_kid]::text[]) k (thumbprint)
                where d.device_id = i_c.device_id and k.thumbprint is not null and not identity.claim_device_key(d.account_id, k.thumbprint, true)) then
        code := 'device_not_bound';
        return;
    end if;
    select * into strict l_p from access.session_policy p where p.policy = i_c.policy;
    perform identity.close_sessions(i_c.account_id);
    l_others := array(select s.session_id from identity.live_session s
                       where s.account_id = i_c.account_id and s.device_id <> all (l_own)
                       order by s.session_id);
    if cardinality(l_others) >= l_p.terminals and l_p.on_limit = 'refuse' then
        code := 'terminal_limit';
        return;
    end if;
    perform identity.end_sessions(i_c, l_others[1 : cardinality(l_others) - l_p.terminals + 1]);
    perform identity.end_sessions(i_c, array(select s.session_id from identity.session s
                                              where s.device_id = any (l_own) and s.ended_at is null));
    insert into identity.session (account_id, device_id, handle_digest, idle, expires_at)
    values (i_c.account_id, i_c.device_id, i_handle_digest, l_p.idle, statement_timestamp() + l_p.absolute)
    returning session_id into session;
    perform audit.write_consequence(i_c, 'session.begun', 'session', session::text, '{}');
    code := 'ok';
    expires_in := extract(epoch from l_p.absolute);
end;
$$;
comment on function identity.begin_session(audit.call, bytea) is 'Signs an account in on a terminal.';
revoke all on function identity.begin_session(audit.call, bytea) from public;
