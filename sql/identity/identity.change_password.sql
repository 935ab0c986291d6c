-- SPDX-License-Identifier: Apache-2.0
-- identity.change_password: replaces an account's password; the former one is
-- remembered, every other session ends (GS-2.1.2).
-- Input:   i_new: output, salt (hex), memory_kib, iterations, parallelism, pepper.
-- Tables:  identity.credential, former_password, session; writes password.set.

create function identity.change_password(i_c audit.call, i_new jsonb) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform identity.keep_former(i_c.account_id);
    perform identity.end_sessions(i_c, array(
        select s.session_id from identity.session s
         where s.account_id = i_c.account_id and s.ended_at is null and s.session_id <> i_c.session_id));
    perform identity.set_password(i_c, i_new);
end;
$$;
comment on function identity.change_password(audit.call, jsonb) is 'Replaces an accounts password.';
revoke all on function identity.change_password(audit.call, jsonb) from public;
