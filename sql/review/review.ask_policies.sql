-- SPDX-License-Identifier: Apache-2.0
-- review.ask_policies: opens the review by which the operator and members
-- decide on documents of the set (GS-1.4).
-- Input:   i_request: documents; of a gateway also policy, the set that it
--          compared them with, and diff, what it found, for people to read.
-- Result:  {code, body, facts}, for audit.end_call.

create function review.ask_policies(i_c audit.call, i_request jsonb) returns jsonb
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_refusal jsonb := review.refuse_policies(i_c, i_request);
    l_opened  jsonb;
begin
    if l_refusal is not null then
        return jsonb_build_object('code', l_refusal ->> 'code', 'body', nullif(l_refusal - 'code', '{}'));
    end if;
    l_opened := review.open_review(i_c, 'policy.activate',
        jsonb_build_object('documents', i_request -> 'documents', 'diff', coalesce(i_request -> 'diff', '[]')),
        jsonb_build_object('institution', i_c.institution_id, 'object_type', 'policy', 'object', ops.uuid_v7(), 'base', i_c.policy));
    if l_opened ->> 'code' <> 'ok' then
        return jsonb_build_object('code', l_opened ->> 'code', 'body', l_opened - 'code');
    end if;
    return jsonb_build_object(
        'code', 'ok', 'body', jsonb_build_object('review', l_opened -> 'review'),
        'facts', jsonb_build_object('review', l_opened -> 'review' ->> 'id'));
end;
$$;
comment on function review.ask_policies(audit.call, jsonb) is 'Opens a review of policies.';
revoke all on function review.ask_policies(audit.call, jsonb) from public;
