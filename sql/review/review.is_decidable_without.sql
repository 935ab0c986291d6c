-- SPDX-License-Identifier: Apache-2.0
-- review.is_decidable_without: could what comes after a stage be decided by
-- others than these persons.

create function review.is_decidable_without(i_review review.review, i_ordinal integer, i_persons uuid[]) returns boolean
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_needs review.need[] := array(
        select n from review.need n
         where n.review_id = i_review.review_id and n.round = i_review.round and n.ordinal > i_ordinal);
begin
    return l_needs = '{}' or review.find_shortage(i_review, l_needs, null, i_persons) is null;
end;
$$;
comment on function review.is_decidable_without(review.review, integer, uuid[]) is 'Whether what comes after a stage can be decided by others.';
revoke all on function review.is_decidable_without(review.review, integer, uuid[]) from public;
