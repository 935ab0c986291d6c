-- SPDX-License-Identifier: Apache-2.0
-- identity.mark_locked: an account is locked after its last failure (GS-2.2.1),
-- and has people told: whoever did not guess learns that somebody did.
-- Input:   i_kind, what was guessed at.
-- Tables:  identity.account; writes account.locked; raises the alert
--          account_locked, once a lock.

create function identity.mark_locked(i_c audit.call, i_account uuid, i_kind text) returns void
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
        perform ops.raise_alert(i_c, 'account_locked', 'warning', jsonb_build_object('account', i_account, 'kind', i_kind));
    end if;
end;
$$;
comment on function identity.mark_locked(audit.call, uuid, text) is 'Locks an account whose password or one-time code was tried too often.';
revoke all on function identity.mark_locked(audit.call, uuid, text) from public;
