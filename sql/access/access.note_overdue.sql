-- SPDX-License-Identifier: Apache-2.0
-- access.note_overdue: policies that should have been looked at by now are an
-- alert, once a day until somebody does (GS-1.4).  By the clock.
-- Result:  1 where there was one to raise.

create function access.note_overdue(i_c audit.call) returns integer
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_names jsonb := (select jsonb_agg(d.name order by d.name)
                        from access.policy_document d
                       where d.policy = i_c.policy and access.is_overdue(d.review_by));
begin
    if l_names is null or exists (
            select from ops.alert a where a.code = 'policy_overdue' and a.last_at > statement_timestamp() - interval '1 day') then
        return 0;
    end if;
    perform ops.raise_alert(i_c, 'policy_overdue', 'warning', jsonb_build_object(
        'institution', (select p.institution_id from identity.platform p), 'policies', l_names));
    return 1;
end;
$$;
comment on function access.note_overdue(audit.call) is 'Raises an alert about policies that should have been looked at.';
revoke all on function access.note_overdue(audit.call) from public;
