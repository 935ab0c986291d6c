-- SPDX-License-Identifier: Apache-2.0
-- review.revise_change: what is asked for an account that exists is asked for
-- once more, with what is so of it now.  A transfer ends the rights of a post that
-- came between (GS-3.3).
-- Result:  {code: ok, payload, base}, or a refusal.
-- Tables:  of a transfer, as identity.end_rights.

create function review.revise_change(i_c audit.call, i_review review.review, i_p jsonb) returns jsonb
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_a       identity.account;
    l_refusal jsonb;
begin
    select * into strict l_a from identity.account a where a.account_id = i_review.object_id;
    if l_a.state in ('closed', 'rejected') then
        return jsonb_build_object('code', 'conflict', 'detail', 'the account is ' || l_a.state);
    elsif i_review.kind = 'account.transfer' then
        l_refusal := case when l_a.state <> 'active'
            then jsonb_build_object('code', 'conflict', 'body', jsonb_build_object('detail', 'the account is ' || l_a.state))
            else coalesce(identity.check_ending(l_a, statement_timestamp()), identity.check_post(l_a, i_p)) end;
        if l_refusal is not null then
            return jsonb_build_object('code', l_refusal ->> 'code') || (l_refusal -> 'body');
        end if;
        i_p := i_p || identity.describe_post(l_a, i_p)
            || case when exists (select from identity.account_role r where r.account_id = l_a.account_id) then '{}' else jsonb_build_object('from', i_p -> 'from') end;
        perform identity.end_rights(i_c, l_a, 'transfer');
        update identity.account a set version = a.version + 1 where a.account_id = l_a.account_id returning a.* into l_a;
        return jsonb_build_object('code', 'ok', 'base', l_a.version, 'payload', i_p);
    elsif i_review.kind = 'account.reinstate' and l_a.state = 'suspended' then
        i_p := i_p || jsonb_build_object('suspended', identity.describe_suspension(l_a));
    elsif i_review.kind = 'account.extend' and not coalesce(ops.read_time(i_p ->> 'ends_at') > greatest(l_a.ends_at, statement_timestamp()), false) then
        return '{"code": "invalid_value", "pointer": "/ends_at", "detail": "it is later than its end now"}';
    elsif i_review.kind = 'account.extend' and l_a.liaison_id is not null
          and identity.find_liaison(l_a.liaison_id::text, ops.read_time(i_p ->> 'ends_at')) is null then
        return '{"code": "invalid_value", "pointer": "/ends_at", "detail": "its liaison does not stay as long"}';
    end if;
    return jsonb_build_object('code', 'ok', 'payload', i_p, 'base', l_a.version);
end;
$$;
comment on function review.revise_change(audit.call, review.review, jsonb) is 'Asks once more for what changes an account.';
revoke all on function review.revise_change(audit.call, review.review, jsonb) from public;
