-- SPDX-License-Identifier: Apache-2.0
-- access.hold_policies: keeps the set in force as it is until the transaction
-- ends, so that a call runs under one from its beginning to its end: calls
-- hold it together, whoever activates another holds it alone and waits for
-- those under way.  It comes before any row that is locked.
-- Input:   i_alone, to activate; false to rest on it.

create function access.hold_policies(i_alone boolean) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    -- A number of our own.
    if i_alone then
        perform pg_advisory_xact_lock(7291840663);
    else
        perform pg_advisory_xact_lock_shared(7291840663);
    end if;
end;
$$;
comment on function access.hold_policies(boolean) is 'Keeps the set of policies in force until the transaction ends.';
revoke all on function access.hold_policies(boolean) from public;
