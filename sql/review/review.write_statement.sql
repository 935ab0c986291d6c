-- SPDX-License-Identifier: Apache-2.0
-- review.write_statement: puts on record what happened to a review, and keeps
-- what the entry names by its digest alone: whoever is shown the statement
-- years later can check it against the log (GS-2.2.2).
-- Inputs:  i_statement, ids, codes and digests, no word of a person;
--          i_facts, what else its entry says.
-- Tables:  review.statement; writes an entry of the action.

create function review.write_statement(i_c audit.call, i_review review.review, i_action text, i_statement jsonb, i_facts jsonb)
    returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_statement text := countersign.canonicalize((i_statement || jsonb_build_object(
                            'v', 1, 'review', i_review.review_id, 'round', i_review.round))::text);
begin
    insert into review.statement (entry_id, review_id, round, action, statement)
    values (audit.write_consequence(i_c, i_action, 'review', i_review.review_id::text, i_facts || jsonb_build_object(
                'review', i_review.review_id, 'owner', i_review.owner_id,
                'digest', ops.base64url(sha256(convert_to(l_statement, 'UTF8'))))),
            i_review.review_id, i_review.round, i_action, l_statement);
end;
$$;
comment on function review.write_statement(audit.call, review.review, text, jsonb, jsonb) is 'Puts on record what happened to a review.';
revoke all on function review.write_statement(audit.call, review.review, text, jsonb, jsonb) from public;
