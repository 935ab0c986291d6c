-- SPDX-License-Identifier: Apache-2.0
-- review.list_parties: the parties, each of which decides, of a round of a review.

create function review.list_parties(i_review uuid, i_round integer) returns uuid[]
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return array(select distinct n.institution_id from review.need n where n.review_id = i_review and n.round = i_round and n.scope = 'parties');
end;
$$;
comment on function review.list_parties(uuid, integer) is 'The parties, each of which decides, of a round of a review.';
revoke all on function review.list_parties(uuid, integer) from public;
