-- SPDX-License-Identifier: Apache-2.0
-- review.is_ready: could an account decide in a review, were it one of a group
-- that does: it has a live device of sufficient class, and its person has not
-- decided in this review yet, nor anybody in its name.

create function review.is_ready(i_review review.review, i_account uuid, i_person uuid) returns boolean
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return exists (select from identity.live_device d
                    where d.account_id = i_account and review.is_class_enough(i_review.kind, i_review.policy, d.class))
       and not review.has_acted(i_review.review_id, array[i_person]);
end;
$$;
comment on function review.is_ready(review.review, uuid, uuid) is 'Whether an account has the device, and its person not decided yet.';
revoke all on function review.is_ready(review.review, uuid, uuid) from public;
