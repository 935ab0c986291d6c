-- SPDX-License-Identifier: Apache-2.0
-- access.describe_risk: how a request was graded, the last time.
-- Input:   i_part: whole, for reviewers and auditors, who see points, reasons and
--          facts, enough to grade it once more; names, for whom it is about, who
--          sees grade and names alone (JR-8); grade, for who asked for another,
--          whose history those are.
-- Result:  null for what was never graded.

create function access.describe_risk(i_grant uuid, i_part text) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select case i_part when 'whole' then jsonb_build_object(
                        'grade', k.grade, 'points', k.points, 'factors', k.factors, 'inputs', k.inputs::jsonb,
                        'policy', k.policy, 'version', d.version, 'at', ops.format_time(k.created_at))
                    when 'grade' then jsonb_build_object('grade', k.grade)
                    else jsonb_build_object(
                        'grade', k.grade,
                        'factors', (select coalesce(jsonb_agg(f -> 'name' order by n), '[]')
                                      from jsonb_array_elements(k.factors) with ordinality f (f, n))) end
          from access.risk k
          join access.policy_document d on d.policy = k.policy and d.name = 'risk'
         where k.grant_id = i_grant
         order by k.risk_id desc
         limit 1);
end;
$$;
revoke all on function access.describe_risk(uuid, text) from public;
comment on function access.describe_risk(uuid, text) is 'How a request was graded.';
