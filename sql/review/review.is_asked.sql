-- SPDX-License-Identifier: Apache-2.0
-- review.is_asked: is an institution one of those whose people a review asks,
-- or that of the person who gains by it, as whom something is forwarded to.

create function review.is_asked(i_review uuid, i_institution uuid) returns boolean
    language plpgsql stable
    security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    return exists (
        select from review.need n
         where n.review_id = i_review and coalesce(n.institution_id = i_institution, n.scope = 'members'))
        or exists (
        select
          from review.review r
          join access.grant g on g.grant_id = r.object_id
         where r.review_id = i_review and r.kind = 'permission.grant' and g.institution_id = i_institution);
end;
$$;
comment on function review.is_asked(uuid, uuid) is 'Whether an institution is one of those whose people a review asks, or somebody of which gains by it.';
revoke all on function review.is_asked(uuid, uuid) from public;
