-- SPDX-License-Identifier: Apache-2.0
-- review.revise_policies: documents are proposed once more, against the set that
-- is in force now.  They are said anew, also where they are the same: what they
-- change is told from them, for those who decide.
-- Input:   i_changes: documents, with policy and diff from the gateway.
-- Result:  {code: ok, payload, base}, or a refusal.

create function review.revise_policies(i_c audit.call, i_changes jsonb) returns jsonb
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_refusal jsonb;
begin
    if not i_changes ? 'documents' then
        return '{"code": "invalid_value", "pointer": "/documents", "detail": "say them anew: what they change is told against the set in force"}';
    end if;
    l_refusal := review.refuse_policies(i_c, i_changes);
    return coalesce(l_refusal, jsonb_build_object('code', 'ok', 'base', i_c.policy, 'payload', jsonb_build_object(
        'documents', i_changes -> 'documents', 'diff', coalesce(i_changes -> 'diff', '[]'))));
end;
$$;
comment on function review.revise_policies(audit.call, jsonb) is 'Proposes documents once more.';
revoke all on function review.revise_policies(audit.call, jsonb) from public;
