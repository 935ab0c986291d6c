-- SPDX-License-Identifier: Apache-2.0
-- gateway.create_delegation: somebody else will decide in the caller's name, in
-- advance and for a time, or as a named backup for what is overdue.  Where a word
-- by that permission can need a step-up, lending it does, over the call's own body.
-- Input:   {to, permission, starts_at, until, overdue_only, reason}.
-- Result:  {delegation}; refusals: forbidden, what access.refuse_delegation says,
--          step_up_required.
-- Tables:  identity.institution, account, person (row locks), access.delegation;
--          writes delegation.given.

create function gateway.create_delegation(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c       audit.call := audit.begin_call(i_call, null, 'delegation.create');
    l_to      identity.account;
    l_refusal jsonb;
    l_d       access.delegation;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    l_to := access.find_delegate(l_c, i_request->>'to');
    perform identity.hold_institution(l_c.institution_id);
    perform from identity.account a where a.account_id in (l_c.account_id, l_to.account_id) order by a.account_id for share;
    perform identity.hold_person(l_to.person_id);
    if not exists (select from identity.live_session s where s.session_id = l_c.session_id and s.active) then
        return audit.end_call(l_c, 'forbidden', null);
    end if;
    l_to := access.find_delegate(l_c, l_to.account_id::text); -- as it is under the lock
    l_refusal := access.refuse_delegation(l_c, l_to, i_request);
    if l_refusal is not null then
        return audit.end_call(l_c, l_refusal->>'code', l_refusal->'body');
    elsif exists (select
                    from access.review_need n
                    join access.review_kind k on k.policy = n.policy and k.kind = n.kind and k.step_up <> 'never'
                   where n.policy = l_c.policy and n.permission = i_request->>'permission')
          and not identity.spend_step_up(l_c, 'delegation.create', l_c.entry->>'digest') then
        return audit.end_call(l_c, 'step_up_required', jsonb_build_object('operation', 'delegation.create', 'digest', l_c.entry->'digest'));
    end if;
    insert into access.delegation (institution_id, from_account_id, to_account_id, permission, from_at, until_at, overdue_only, reason)
    values (l_c.institution_id, l_c.account_id, l_to.account_id, i_request->>'permission',
            coalesce(ops.read_time(i_request->>'starts_at'), statement_timestamp()), ops.read_time(i_request->>'until'),
            coalesce((i_request->>'overdue_only')::boolean, false), i_request->>'reason')
    returning * into l_d;
    perform audit.write_consequence(l_c, 'delegation.given', 'delegation', l_d.delegation_id::text, jsonb_build_object(
        'account', l_d.to_account_id, 'owner', l_c.institution_id, 'reason_code', l_d.permission));
    perform ops.notify(l_c, array[l_d.to_account_id], 'delegation.given', access.describe_delegation(l_d) - array['reason', 'given_at']);
    return audit.end_call(l_c, 'ok', jsonb_build_object('delegation', access.describe_delegation(l_d)),
                          jsonb_build_object('owner', l_c.institution_id));
end;
$$;
comment on function gateway.create_delegation(jsonb, jsonb) is 'Lets somebody else decide in the caller''s name.';
revoke all on function gateway.create_delegation(jsonb, jsonb) from public;
grant execute on function gateway.create_delegation(jsonb, jsonb) to cs_gateway;
