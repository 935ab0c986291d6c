-- SPDX-License-Identifier: Apache-2.0
-- access.find_explained: about whom a caller asks: oneself, or whomever the
-- security administrator names.
-- Inputs:  i_c, the call; i_who, an account's id or name, or null.
-- Result:  {code: ok, account}, or {code}: forbidden, not_found.

create function access.find_explained(i_c audit.call, i_who text) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_account uuid := (select a.account_id from identity.account a where a.account_id = ops.read_uuid(i_who) or a.name = i_who);
begin
    if i_who is null or l_account = i_c.account_id then
        return jsonb_build_object('code', 'ok', 'account', i_c.account_id);
    elsif not access.has_permission(i_c.account_id, 'explanation.read')
          or i_c.institution_id <> (select p.institution_id from identity.platform p) then -- it is about anybody's accounts and records
        return '{"code": "forbidden"}';
    elsif l_account is null then
        return '{"code": "not_found"}';
    end if;
    return jsonb_build_object('code', 'ok', 'account', l_account);
end;
$$;
comment on function access.find_explained(audit.call, text) is 'About whom a caller may have a decision explained.';
revoke all on function access.find_explained(audit.call, text) from public;
