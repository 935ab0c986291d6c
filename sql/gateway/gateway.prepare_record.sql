-- SPDX-License-Identifier: Apache-2.0
-- gateway.prepare_record: what the gateway needs to seal and identify a new
-- record, or a new revision of one.
-- Input:   {type, category, level, grade}, and record where it is a revision.
-- Result:  {account, institution, institution_key, revision, now}; refusals:
--          invalid_value with pointer, no_content_key, not_found.  Writes an entry only
--          when it refuses: gateway.create_record's is the call's.

create function gateway.prepare_record(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c       audit.call := audit.begin_call(i_call - 'key', 'record.create', 'record.create', 'record.revise');
    l_refusal jsonb := record.check_classification(i_request);
    l_key     bytea;
    l_last    integer := 0;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    if l_refusal is not null then
        return audit.end_call(l_c, 'invalid_value', l_refusal);
    end if;
    select i.wrapped_key into l_key from identity.institution i where i.institution_id = l_c.institution_id;
    if l_key is null then
        return audit.end_call(l_c, 'no_content_key', null);
    end if;
    if i_request->>'record' is not null then
        select r.revision into l_last
          from record.record r
         where r.record_id = ops.read_uuid(i_request->>'record') and r.account_id = l_c.account_id;
        if not found then
            return audit.end_call(l_c, 'not_found', null);
        end if;
    end if;
    return row('ok', jsonb_build_object(
        'account', l_c.account_id, 'institution', l_c.institution_id, 'institution_key', encode(l_key, 'hex'),
        'revision', l_last + 1, 'now', ops.format_time(statement_timestamp())))::gateway.answer;
end;
$$;
comment on function gateway.prepare_record(jsonb, jsonb) is 'What the gateway needs to seal and identify a new record.';
revoke all on function gateway.prepare_record(jsonb, jsonb) from public;
grant execute on function gateway.prepare_record(jsonb, jsonb) to cs_gateway;
