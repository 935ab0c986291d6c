-- SPDX-License-Identifier: Apache-2.0
-- record.describe_denial: why an operation on a record was denied, in the words of
-- the matrix, and how to go on.  Who may not know of the record is told nothing.
-- Inputs:  i_code, as it was denied; the record, the caller, and the operation.
-- Result:  {detail}, or null where the code says all.

create function record.describe_denial(i_code text, i_record record.record, i_account_id uuid, i_institution_id uuid, i_rank text, i_operation text)
    returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_policy integer := access.current_policy();
    l_ranks  text[];
begin
    if i_code not in ('operation_not_allowed', 'grant_required', 'purpose_not_granted')
       or record.find_basis(i_record, i_account_id, i_institution_id, i_rank) is null then
        return null;
    end if;
    l_ranks := array(
        select r.rank
          from access.rank r
          join access.matrix m on m.policy = r.policy and m.rank = r.rank
         where r.policy = l_policy and m.level = i_record.level and m.operation = i_operation
         order by r.ordinal);
    return jsonb_build_object('detail', case
        when i_code = 'purpose_not_granted' then 'state one of the grant''s purposes: ' || (
            select string_agg(distinct g.purpose, ', ' order by g.purpose)
              from record.list_grants(i_record, i_account_id) g
             where i_operation = any (g.operations))
        when i_code = 'grant_required' then
            format('no grant of the account covers %s of this record, at level %s: ask for one by POST /v1/permission-requests', i_operation, i_record.level)
        when l_ranks = '{}' then format('no rank may %s at level %s', i_operation, i_record.level)
        when i_rank <> all (l_ranks) then
            format('at level %s the account''s rank, %s, may not %s; that may: %s', i_record.level, i_rank, i_operation, array_to_string(l_ranks, ', '))
        when i_record.state <> 'published' then format('the record is %s: only its author and reviewers look at it', i_record.state)
        else 'the record is not addressed to the account''s institution, whose reviewers look at it and no more' end);
end;
$$;
comment on function record.describe_denial(text, record.record, uuid, uuid, text, text) is 'Why an operation on a record was denied, and how to go on.';
revoke all on function record.describe_denial(text, record.record, uuid, uuid, text, text) from public;
