-- SPDX-License-Identifier: Apache-2.0
-- ops.spend_proof: takes a DPoP proof (RFC 9449 11.1): of all calls that bear
-- it, on whatever node, one goes on.  Those at once wait for each other.
-- Input:   i_proof, hex SHA-256 that names the proof; null for a call without.
-- Result:  whether it was fresh; a call without one is.  Tables: ops.spent_proof.

create function ops.spend_proof(i_proof text) returns boolean
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    if i_proof is null then
        return true;
    end if;
    insert into ops.spent_proof (proof) values (decode(i_proof, 'hex')) on conflict do nothing;
    return found;
end;
$$;
comment on function ops.spend_proof(text) is 'Takes a DPoP proof; false for one that was used before.';
revoke all on function ops.spend_proof(text) from public;
