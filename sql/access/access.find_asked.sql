-- SPDX-License-Identifier: Apache-2.0
-- access.find_asked: what a request for a permission is about, where it asks
-- for something that can be given.
-- Input:   i_request, as in gateway.request_permission.
-- Result:  {code: ok, owner, record, author, agreement}, or {code} of a
--          refusal, with pointer and detail: invalid_value, agreement_required,
--          not_found for a record the caller may not know of; owner for the
--          log, where it is known, and nothing else of what was found.

create function access.find_asked(i_c audit.call, i_request jsonb) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_refusal jsonb := access.check_request(i_request);
begin
    if l_refusal is not null then
        return l_refusal || '{"code": "invalid_value"}';
    end if;
    return case i_request ->> 'kind' when 'function' then access.find_function(i_c, i_request) else access.find_data(i_c, i_request) end;
end;
$$;
revoke all on function access.find_asked(audit.call, jsonb) from public;
comment on function access.find_asked(audit.call, jsonb) is 'What a request for a permission is about.';
