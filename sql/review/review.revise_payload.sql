-- SPDX-License-Identifier: Apache-2.0
-- review.revise_payload: what is asked for in the next round: the payload of
-- the last one with other values for what can be another, these looked at as when
-- it was raised; what was let go waits again.  Whether the rest still holds its
-- effect looks at, as in the first round.  The one list of what can be another.
-- Inputs:  i_review, whose row and object the caller holds; i_changes.
-- Result:  {code: ok, payload, base}, or a refusal with pointer and detail.
-- Tables:  the waiting row of the kind.

create function review.revise_payload(i_c audit.call, i_review review.review, i_changes jsonb) returns jsonb
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_p       jsonb  := i_review.payload::jsonb || i_changes;
    l_members text[] := case i_review.kind
        when 'institution.admit' then '{name,jurisdiction,regulated_by,departments,people,letter_digest}'
        when 'account.activate'  then '{department,rank,roles,ends_at}'
        when 'account.transfer'  then '{department,rank,roles,reason}'
        when 'account.extend'    then '{ends_at,reason}'
        when 'agreement.sign'    then '{duties_digest,ends_at}'
        when 'permission.grant'  then case i_review.payload::jsonb ->> 'kind' when 'function' then '{until,reason}'
                                      else '{max_level,operations,until,reason}' end
        when 'policy.activate'   then '{documents,diff,policy}'
        when 'record.publish'    then '{}'
        when 'record.destroy'    then '{}'
        else '{reason}' end;
    l_unknown text   := (select min(k) from jsonb_object_keys(i_changes) k where k <> all (l_members));
begin
    if l_unknown is not null then
        return jsonb_build_object('code', 'invalid_value', 'pointer', '/' || l_unknown, 'detail',
            'it stays as it is: withdraw the review and ask anew; what can be another is: ' || array_to_string(l_members, ', '));
    end if;
    return case
        when i_review.kind = 'device.bind' then '{"code": "conflict", "detail": "its keys are spent: propose another device"}'
        when i_review.kind = 'institution.admit' then review.revise_admission(i_review, l_p)
        when i_review.kind = 'account.activate' then review.revise_newcomer(i_review, l_p)
        when i_review.kind = 'policy.activate' then review.revise_policies(i_c, i_changes)
        when i_review.kind = 'agreement.sign' then review.revise_agreement(i_c, i_review, l_p)
        when i_review.payload::jsonb ? 'forwarded_by' then '{"code": "conflict", "detail": "forward it anew"}'
        when i_review.kind = 'permission.grant' then review.revise_request(i_c, i_review, l_p)
        when i_review.object_type = 'record' then record.revise_record(i_review, l_p)
        when i_review.object_type = 'account' then review.revise_change(i_c, i_review, l_p)
        when i_review.object_type = 'institution' then jsonb_build_object('code', 'ok', 'payload', l_p, 'base', (
            select i.version from identity.institution i where i.institution_id = i_review.object_id))
        else '{"code": "conflict", "detail": "this cannot be asked for once more: ask anew"}' end;
end;
$$;
comment on function review.revise_payload(audit.call, review.review, jsonb) is 'What is asked for in the next round.';
revoke all on function review.revise_payload(audit.call, review.review, jsonb) from public;
