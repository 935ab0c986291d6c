-- SPDX-License-Identifier: Apache-2.0
-- record.find_forwarder: may an account forward a record for a purpose: it may
-- know of it, and forward at its level by its rank, and by a grant for that
-- purpose where it needs one.  Looked at when it is asked for, and once more
-- when it is granted.
-- Looks across institutions (security/owners.sql): who decides last is of the
-- owner's, and need not see the forwarder.
-- Result:  {code: ok, until: when its grants end, null where it needs none}, or
--          {code, detail}: not_found, operation_not_allowed, grant_required,
--          purpose_not_granted.

create function record.find_forwarder(i_record uuid, i_account_id uuid, i_purpose text) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_policy integer          := access.current_policy();
    l_a      identity.account := (select a from identity.account a where a.account_id = i_account_id);
    l_r      record.record;
    l_grants access.grant[];
begin
    select r.* into l_r
      from record.record r
     where r.record_id = i_record and r.state = 'published' and identity.is_active(l_a.account_id)
       and record.find_basis(r, l_a.account_id, l_a.institution_id, l_a.rank) is not null;
    if not found then
        return '{"code": "not_found"}';
    end if;
    if not exists (select from access.matrix m
                    where m.policy = l_policy and m.level = l_r.level and m.rank = l_a.rank and m.operation = 'forward') then
        return '{"code": "operation_not_allowed"}' || record.describe_denial('operation_not_allowed', l_r, l_a.account_id, l_a.institution_id, l_a.rank, 'forward');
    elsif not exists (select from access.grant_rule g
                       where g.policy = l_policy and g.level = l_r.level
                         and g.side = case when l_r.institution_id = l_a.institution_id then 'own' else 'other' end) then
        return '{"code": "ok", "until": null}';
    end if;
    l_grants := array(
        select g
          from record.list_grants(l_r, l_a.account_id) g
          join access.level most on most.policy = l_policy and most.level = g.max_level
          join access.level this on this.policy = l_policy and this.level = l_r.level and this.ordinal <= most.ordinal
         where 'forward' = any (g.operations));
    return case
        when cardinality(l_grants) = 0 then
            '{"code": "grant_required"}' || record.describe_denial('grant_required', l_r, l_a.account_id, l_a.institution_id, l_a.rank, 'forward')
        when not exists (select from unnest(l_grants) g where g.purpose = i_purpose) then '{"code": "purpose_not_granted"}'
        else jsonb_build_object('code', 'ok', 'until', (
            select ops.format_time(max(g.until_at)) from unnest(l_grants) g where g.purpose = i_purpose)) end;
end;
$$;
comment on function record.find_forwarder(uuid, uuid, text) is 'Whether an account may forward a record for a purpose.';
revoke all on function record.find_forwarder(uuid, uuid, text) from public;
