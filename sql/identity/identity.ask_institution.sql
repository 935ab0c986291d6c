-- SPDX-License-Identifier: Apache-2.0
-- identity.ask_institution: opens the review by which administrators decide on
-- an institution that exists.  The operator itself stays.  Who reinstates one
-- reads by which review, and why, it was suspended.
-- Inputs:  i_kind; i_state that it must be in; i_request: institution, reason.
-- Result:  {code, body, facts}, for audit.end_call.

create function identity.ask_institution(i_c audit.call, i_kind text, i_state text, i_request jsonb) returns jsonb
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_i      identity.institution;
    l_opened jsonb;
begin
    select i.* into l_i
      from identity.institution i
     where i.institution_id = ops.read_uuid(i_request ->> 'institution') and i.state <> 'rejected'
       for no key update;
    if not found then
        return jsonb_build_object('code', 'not_found');
    end if;
    if not identity.may_still(i_c, 'institution.manage') then
        return jsonb_build_object('code', 'forbidden');
    end if;
    if l_i.state <> i_state or l_i.kind = 'operator' or review.find_open(i_kind, 'institution', l_i.institution_id) is not null then
        return jsonb_build_object('code', 'conflict', 'body', jsonb_build_object('detail',
            case when l_i.kind = 'operator' then 'the operator stays' when l_i.state <> i_state then 'it is ' || l_i.state
                 else 'it is under review already' end));
    end if;
    l_opened := review.open_review(i_c, i_kind,
        jsonb_build_object('institution', l_i.institution_id, 'code', l_i.code, 'reason', i_request ->> 'reason')
            || coalesce((select jsonb_build_object('suspended', jsonb_build_object(
                                    'at', ops.format_time(r.closed_at), 'review', r.review_id, 'reason', r.payload::jsonb ->> 'reason'))
                           from review.review r
                          where i_state = 'suspended' and r.kind = 'institution.suspend' and r.state = 'approved'
                            and r.object_id = l_i.institution_id
                          order by r.review_id desc
                          limit 1), '{}'),
        jsonb_build_object('institution', i_c.institution_id, 'owner_institution', l_i.institution_id,
                           'object_type', 'institution', 'object', l_i.institution_id, 'base', l_i.version));
    if l_opened ->> 'code' <> 'ok' then
        return jsonb_build_object('code', l_opened ->> 'code', 'body', l_opened - 'code');
    end if;
    return jsonb_build_object(
        'code', 'ok',
        'body', jsonb_build_object('institution', identity.describe_institution(l_i), 'review', l_opened -> 'review'),
        'facts', jsonb_build_object('owner', l_i.institution_id, 'review', l_opened -> 'review' ->> 'id'));
end;
$$;
comment on function identity.ask_institution(audit.call, text, text, jsonb) is 'Opens a review of an institution that exists.';
revoke all on function identity.ask_institution(audit.call, text, text, jsonb) from public;
