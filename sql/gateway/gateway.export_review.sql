-- SPDX-License-Identifier: Apache-2.0
-- gateway.export_review: a review that is over, as a file that a third party
-- checks offline (docs/PROTOCOL.review.md).  Whoever may read the review may
-- show it to others; that they took it away is on record.
-- Input:   {review}.
-- Result:  the file; refusals: not_found where the caller may not know of it,
--          conflict while it is not over, or its last entry under no checkpoint.

create function gateway.export_review(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c     audit.call := audit.begin_call(i_call, null, 'review.export');
    l_r     review.review;
    l_facts jsonb;
    l_p     audit.checkpoint;
    l_all   jsonb;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    select r.* into l_r from review.review r where r.review_id = ops.read_uuid(i_request->>'review');
    if not found or not review.may_read(l_r, l_c)
       or l_c.person_id = l_r.beneficiary_id and l_c.institution_id not in (l_r.institution_id, l_r.owner_id) then
        return audit.end_call(l_c, 'not_found', null);
    end if;
    l_facts := jsonb_build_object('owner', l_r.owner_id, 'review', l_r.review_id);
    if l_r.closed_at is null then
        return audit.end_call(l_c, 'conflict', '{"detail": "the review is not over: there is nothing to prove yet"}', l_facts);
    end if;
    select p.* into l_p from audit.checkpoint p order by p.size desc limit 1;
    if not review.is_sealed(l_r.review_id, coalesce(l_p.size, 0)) then
        return audit.end_call(l_c, 'conflict', '{"detail": "no checkpoint holds its last entry yet: ask again in a few seconds"}', l_facts);
    end if;
    l_all := review.list_rounds(l_r, l_p.size);
    return audit.end_call(l_c, 'ok', jsonb_build_object(
        'format', 'countersign-review-1', 'platform', (select p.name from identity.platform p), 'review', l_r.review_id,
        'vkey', l_p.vkey, 'checkpoint', l_p.note, 'rounds', l_all,
        'names', record.list_names(l_c, jsonb_path_query_array(l_all, '$[*].stages[*].decisions[*].statement'), array[l_c.institution_id])), l_facts);
end;
$$;
comment on function gateway.export_review(jsonb, jsonb) is 'A review that is over, as a file to be checked offline.';
revoke all on function gateway.export_review(jsonb, jsonb) from public;
grant execute on function gateway.export_review(jsonb, jsonb) to cs_gateway;
