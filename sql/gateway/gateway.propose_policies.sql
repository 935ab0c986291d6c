-- SPDX-License-Identifier: Apache-2.0
-- gateway.propose_policies: asks that documents of the set come into force, the
-- others staying as they are (GS-1.4).  The operator and members decide.
-- They are tried here first, so that what could not be activated is not asked.
-- Input:   {documents: {name: document}}, with policy, the set that the gateway
--          compared them with, and diff, what it found, for people to read.
-- Result:  {review}; refusals: forbidden, policy_moved, conflict while another
--          proposal is looked at or for what they would leave without a rule,
--          invalid_value, undecidable.

create function gateway.propose_policies(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c       audit.call := audit.begin_call(i_call, 'policy.propose');
    l_refusal jsonb;
    l_reason  text;
    l_opened  jsonb;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    if (i_request ->> 'policy')::integer is distinct from l_c.policy then
        return audit.end_call(l_c, 'policy_moved', null);
    end if;
    -- A number of our own: of two that hold the policies together neither would ever have them alone.
    if not pg_try_advisory_xact_lock(7291840664) then
        return audit.end_call(l_c, 'conflict', '{"detail": "another proposal is being looked at: come again"}');
    end if;
    l_refusal := access.check_documents(i_request -> 'documents');
    if l_refusal is not null then
        return audit.end_call(l_c, 'invalid_value', l_refusal);
    end if;
    l_reason := review.try_policies(i_request -> 'documents', false);
    if l_reason is not null then
        return audit.end_call(l_c,
            case split_part(l_reason, ':', 1) when 'below_floor' then 'invalid_value' when 'undecidable' then 'undecidable' else 'conflict' end,
            jsonb_build_object('pointer', '/documents', 'detail', l_reason));
    end if;
    l_opened := review.open_review(l_c, 'policy.activate',
        jsonb_build_object('documents', i_request -> 'documents', 'diff', i_request -> 'diff'),
        jsonb_build_object('institution', l_c.institution_id, 'object_type', 'policy', 'object', ops.uuid_v7(), 'base', l_c.policy));
    if l_opened ->> 'code' <> 'ok' then
        return audit.end_call(l_c, l_opened ->> 'code', l_opened - 'code');
    end if;
    return audit.end_call(l_c, 'ok', jsonb_build_object('review', l_opened -> 'review'),
                          jsonb_build_object('review', l_opened -> 'review' ->> 'id'));
end;
$$;
comment on function gateway.propose_policies(jsonb, jsonb) is 'Asks that documents of the set come into force.';
revoke all on function gateway.propose_policies(jsonb, jsonb) from public;
grant execute on function gateway.propose_policies(jsonb, jsonb) to cs_gateway;
