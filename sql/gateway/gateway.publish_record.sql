-- SPDX-License-Identifier: Apache-2.0
-- gateway.publish_record: its author submits a draft for publication (GS-2.3.1).
-- Input and result: see record.ask_publication.

create function gateway.publish_record(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c audit.call := audit.begin_call(i_call, 'record.publish', 'record.publish');
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    return audit.end_asked(l_c, record.ask_publication(l_c, i_request));
end;
$$;
comment on function gateway.publish_record(jsonb, jsonb) is 'Its author submits a draft for publication.';
revoke all on function gateway.publish_record(jsonb, jsonb) from public;
grant execute on function gateway.publish_record(jsonb, jsonb) to cs_gateway;
