-- SPDX-License-Identifier: Apache-2.0
-- review.find_judge: whose people review a break-glass.  Those of its
-- institution know what was at stake and answer for it, so it is them, without
-- the two; where they are too few, as they may be after what the two have done,
-- or did not decide in time, it is the operator's.
-- Input:   i_break_glass, or its institution and persons before it is one.
-- Result:  the institution, or null where nobody could.

create function review.find_judge(i_break_glass access.break_glass) returns uuid
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_r review.review;
begin
    l_r.kind           := 'breakglass.review';
    l_r.policy         := access.current_policy();
    l_r.round          := 1;
    l_r.institution_id := i_break_glass.institution_id;
    l_r.person_id      := i_break_glass.person_id;
    l_r.beneficiary_id := i_break_glass.joined_person_id;
    for l_r.owner_id in
        select i_break_glass.institution_id
         where not exists (select from review.review r
                            where r.institution_id = i_break_glass.institution_id and r.object_id = i_break_glass.break_glass_id and r.kind = l_r.kind)
        union all
        select p.institution_id from identity.platform p
    loop
        if review.find_shortage(l_r, array(select n from review.draft_needs(l_r, null) n), null) is null then
            return l_r.owner_id;
        end if;
    end loop;
    return null;
end;
$$;
comment on function review.find_judge(access.break_glass) is 'Whose people review a break-glass.';
revoke all on function review.find_judge(access.break_glass) from public;
