-- SPDX-License-Identifier: Apache-2.0
-- review.revise_change: what is asked for an account that exists is asked for
-- once more.
-- Result:  {code: ok, payload, base}, or a refusal.

create function review.revise_change(i_review review.review, i_p jsonb) returns jsonb
    language plpgsql stable
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
        l_refusal := identity.check_post(l_a, i_p);
        if l_refusal is not null then
            return jsonb_build_object('code', l_refusal ->> 'code') || (l_refusal -> 'body');
        end if;
        return jsonb_build_object('code', 'ok', 'base', l_a.version, 'payload',
            i_p || identity.describe_post(l_a, i_p) || jsonb_build_object('from', i_p -> 'from'));
    elsif i_review.kind = 'account.extend' and not coalesce(ops.read_time(i_p ->> 'ends_at') > greatest(l_a.ends_at, statement_timestamp()), false) then
        return '{"code": "invalid_value", "pointer": "/ends_at", "detail": "it is later than its end now"}';
    elsif i_review.kind = 'account.extend' and l_a.liaison_id is not null
          and identity.find_liaison(l_a.liaison_id::text, ops.read_time(i_p ->> 'ends_at')) is null then
        return '{"code": "invalid_value", "pointer": "/ends_at", "detail": "its liaison does not stay as long"}';
    end if;
    return jsonb_build_object('code', 'ok', 'payload', i_p, 'base', l_a.version);
end;
$$;
comment on function review.revise_change(review.review, jsonb) is 'Asks once more for what changes an account.';
revoke all on function review.revise_change(review.review, jsonb) from public;
