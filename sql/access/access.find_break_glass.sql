-- SPDX-License-Identifier: Apache-2.0
-- access.find_break_glass: under which break-glass the caller acts: one of its
-- two persons, while it is active.  It counts in the doors that ask here, which
-- end and withdraw; none that reads or gives is among them, whatever the gateway
-- says that the call is.
-- Result:  null where there is none.

create function access.find_break_glass(i_c audit.call) returns uuid
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select b.break_glass_id
          from access.break_glass b
         where b.institution_id = i_c.institution_id and b.state = 'active' and b.until_at > statement_timestamp()
           and i_c.account_id in (b.account_id, b.joined_account_id)
           and access.has_permission(i_c.account_id, 'break_glass.start'));
end;
$$;
comment on function access.find_break_glass(audit.call) is 'Under which break-glass the caller acts.';
revoke all on function access.find_break_glass(audit.call) from public;
