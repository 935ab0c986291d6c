-- SPDX-License-Identifier: Apache-2.0
-- review.find_thinness: could a review still be decided when any one person is
-- away: are there as many eligible people as it needs, and one more.
-- Input:   i_review, as review.is_decidable drafts it: kind, policy and place.
-- Result:  null, or what is missing.

create function review.find_thinness(i_review review.review) returns text
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_needs  review.need[] := array(select n from review.draft_needs(i_review, null) n);
    l_found  text          := review.find_shortage(i_review, l_needs, null);
    l_person uuid;
begin
    if l_found is not null then
        return l_found;
    end if;
    for l_person in
        select distinct h.person_id
          from unnest(l_needs) n
         cross join lateral review.list_holders(i_review, n) h
         where review.is_ready(i_review, h.account_id, h.person_id)
    loop
        l_found := review.find_shortage(i_review, l_needs, null, array[l_person]);
        exit when l_found is not null;
        -- Of one group every person is worth as much as any other; of members' people not.
        exit when cardinality(l_needs) = 1 and l_needs[1].scope <> 'members';
    end loop;
    return 'with one person away ' || l_found; -- null where nobody is missing
end;
$$;
comment on function review.find_thinness(review.review) is 'Whether a review could still be decided when any one person is away.';
revoke all on function review.find_thinness(review.review) from public;
