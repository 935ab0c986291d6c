-- SPDX-License-Identifier: Apache-2.0
-- review.is_class_enough: may a review of this kind be decided from a device
-- of that class, under those policies.

create function review.is_class_enough(i_kind text, i_policy integer, i_class text) returns boolean
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select array_position(o.classes, i_class) >= array_position(o.classes, k.least_class::text)
          from access.review_kind k, (values (array['software', 'hardware', 'certificate'])) o (classes)
         where k.policy = i_policy and k.kind = i_kind);
end;
$$;
comment on function review.is_class_enough(text, integer, text) is 'Whether a device''s class suffices for a review.';
revoke all on function review.is_class_enough(text, integer, text) from public;
