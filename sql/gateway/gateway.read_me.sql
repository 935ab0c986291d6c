-- SPDX-License-Identifier: Apache-2.0
-- gateway.read_me: who the caller is here, and what they may do.
-- Result:  {platform, account, institution, department, rank, permissions,
--          grants, session, tick_age_ms, log_months, sealed}: the last is the phrase, for the
--          gateway to open; null where none was chosen (JR-11.3.1).

create function gateway.read_me(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c audit.call := audit.begin_call(i_call, null, 'me.read');
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    return audit.end_call(l_c, 'ok', (
        select jsonb_build_object(
                   'platform', p.name, 'account', jsonb_build_object('id', a.account_id, 'name', a.name),
                   'institution', i.code, 'department', a.department, 'rank', a.rank,
                   'permissions', array(select x from access.list_permissions(a.account_id) x order by x),
                   'grants', (select coalesce(jsonb_agg(access.describe_grant(g)), '[]') from access.list_live_grants(a.account_id) g),
                   'session', l_c.session_id, 'tick_age_ms', floor(extract(epoch from ops.tick_age()) * 1000)::bigint, 'log_months', audit.count_months(), 'sealed', (
                       select encode(h.sealed, 'hex') from identity.phrase h where h.account_id = a.account_id))
          from identity.platform p, identity.account a
          join identity.institution i on i.institution_id = a.institution_id
         where a.account_id = l_c.account_id));
end;
$$;
comment on function gateway.read_me(jsonb, jsonb) is 'Who the caller is, and what they may do.';
revoke all on function gateway.read_me(jsonb, jsonb) from public;
grant execute on function gateway.read_me(jsonb, jsonb) to cs_gateway;
