-- SPDX-License-Identifier: Apache-2.0
-- identity.check_partner: has a partner's account a liaison and an end, and no
-- other one a liaison (GS-2.1.1).
-- Inputs:  i_kind of the institution; i_request: liaison, ends_at.
-- Result:  null, or {code, body} of the refusal.

create function identity.check_partner(i_kind text, i_request jsonb) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_at     text;
    l_detail text;
begin
    if i_kind = 'partner' and identity.find_liaison(i_request ->> 'liaison', ops.read_time(i_request ->> 'ends_at')) is null then
        l_at     := '/liaison';
        l_detail := 'a partner''s account needs an active account of a member or the operator that answers for it, and stays as long';
    elsif i_kind = 'partner' and i_request ->> 'ends_at' is null then
        l_at     := '/ends_at';
        l_detail := 'a partner''s account needs an end';
    elsif i_kind <> 'partner' and i_request ->> 'liaison' is not null then
        l_at     := '/liaison';
        l_detail := 'only a partner''s account has one';
    elsif i_request ->> 'ends_at' is not null and not coalesce(ops.read_time(i_request ->> 'ends_at') > statement_timestamp(), false) then
        l_at     := '/ends_at';
        l_detail := 'it is a time to come, as 2030-12-31T00:00:00Z';
    else
        return null;
    end if;
    return jsonb_build_object('code', 'invalid_value', 'body', jsonb_build_object('pointer', l_at, 'detail', l_detail));
end;
$$;
comment on function identity.check_partner(text, jsonb) is 'Whether a partners account has a liaison and an end.';
revoke all on function identity.check_partner(text, jsonb) from public;
