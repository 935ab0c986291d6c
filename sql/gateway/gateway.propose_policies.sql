-- SPDX-License-Identifier: Apache-2.0
-- gateway.propose_policies: asks that documents of the set come into force, the
-- others staying as they are (GS-1.4).
-- Input:   {documents: {name: document}}, with policy and diff from the gateway.
-- Result:  {review}; refusals: forbidden, policy_moved, conflict while another
--          proposal is looked at or for what they would leave without a rule,
--          invalid_value, undecidable.

create function gateway.propose_policies(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c audit.call := audit.begin_call(i_call, 'policy.propose', 'policy.propose');
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    return audit.end_asked(l_c, review.ask_policies(l_c, i_request));
end;
$$;
comment on function gateway.propose_policies(jsonb, jsonb) is 'Asks that documents of the set come into force.';
revoke all on function gateway.propose_policies(jsonb, jsonb) from public;
grant execute on function gateway.propose_policies(jsonb, jsonb) to cs_gateway;
