-- SPDX-License-Identifier: Apache-2.0
-- access.find_wait: how long somebody who has asked often waits, so that nobody
-- finds out by trying how requests are graded (JR-8).
-- Result:  seconds, or null for who need not wait.

create function access.find_wait(i_c audit.call) returns integer
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select greatest(ceil(extract(epoch from min(k.created_at) + p.requests_window - statement_timestamp())), 1)::integer
          from access.risk_policy p
          join access.risk k on k.person_id = i_c.person_id and k.risk_id >= ops.first_uuid(statement_timestamp() - p.requests_window)
         where p.policy = i_c.policy
         group by p.requests_most, p.requests_window
        having count(*) >= p.requests_most);
end;
$$;
revoke all on function access.find_wait(audit.call) from public;
comment on function access.find_wait(audit.call) is 'How long somebody who has asked often waits.';
