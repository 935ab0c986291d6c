-- SPDX-License-Identifier: Apache-2.0
-- gateway.reclassify_record: asks that a record be of another level and grade (GS-4.1).
-- Input and result: see record.ask_reclassification.

create function gateway.reclassify_record(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c audit.call := audit.begin_call(i_call, 'record.publish', 'record.reclassify');
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    return audit.end_asked(l_c, record.ask_reclassification(l_c, i_request));
end;
$$;
comment on function gateway.reclassify_record(jsonb, jsonb) is 'Asks that a record be of another level and grade.';
revoke all on function gateway.reclassify_record(jsonb, jsonb) from public;
grant execute on function gateway.reclassify_record(jsonb, jsonb) to cs_gateway;
