-- SPDX-License-Identifier: Apache-2.0
-- identity.lock_account: locks an account after its last failure (GS-2.2.1).
-- Tables:  identity.account; writes account.locked.

create function identity.lock_account(i_c audit.call, i_account uuid) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    update identity.account a
       set state = 'locked', version = a.version + 1
     where a.account_id = i_account and a.state = 'active';
    if found then
        perform audit.write_consequence(i_c, 'account.locked', 'account', i_account::text,
                                        jsonb_build_object('account', i_account));
    end if;
end;
$$;
comment on function identity.lock_account(audit.call, uuid) is 'Locks an account whose password was tried too often.';
revoke all on function identity.lock_account(audit.call, uuid) from public;
