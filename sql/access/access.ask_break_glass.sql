-- SPDX-License-Identifier: Apache-2.0
-- access.ask_break_glass: one person asks that two may end what must end at
-- once.  It waits for the second, who signs just this; an institution has one at
-- a time, and no other before it was reviewed.
-- Result:  {code, body, facts}, for audit.end_call: forbidden, conflict where there is one,
--          undecidable where nobody could review it, step_up_required.
-- Tables:  identity.institution (row lock), access.break_glass; writes
--          break_glass.asked, and raises the alert break_glass_asked.

create function access.ask_break_glass(i_c audit.call, i_reason text) returns jsonb
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_b access.break_glass;
begin
    perform from identity.institution i where i.institution_id = i_c.institution_id for no key update;
    if not identity.may_still(i_c, 'break_glass.start') then
        return '{"code": "forbidden"}';
    end if;
    select b.* into l_b from access.break_glass b where b.institution_id = i_c.institution_id and b.state in ('asked', 'active', 'ended');
    if found then
        return jsonb_build_object('code', 'conflict', 'body', jsonb_strip_nulls(jsonb_build_object('review', l_b.review_id, 'detail',
            case l_b.state when 'ended' then 'the last one has ended and was not reviewed yet' else format('there is one that is %s: %s', l_b.state, l_b.break_glass_id) end)));
    end if;
    l_b.institution_id := i_c.institution_id;
    l_b.person_id      := i_c.person_id;
    if review.find_judge(l_b) is null then
        return '{"code": "undecidable", "body": {"detail": "nobody else, here or at the operator, could review what would be done: see the kind breakglass.review"}}';
    elsif not identity.spend_step_up(i_c, 'break_glass.start', i_c.entry ->> 'digest') then
        return jsonb_build_object('code', 'step_up_required', 'body', jsonb_build_object('operation', 'break_glass.start', 'digest', i_c.entry -> 'digest'));
    end if;
    l_b.break_glass_id := ops.uuid_v7();
    insert into access.break_glass (break_glass_id, institution_id, account_id, person_id, reason, until_at, policy, nonce, payload, digest)
    select l_b.break_glass_id, i_c.institution_id, i_c.account_id, i_c.person_id, i_reason, statement_timestamp() + p.asked, p.policy,
           review.make_nonce(), w.payload, sha256(convert_to(w.payload, 'UTF8'))
      from access.break_glass_policy p
      join identity.institution i on i.institution_id = i_c.institution_id
     cross join lateral countersign.canonicalize(jsonb_build_object(
               'break_glass', l_b.break_glass_id, 'institution', i.code, 'reason', i_reason, 'asked_by', i_c.account_id,
               'asked_at', ops.format_time(statement_timestamp()), 'minutes', (extract(epoch from p.active) / 60)::integer)::text) w (payload)
     where p.policy = i_c.policy
    returning * into strict l_b;
    perform access.announce_break_glass(i_c, l_b);
    perform ops.raise_alert(i_c, 'break_glass_asked', 'warning', jsonb_build_object('break_glass', l_b.break_glass_id));
    return jsonb_build_object('code', 'ok', 'body', jsonb_build_object('break_glass', access.describe_break_glass(l_b)),
                              'facts', jsonb_build_object('owner', l_b.institution_id));
end;
$$;
comment on function access.ask_break_glass(audit.call, text) is 'One person asks for a break-glass.';
revoke all on function access.ask_break_glass(audit.call, text) from public;
