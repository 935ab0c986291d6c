-- SPDX-License-Identifier: Apache-2.0
-- access.refuse_delegation: why a delegation cannot be given.  The caller holds
-- both accounts, and the delegate's person.
-- Inputs:  i_to, whom access.find_delegate found, or null; i_request: permission,
--          starts_at, until, overdue_only, reason.
-- Result:  null, or {code, body}: invalid_value with pointer and detail,
--          conflict where they have it already.

create function access.refuse_delegation(i_c audit.call, i_to identity.account, i_request jsonb) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_most   interval    := (select p.most from access.delegation_policy p where p.policy = i_c.policy);
    l_can    text[]      := array(select access.list_delegable(i_c.account_id));
    l_from   timestamptz := coalesce(ops.read_time(i_request ->> 'starts_at'), statement_timestamp());
    l_until  timestamptz := ops.read_time(i_request ->> 'until');
    l_pair   text;
    l_at     text;
    l_detail text;
begin
    l_pair := access.find_exclusive((i_to).person_id, '{}', null, i_request ->> 'permission');
    if coalesce(i_request ->> 'permission' <> all (l_can), true) then
        l_at     := '/permission';
        l_detail := case
                when not access.has_permission(i_c.account_id, i_request ->> 'permission') then 'you do not hold it'
                when not exists (select from access.review_need n where n.policy = i_c.policy and n.permission = i_request ->> 'permission')
                    then 'no review is decided by it, so that it would have no effect'
                else 'the policy lets nobody delegate a permission of its tier' end
            || '; you can delegate: ' || coalesce(nullif(array_to_string(l_can, ', '), ''), 'nothing');
    elsif (i_to).account_id is null then
        l_at     := '/to';
        l_detail := 'another active person of your institution, with a bound device';
    elsif l_pair is not null then
        l_at     := '/to';
        l_detail := 'one person cannot hold both ' || l_pair;
    elsif l_from < statement_timestamp() or l_from > statement_timestamp() + l_most then
        l_at     := '/starts_at';
        l_detail := format('now or within %s days, as 2030-12-31T00:00:00Z', extract(day from l_most));
    elsif coalesce(l_until <= l_from or l_until > l_from + l_most, true) then
        l_at     := '/until';
        l_detail := format('after its beginning, and at most %s days after it: %s', extract(day from l_most), ops.format_time(l_from + l_most));
    elsif coalesce(i_request ->> 'reason', '') = '' then
        l_at     := '/reason';
        l_detail := 'say why: it stays on record';
    elsif exists (select from access.delegation d
                   where d.from_account_id = i_c.account_id and d.to_account_id = (i_to).account_id
                     and d.permission = i_request ->> 'permission' and d.ended_at is null
                     and d.from_at < l_until and d.until_at > l_from) then
        return '{"code": "conflict", "body": {"detail": "it is delegated to them already for a part of that time"}}';
    else
        return null;
    end if;
    return jsonb_build_object('code', 'invalid_value', 'body', jsonb_build_object('pointer', l_at, 'detail', l_detail));
end;
$$;
comment on function access.refuse_delegation(audit.call, identity.account, jsonb) is 'Why a delegation cannot be given.';
revoke all on function access.refuse_delegation(audit.call, identity.account, jsonb) from public;
