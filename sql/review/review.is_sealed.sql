-- SPDX-License-Identifier: Apache-2.0
-- review.is_sealed: are all entries that a review's statements came with in the
-- tree of a size.

create function review.is_sealed(i_review uuid, i_size bigint) returns boolean
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return not exists (
        select
          from review.statement s
          left join audit.leaf l using (entry_id)
         where s.review_id = i_review and coalesce(l.leaf_index >= i_size, true));
end;
$$;
comment on function review.is_sealed(uuid, bigint) is 'Whether all entries of a review are in the tree of a size.';
revoke all on function review.is_sealed(uuid, bigint) from public;
