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
                   'comment', d.comment, 'key', d.signer,
                   'bound', (select audit.describe_evidence(e.entry_id, i_size)
                               from audit.entry e
                              where e.action = 'device.bound' and e.object = d.device_id::text
                                and e.entry_id < i_statement.entry_id
                              order by e.entry_id desc
                              limit 1),
                   'revoked', (select audit.describe_evidence(e.entry_id, i_size)
                                 from audit.entry e
                                where e.action = 'device.revoked' and e.object = d.device_id::text))
               || review.describe_word(d.countersignature, d.assertion)
          from review.decision d
         where d.review_id = i_statement.review_id
           and d.account_id = (i_statement.statement::jsonb ->> 'account')::uuid);
end;
$$;
comment on function review.describe_proven(review.statement, bigint) is 'A decision with all that it is checked by offline.';
revoke all on function review.describe_proven(review.statement, bigint) from public;
