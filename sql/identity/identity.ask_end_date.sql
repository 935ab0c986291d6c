-- SPDX-License-Identifier: Apache-2.0
-- identity.ask_end_date: an account ends sooner, at once so; or later, when
-- two others say so (GS-2.1.1).
-- Input:   {account, ends_at, reason}.
-- Result:  {code, body, facts}, for audit.end_call: {account}, with {review} where it would end later; refusals:
--          forbidden, not_found, own_request, conflict, last_holder,
--          liaison_bound, invalid_value, undecidable.

create function identity.ask_end_date(i_c audit.call, i_request jsonb) returns jsonb
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_locked  record;
    l_refusal jsonb;
    l_a       identity.account;
    l_end     timestamptz := ops.read_time(i_request ->> 'ends_at');
begin
    l_locked := identity.lock_managed(i_c, ops.read_uuid(i_request ->> 'account'), 'account.manage');
    if l_locked.code <> 'ok' then
        return jsonb_build_object('code', l_locked.code);
    end if;
    l_a := l_locked.account;
    if not coalesce(l_end > statement_timestamp(), false) then
        return jsonb_build_object(
            'code', 'invalid_value',
            'body', '{"pointer": "/ends_at", "detail": "it is a time to come, as 2030-12-31T00:00:00Z"}'::jsonb);
    end if;
    if l_a.state in ('active', 'locked', 'suspended') and l_end > l_a.ends_at then
        if l_a.liaison_id is not null and identity.find_liaison(l_a.liaison_id::text, l_end) is null then
            return '{"code": "invalid_value", "body": {"pointer": "/ends_at", "detail": "its liaison does not stay as long"}}';
        end if;
        return identity.answer_change(l_a, identity.ask_change(
            i_c, l_a, 'account.extend', jsonb_build_object('ends_at', i_request -> 'ends_at'), i_request ->> 'reason'), false);
    end if;
    l_refusal := coalesce(identity.check_ending(l_a, l_end), identity.check_notice(l_a, jsonb_build_object('kind', 'left', 'notice', i_request -> 'ends_at')));
    if l_refusal is not null then
        return jsonb_build_object('code', l_refusal ->> 'code', 'body', l_refusal -> 'body');
    end if;
    update identity.account a
       set ends_at = l_end, version = a.version + 1
     where a.account_id = l_a.account_id
    returning a.* into l_a;
    return jsonb_build_object(
        'code', 'ok',
        'body', jsonb_build_object('account', identity.describe_account(l_a)),
        'facts', jsonb_build_object('owner', i_c.institution_id));
end;
$$;
comment on function identity.ask_end_date(audit.call, jsonb) is 'Changes when an account ends.';
revoke all on function identity.ask_end_date(audit.call, jsonb) from public;
