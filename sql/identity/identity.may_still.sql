-- SPDX-License-Identifier: Apache-2.0
-- identity.may_still: may the caller still do this, who has waited for locks
-- and may have been suspended meanwhile.
-- Input:   i_permission, null where whoever is signed in may.

create function identity.may_still(i_c audit.call, i_permission text) returns boolean
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return exists (select from identity.live_session s where s.session_id = i_c.session_id and s.active)
           and (i_permission is null or access.has_permission(i_c.account_id, i_permission));
end;
$$;
comment on function identity.may_still(audit.call, text) is 'Whether the caller may still do this.';
revoke all on function identity.may_still(audit.call, text) from public;
