-- SPDX-License-Identifier: Apache-2.0
-- identity.check_notice: is a departure said well, and in time for those whom
-- the person is the liaison of (GS-2.1.1).
-- Result:  null, or {code, body} of the refusal.

create function identity.check_notice(i_account identity.account, i_request jsonb) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_notice timestamptz := ops.read_time(i_request ->> 'notice');
    l_at     text;
    l_detail text;
begin
    if coalesce(i_request ->> 'kind' not in ('left', 'retired'), true) then
        l_at     := '/kind';
        l_detail := 'it is left or retired';
    elsif i_request ->> 'kind' = 'retired' and (i_account.institution_kind = 'partner' or i_account.kind = 'service' or i_account.state <> 'active') then
        l_at     := '/kind';
        l_detail := 'a service, a partner''s account, or one that is not active, ends: left';
    elsif i_request ->> 'notice' is not null and not coalesce(l_notice > statement_timestamp(), false) then
        l_at     := '/notice';
        l_detail := 'it is a time to come, as 2030-12-31T00:00:00Z';
    elsif l_notice > i_account.ends_at then
        l_at     := '/notice';
        l_detail := 'the account ends before';
    elsif identity.is_liaison(i_account.account_id) and coalesce(l_notice < statement_timestamp() + interval '24 hours', true) then
        return '{"code": "liaison_bound", "body": {"detail": "hand the partners'' accounts over, or give 24 hours'' notice"}}';
    else
        return null;
    end if;
    return jsonb_build_object('code', 'invalid_value', 'body', jsonb_build_object('pointer', l_at, 'detail', l_detail));
end;
$$;
comment on function identity.check_notice(identity.account, jsonb) is 'Whether a departure is said well and in time.';
revoke all on function identity.check_notice(identity.account, jsonb) from public;
