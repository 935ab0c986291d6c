-- SPDX-License-Identifier: Apache-2.0
-- access.join_break_glass: a second person joins, and from now on both may end
-- and withdraw what is of their institution (access.find_break_glass).  Their word
-- is a signature over what was asked for, as one on a review.
-- Inputs:  i_request: countersignature, or of a passkey signing_input and
--          assertion, which is by itself a second proof.
-- Result:  {code, body, facts}, for audit.end_call: forbidden, not_found, conflict where it
--          is not asked any more, or who asked can do nothing, own_request,
--          undecidable, what review.check_joining says, step_up_required.
-- Tables:  identity.institution (row lock), access.break_glass; writes
--          break_glass.started, and raises the alert break_glass.

create function access.join_break_glass(i_c audit.call, i_break_glass uuid, i_request jsonb) returns jsonb
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_b    access.break_glass;
    l_code text;
begin
    perform from identity.institution i where i.institution_id = i_c.institution_id for no key update;
    if not identity.may_still(i_c, 'break_glass.start') then
        return '{"code": "forbidden"}';
    end if;
    select b.* into l_b
      from access.break_glass b
     where b.break_glass_id = i_break_glass and b.institution_id = i_c.institution_id
       for no key update;
    if not found then
        return '{"code": "not_found"}';
    elsif l_b.state <> 'asked' or l_b.until_at <= statement_timestamp() then
        return jsonb_build_object('code', 'conflict', 'body', jsonb_build_object('detail',
            'it is ' || case l_b.state when 'asked' then 'lapsed' else l_b.state end));
    elsif l_b.person_id = i_c.person_id then
        return '{"code": "own_request"}';
    elsif not exists (select from identity.account a where a.account_id = l_b.account_id and identity.is_able(a))
          or not access.has_permission(l_b.account_id, 'break_glass.start') then
        return '{"code": "conflict", "body": {"detail": "who asked for it can do nothing now"}}';
    end if;
    l_b.joined_person_id := i_c.person_id;
    if review.find_judge(l_b) is null then
        return '{"code": "undecidable", "body": {"detail": "nobody else, here or at the operator, could review what would be done: see the kind breakglass.review"}}';
    end if;
    l_code := review.check_joining(i_c, l_b, i_request);
    if l_code <> 'ok' then
        return jsonb_build_object('code', l_code, 'facts', jsonb_build_object('owner', l_b.institution_id));
    elsif i_request ->> 'assertion' is null and not identity.spend_step_up(i_c, 'break_glass.start', ops.base64url(l_b.digest)) then
        return jsonb_build_object('code', 'step_up_required', 'body', jsonb_build_object('operation', 'break_glass.start', 'digest', ops.base64url(l_b.digest)));
    end if;
    update access.break_glass b
       set state = 'active', joined_account_id = i_c.account_id, joined_person_id = i_c.person_id, joined_at = statement_timestamp(),
           joined_device_id = i_c.device_id, countersignature = coalesce(i_request ->> 'countersignature', i_request ->> 'signing_input'),
           assertion = i_request ->> 'assertion', until_at = statement_timestamp() + p.active
      from access.break_glass_policy p
     where b.break_glass_id = l_b.break_glass_id and p.policy = b.policy
    returning b.* into strict l_b;
    perform access.announce_break_glass(i_c, l_b);
    perform ops.raise_alert(i_c, 'break_glass', 'critical', jsonb_build_object('break_glass', l_b.break_glass_id));
    return jsonb_build_object('code', 'ok', 'body', jsonb_build_object('break_glass', access.describe_break_glass(l_b)),
                              'facts', jsonb_build_object('owner', l_b.institution_id));
end;
$$;
comment on function access.join_break_glass(audit.call, uuid, jsonb) is 'A second person joins a break-glass.';
revoke all on function access.join_break_glass(audit.call, uuid, jsonb) from public;
