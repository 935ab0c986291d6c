-- SPDX-License-Identifier: Apache-2.0
-- access.refuse_probing: whoever has asked much of what tells what there is and
-- how it is decided (explanations, forwardings and their dry runs) waits, so that
-- nobody finds it out by trying (JR-8): as many in as long a time as permission
-- requests.
-- Result:  null, or {code, body} of the refusal too_many_requests {retry_after};
--          raises the alert explanations_probed.

create function access.refuse_probing(i_c audit.call) returns jsonb
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_wait integer;
begin
    select ceil(extract(epoch from e.since_at + p.requests_window - statement_timestamp())) into l_wait
      from access.risk_policy p
      join access.explanation_count e on e.person_id = i_c.person_id
     where p.policy = i_c.policy and e.asked >= p.requests_most
       and e.since_at + p.requests_window > statement_timestamp();
    if not found then
        return null;
    end if;
    perform ops.raise_alert(i_c, 'explanations_probed', 'notice', '{}');
    return jsonb_build_object('code', 'too_many_requests', 'body', jsonb_build_object('retry_after', l_wait));
end;
$$;
comment on function access.refuse_probing(audit.call) is 'Why who has asked much of what there is waits.';
revoke all on function access.refuse_probing(audit.call) from public;
