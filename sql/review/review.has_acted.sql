-- SPDX-License-Identifier: Apache-2.0
-- review.has_acted: has one of these persons decided in a review, whatever stage
-- or round, or somebody else in their name.

create function review.has_acted(i_review uuid, i_persons uuid[]) returns boolean
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return exists (
        select from review.decision d
         where d.review_id = i_review and (d.person_id = any (i_persons) or d.for_person_id = any (i_persons)));
end;
$$;
comment on function review.has_acted(uuid, uuid[]) is 'Whether persons have decided in a review, or somebody in their name.';
revoke all on function review.has_acted(uuid, uuid[]) from public;
