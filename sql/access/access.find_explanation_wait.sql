-- SPDX-License-Identifier: Apache-2.0
-- access.find_explanation_wait: how long somebody waits who has had many
-- decisions explained, so that nobody finds out by trying what there is and
-- how it is decided (JR-8): as many in as long a time as permission requests.
-- Result:  seconds, or null for who need not wait.

create function access.find_explanation_wait(i_c audit.call) returns integer
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select ceil(extract(epoch from e.since_at + p.requests_window - statement_timestamp()))::integer
          from access.risk_policy p
          join access.explanation_count e on e.person_id = i_c.person_id
         where p.policy = i_c.policy and e.asked >= p.requests_most
           and e.since_at + p.requests_window > statement_timestamp());
end;
$$;
comment on function access.find_explanation_wait(audit.call) is 'How long somebody waits who has had many decisions explained.';
revoke all on function access.find_explanation_wait(audit.call) from public;
