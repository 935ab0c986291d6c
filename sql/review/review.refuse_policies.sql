-- SPDX-License-Identifier: Apache-2.0
-- review.refuse_policies: why documents of the set are not asked for: they are
-- tried here first, so that nobody decides on what could not be activated.
-- Input:   i_request, as in review.ask_policies.
-- Result:  null, or a refusal: code, and pointer and detail.

create function review.refuse_policies(i_c audit.call, i_request jsonb) returns jsonb
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_refusal jsonb;
    l_reason  text;
begin
    if (i_request ->> 'policy')::integer <> i_c.policy then
        return '{"code": "policy_moved"}';
    end if;
    -- A number of our own: of two that hold the policies together neither would ever have them alone.
    if not pg_try_advisory_xact_lock(7291840664) then
        return '{"code": "conflict", "detail": "another proposal is being looked at: come again"}';
    end if;
    l_refusal := access.check_documents(i_request -> 'documents');
    if l_refusal is not null then
        return '{"code": "invalid_value"}' || l_refusal;
    end if;
    l_reason := review.try_policies(i_request -> 'documents', false);
    return case when l_reason is not null then jsonb_build_object(
        'code', case split_part(l_reason, ':', 1) when 'below_floor' then 'invalid_value' when 'undecidable' then 'undecidable' else 'conflict' end,
        'pointer', '/documents', 'detail', l_reason) end;
end;
$$;
comment on function review.refuse_policies(audit.call, jsonb) is 'Why documents of the set are not asked for.';
revoke all on function review.refuse_policies(audit.call, jsonb) from public;
