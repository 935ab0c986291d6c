-- SPDX-License-Identifier: Apache-2.0
-- review.find_open: the review of that kind, or where it is null of any, that is
-- under way on an object, or null.  The caller holds the object's row.

create function review.find_open(i_kind text, i_object_type text, i_object uuid) returns uuid
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select r.review_id
      from review.review r
     where r.object_type = i_object_type and r.object_id = i_object and r.kind = coalesce(i_kind, r.kind) and r.state in ('open', 'returned');
$$;
comment on function review.find_open(text, text, uuid) is 'The review that is under way on an object.';
revoke all on function review.find_open(text, text, uuid) from public;
