-- SPDX-License-Identifier: Apache-2.0
-- review.describe_proven: a decision with all that it is checked by offline:
-- what was signed, with which key, the entry that bound that key before, and
-- the one that ended the device, if it has ended.
-- Inputs:  i_statement, that of the decision; i_size, the checkpoint's.

create function review.describe_proven(i_statement review.statement, i_size bigint) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return (
        select review.describe_stated(i_statement, i_size) || jsonb_build_object(
                   'comment', d.comment, 'key', d.signer)
               || review.describe_binding(d.device_id, i_statement.entry_id, i_size)
               || review.describe_word(d.countersignature, d.assertion)
          from review.decision d
         where d.review_id = i_statement.review_id
           and d.account_id = (i_statement.statement::jsonb ->> 'account')::uuid);
end;
$$;
comment on function review.describe_proven(review.statement, bigint) is 'A decision with all that it is checked by offline.';
revoke all on function review.describe_proven(review.statement, bigint) from public;
