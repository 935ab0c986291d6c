-- SPDX-License-Identifier: Apache-2.0
-- record.find_basis: on what ground an account may know of a record.
-- Input:   i_review, when it is asked for as what lies under that review:
--          then being addressed is no ground, and another review is none; under
--          one of reclassification who decides it reads what they may anyway.
-- Result:  author; reviewer, while it may decide the record's open review of
--          publication; none, for what is published to its institution, or
--          forwarded to itself, at a level that its rank may list, to a service nothing above secret; or null: it may not know that the record exists, or
--          it is destroyed.

create function record.find_basis(i_record record.record, i_account_id uuid, i_institution_id uuid, i_rank text,
                                  i_review uuid default null) returns text
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    if i_record.state = 'destroyed' then
        return null; -- there is nothing left to open
    elsif i_record.account_id = i_account_id then
        return 'author';
    elsif i_record.state = 'in_review' and i_record.review_id = coalesce(i_review, i_record.review_id)
          and review.is_eligible(i_record.review_id, i_account_id) then
        return 'reviewer';
    elsif i_record.state = 'published'
          and (i_review is null or exists (
                   select from review.review w
                    where w.review_id = i_review and w.kind = 'record.reclassify' and w.object_id = i_record.record_id)
               and review.is_eligible(i_review, i_account_id))
          and coalesce(i_record.expires_at > statement_timestamp(), true)
          and (record.is_addressed(i_record, i_institution_id) or record.is_granted(i_record, i_account_id))
          and not (i_record.level = 'top_secret' and identity.is_service(i_account_id))
          and exists (select from access.matrix m
                       where m.policy = access.current_policy() and m.level = i_record.level
                         and m.rank = i_rank and m.operation = 'list') then
        return 'none';
    end if;
    return null;
end;
$$;
comment on function record.find_basis(record.record, uuid, uuid, text, uuid) is 'On what ground an account may know of a record: author, reviewer, none, or null.';
revoke all on function record.find_basis(record.record, uuid, uuid, text, uuid) from public;
