-- SPDX-License-Identifier: Apache-2.0
-- review.describe_stated: a statement with the entry that binds it.
-- Input:   i_size, the checkpoint's.

create function review.describe_stated(i_statement review.statement, i_size bigint) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return jsonb_build_object('statement', i_statement.statement::jsonb,
                              'entry', audit.describe_evidence(i_statement.entry_id, i_size));
end;
$$;
comment on function review.describe_stated(review.statement, bigint) is 'A statement with the entry that binds it.';
revoke all on function review.describe_stated(review.statement, bigint) from public;
