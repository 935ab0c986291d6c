-- SPDX-License-Identifier: Apache-2.0
-- gateway.prepare_record: what the gateway needs to seal and identify a new
-- record.
-- Input:   {type, category, level, grade}.
-- Result:  {account, institution, institution_key, now}; refusals:
--          invalid_value with pointer, no_content_key.  Writes an entry only
--          when it refuses: gateway.create_record's is the call's.

create function gateway.prepare_record(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c       audit.call := audit.begin_call(i_call - 'key', 'record.create');
    l_refusal jsonb := record.check_classification(i_request);
    l_key     bytea;
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
    return row('ok', jsonb_build_object(
        'account', l_c.account_id, 'institution', l_c.institution_id, 'institution_key', encode(l_key, 'hex'),
        'now', ops.format_time(statement_timestamp())))::gateway.answer;
end;
$$;
comment on function gateway.prepare_record(jsonb, jsonb) is 'What the gateway needs to seal and identify a new record.';
revoke all on function gateway.prepare_record(jsonb, jsonb) from public;
grant execute on function gateway.prepare_record(jsonb, jsonb) to cs_gateway;
