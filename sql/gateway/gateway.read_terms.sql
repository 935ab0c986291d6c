-- SPDX-License-Identifier: Apache-2.0
-- gateway.read_terms: the terms of use (GS-2.1.3).
-- Result:  {version, required, text, accepted_at}.

create function gateway.read_terms(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c audit.call := audit.begin_call(i_call, null, 'terms.read');
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    return audit.end_call(l_c, 'ok', (
        select jsonb_build_object('version', p.version, 'required', p.required, 'text', p.text, 'accepted_at', (
                   select ops.format_time(t.accepted_at) from identity.terms_acceptance t
                    where t.account_id = l_c.account_id and t.version = p.version))
          from access.terms_policy p
         where p.policy = l_c.policy));
end;
$$;
comment on function gateway.read_terms(jsonb, jsonb) is 'The terms of use.';
revoke all on function gateway.read_terms(jsonb, jsonb) from public;
grant execute on function gateway.read_terms(jsonb, jsonb) to cs_gateway;
