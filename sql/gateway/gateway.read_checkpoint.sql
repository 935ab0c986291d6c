-- SPDX-License-Identifier: Apache-2.0
-- gateway.read_checkpoint: the newest checkpoint.  Polls write no entry: an
-- idle log must not feed itself.
-- Result:  {note, size, vkey}; not_found before the first.

create function gateway.read_checkpoint(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c    audit.call := audit.begin_call(i_call, null, 'proof.read');
    l_body jsonb;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    select jsonb_build_object('note', c.note, 'size', c.size, 'vkey', c.vkey) into l_body
      from audit.checkpoint c
     order by c.size desc
     limit 1;
    return row(case when l_body is null then 'not_found' else 'ok' end, l_body)::gateway.answer;
end;
$$;
comment on function gateway.read_checkpoint(jsonb, jsonb) is 'The newest checkpoint.';
revoke all on function gateway.read_checkpoint(jsonb, jsonb) from public;
grant execute on function gateway.read_checkpoint(jsonb, jsonb) to cs_gateway;
