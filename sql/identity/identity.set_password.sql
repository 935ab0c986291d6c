-- SPDX-License-Identifier: Apache-2.0
-- identity.set_password: an account has a new password, or its first one
-- (GS-2.1.2).
-- Input:   i_new: as identity.keep_output.
-- Tables:  identity.credential; writes password.set.

create function identity.set_password(i_c audit.call, i_new jsonb) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform identity.keep_output(i_c.account_id, i_new);
    update identity.credential c
       set set_at = statement_timestamp(), must_change = false
     where c.account_id = i_c.account_id;
    perform audit.write_consequence(i_c, 'password.set', 'account', i_c.account_id::text,
                                    jsonb_build_object('account', i_c.account_id));
end;
$$;
comment on function identity.set_password(audit.call, jsonb) is 'Sets the password of an account.';
revoke all on function identity.set_password(audit.call, jsonb) from public;
