-- SPDX-License-Identifier: Apache-2.0
-- access.end_delegations: whoever is transferred, leaves or is suspended decides
-- in nobody's name, and nobody in theirs (GS-3.3).
-- Tables:  as access.end_delegation.

create function access.end_delegations(i_c audit.call, i_account uuid, i_reason text) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_d access.delegation;
begin
    for l_d in
        select d.* from access.delegation d
         where i_account in (d.from_account_id, d.to_account_id) and d.ended_at is null
         order by d.delegation_id
           for no key update
    loop
        perform access.end_delegation(i_c, l_d, i_reason);
    end loop;
end;
$$;
comment on function access.end_delegations(audit.call, uuid, text) is 'Ends what an account has delegated, and what was delegated to it.';
revoke all on function access.end_delegations(audit.call, uuid, text) from public;
