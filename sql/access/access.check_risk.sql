-- SPDX-License-Identifier: Apache-2.0
-- access.check_risk: the database's own look, at the moment of record, at the
-- grade that the gateway found.  A gateway that claims less than the facts
-- weigh is broken or stolen: that is an alert.
-- Inputs:  i_risk, {policy, inputs, grade}; i_inputs, the facts as they are now.
-- Result:  ok; policy_moved or facts_moved: the gateway then grades once more;
--          forbidden for a grade that is too low.

create function access.check_risk(i_c audit.call, i_risk jsonb, i_inputs jsonb) returns text
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    if (i_risk ->> 'policy')::integer is distinct from i_c.policy then
        return 'policy_moved';
    end if;
    if i_risk -> 'inputs' is distinct from i_inputs then
        return 'facts_moved';
    end if;
    if coalesce(access.rank_grade(i_risk ->> 'grade') < access.rank_grade(access.find_least_grade(i_c.policy, i_inputs)), true) then
        perform ops.raise_alert(i_c, 'risk_understated', 'critical', '{}');
        return 'forbidden';
    end if;
    return 'ok';
end;
$$;
revoke all on function access.check_risk(audit.call, jsonb, jsonb) from public;
comment on function access.check_risk(audit.call, jsonb, jsonb) is 'Checks the grade that the gateway found.';
