-- SPDX-License-Identifier: Apache-2.0
-- access.count_explanation: counts one more explanation for a person.
-- Tables:  access.explanation_count.

create function access.count_explanation(i_c audit.call) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_window constant interval := (select p.requests_window from access.risk_policy p where p.policy = i_c.policy);
begin
    insert into access.explanation_count as e (person_id) values (i_c.person_id)
    on conflict (person_id) do update
       set asked    = case when e.since_at + l_window > statement_timestamp() then e.asked + 1 else 1 end,
           since_at = case when e.since_at + l_window > statement_timestamp() then e.since_at else statement_timestamp() end;
end;
$$;
comment on function access.count_explanation(audit.call) is 'Counts one more explanation for a person.';
revoke all on function access.count_explanation(audit.call) from public;
