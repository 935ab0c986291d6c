-- SPDX-License-Identifier: Apache-2.0
-- gateway.hand_over_account: a partner's account gets another liaison (GS-2.1.1):
-- by the partner's officer or by one of the present liaison's institution; or a
-- service another owner, by its own officer, so that it can be reinstated when
-- its owner has left.
-- Input:   {account, liaison}; liaison may be the owner to be.
-- Result:  {account}; refusals: forbidden, not_found, conflict, invalid_value.
-- Tables:  identity.account, service; both accounts are locked by id.

create function gateway.hand_over_account(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c       audit.call := audit.begin_call(i_call, 'account.manage', 'account.hand_over');
    l_a       identity.account;
    l_liaison uuid := identity.find_liaison(i_request->>'liaison', null);
    l_owner   uuid := identity.find_owner(i_request->>'liaison', l_c.institution_id);
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    perform identity.hold_account(o.account_id)
       from (select a as account_id from unnest(array[ops.read_uuid(i_request->>'account'), l_liaison, l_owner]) a order by a) o;
    select a.* into l_a
      from identity.account a
      left join identity.account l on l.account_id = a.liaison_id
     where a.account_id = ops.read_uuid(i_request->>'account') and a.state <> 'rejected'
       and l_c.institution_id in (a.institution_id, l.institution_id);
    if not found then
        return audit.end_call(l_c, 'not_found', null);
    end if;
    if not identity.may_still(l_c, 'account.manage') then
        return audit.end_call(l_c, 'forbidden', null);
    end if;
    if l_a.institution_kind <> 'partner' and l_a.kind <> 'service' or l_a.state = 'closed' then
        return audit.end_call(l_c, 'conflict', '{"detail": "it is neither a partner''s account nor a service, or over"}');
    end if;
    l_owner := identity.find_owner(l_owner::text, l_a.institution_id);
    if l_a.kind = 'service' and l_owner is not null then
        update identity.service s set owner_id = l_owner where s.account_id = l_a.account_id;
        update identity.account a set version = a.version + 1 where a.account_id = l_a.account_id returning a.* into l_a;
        return audit.end_call(l_c, 'ok', jsonb_build_object('account', identity.describe_account(l_a)),
                              jsonb_build_object('owner', l_a.institution_id));
    elsif l_a.institution_kind <> 'partner' then
        return audit.end_call(l_c, 'invalid_value', '{"pointer": "/liaison", "detail": "an active account of a person of the service''s institution"}');
    end if;
    l_liaison := identity.find_liaison(l_liaison::text, l_a.ends_at);
    if l_liaison is null or l_c.institution_id <> l_a.institution_id and not identity.is_of(l_liaison, l_c.institution_id) then
        return audit.end_call(l_c, 'invalid_value', '{"pointer": "/liaison", "detail": "an active account of a member or the operator that stays as long as the partner''s; of your own institution, where you hand over"}');
    end if;
    update identity.account a
       set liaison_id = l_liaison, version = a.version + 1
     where a.account_id = l_a.account_id
    returning a.* into l_a;
    return audit.end_call(l_c, 'ok', jsonb_build_object('account', identity.describe_account(l_a)),
                          jsonb_build_object('owner', l_a.institution_id));
end;
$$;
comment on function gateway.hand_over_account(jsonb, jsonb) is 'Gives a partners account another liaison, or a service another owner.';
revoke all on function gateway.hand_over_account(jsonb, jsonb) from public;
grant execute on function gateway.hand_over_account(jsonb, jsonb) to cs_gateway;
