-- SPDX-License-Identifier: Apache-2.0
-- identity.spend_step_up: uses a proof that it is still the same person, for
-- the operation and the thing it was given for (JR-5.1, RFC 9470).
-- Inputs:  i_operation, the action; i_digest, what it is about.
-- Result:  whether there was one.
-- Tables:  identity.step_up; writes step_up.spent.

create function identity.spend_step_up(i_c audit.call, i_operation text, i_digest text) returns boolean
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_spent uuid;
begin
    update identity.step_up s
       set spent_at = statement_timestamp()
     where s.step_up_id = (
           select p.step_up_id
             from identity.step_up p
            where p.session_id = i_c.session_id and p.operation = i_operation and p.digest = i_digest
              and p.spent_at is null and p.expires_at > statement_timestamp()
            order by p.expires_at
            limit 1
              for update)
    returning s.step_up_id into l_spent;
    if l_spent is null then
        return false;
    end if;
    perform audit.write_consequence(i_c, 'step_up.spent', 'step_up', l_spent::text, jsonb_build_object(
        'operation', i_operation, 'digest', i_digest));
    return true;
end;
$$;
comment on function identity.spend_step_up(audit.call, text, text) is 'Uses a step-up for the one operation that it was given for.';
revoke all on function identity.spend_step_up(audit.call, text, text) from public;
