-- SPDX-License-Identifier: Apache-2.0
-- identity.begin_service_session: signs a service in on one of its terminals:
-- the places of its one certificate.  Beyond their number the oldest session
-- ends, for a service cannot sign out.  The caller holds the account's row.
-- Input:   i_handle_digest, SHA-256 of the handle that the token will carry.
-- Result:  the session and its seconds.
-- Tables:  identity.session; writes session.begun, session.ended.

create function identity.begin_service_session(i_c audit.call, i_handle_digest bytea, out session uuid, out expires_in integer)
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_p    record;
    l_most integer := (select s.terminals from identity.service s where s.account_id = i_c.account_id);
begin
    select p.service_lifetime into strict l_p from access.session_policy p where p.policy = i_c.policy;
    perform identity.close_sessions(i_c.account_id);
    perform identity.end_sessions(i_c, (array(
        select s.session_id from identity.session s
         where s.account_id = i_c.account_id and s.ended_at is null
         order by s.session_id desc))[l_most : ]);
    insert into identity.session (account_id, device_id, terminal, handle_digest, idle, expires_at)
    values (i_c.account_id, i_c.device_id,
            (select min(p) from generate_series(1, l_most) p
              where not exists (select from identity.session s
                                 where s.device_id = i_c.device_id and s.terminal = p and s.ended_at is null)),
            i_handle_digest, l_p.service_lifetime, statement_timestamp() + l_p.service_lifetime)
    returning session_id into session;
    perform audit.write_consequence(i_c, 'session.begun', 'session', session::text, '{}');
    expires_in := extract(epoch from l_p.service_lifetime);
end;
$$;
comment on function identity.begin_service_session(audit.call, bytea) is 'Signs a service in on one of its terminals.';
revoke all on function identity.begin_service_session(audit.call, bytea) from public;
