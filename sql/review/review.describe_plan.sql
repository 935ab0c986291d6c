-- SPDX-License-Identifier: Apache-2.0
-- review.describe_plan: what would come of asking: the stages with who could
-- decide them, the times, and what is missing or refused.
-- Inputs:  i_asked, as review.ask_for answered.

create function review.describe_plan(i_c audit.call, i_kind text, i_asked jsonb) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_body jsonb := coalesce(i_asked -> 'body', '{}');
    l_r    review.review;
begin
    select r.* into l_r from review.review r where i_asked ->> 'code' = 'ok' and r.review_id = ops.read_uuid(l_body -> 'review' ->> 'id');
    return jsonb_build_object(
        'kind', i_kind, 'due_at', ops.format_time(l_r.due_at), 'expires_at', ops.format_time(l_r.expires_at),
        'stages', (select coalesce(jsonb_agg(review.describe_stage(l_r, s, i_c) - array['state', 'nonce', 'decisions'] order by s.ordinal), '[]')
                     from review.stage s
                    where s.review_id = l_r.review_id and s.round = l_r.round),
        'missing', case when l_r.review_id is not null then
            review.find_shortage(l_r, array(select n from review.need n where n.review_id = l_r.review_id and n.round = l_r.round), null) end,
        'refusal', case when i_asked ->> 'code' <> 'ok' then jsonb_build_object(
            'code', i_asked -> 'code', 'detail', l_body -> 'detail', 'pointer', '/payload' || (l_body ->> 'pointer')) end);
end;
$$;
comment on function review.describe_plan(audit.call, text, jsonb) is 'What would come of asking.';
revoke all on function review.describe_plan(audit.call, text, jsonb) from public;
