-- SPDX-License-Identifier: Apache-2.0
-- access.is_beyond: does a grant for one record go further than what could be
-- granted of it under that level and grade (GS-4.1): up to a lower level, for
-- an operation that its holder's rank does not have there (GS-3.1.2), or decided
-- by a milder risk than it would be (GS-3.2), by the policy it was graded by.

create function access.is_beyond(i_grant access.grant, i_level text, i_grade text) returns boolean
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_policy integer := access.current_policy();
    l_grades text[]  := array['general', 'sensitive', 'important', 'core'];
    l_k      access.risk;
begin
    select k.* into l_k from access.risk k where k.grant_id = i_grant.grant_id order by k.risk_id desc limit 1;
    return not exists (
               select
                 from access.level this
                 join access.level most on most.policy = l_policy and most.level = i_grant.max_level
                where this.policy = l_policy and this.level = i_level and this.ordinal <= most.ordinal)
        or not i_grant.operations <@ array(
               select m.operation
                 from access.matrix m
                 join identity.account a on a.rank = m.rank
                where m.policy = l_policy and m.level = i_level and a.account_id = i_grant.account_id)
        or coalesce(access.rank_grade(access.find_least_grade(l_k.policy, l_k.inputs::jsonb || jsonb_build_object(
               'grade', l_grades[greatest(array_position(l_grades, l_k.inputs::jsonb ->> 'grade'), array_position(l_grades, i_grade))])))
               > access.rank_grade(l_k.grade), false);
end;
$$;
comment on function access.is_beyond(access.grant, text, text) is 'Whether a grant for one record goes beyond a level and grade.';
revoke all on function access.is_beyond(access.grant, text, text) from public;
