-- SPDX-License-Identifier: Apache-2.0
-- audit.note_call: writes the entry of a call that did nothing.
-- Inputs:  i_call, with a handle where the caller showed one; i_code, why.
-- Result:  ok, or clock.  Raises: CS002 for one that would say that it was done.

create function audit.note_call(i_call jsonb, i_code text) returns gateway.answer
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c audit.call;
begin
    if coalesce(i_code = 'ok', true) then
        raise exception using errcode = 'CS002', message = 'what was not done is no entry of what was';
    end if;
    if i_call->>'handle' is null then
        l_c := audit.begin_stranger_call(i_call, variadic null);
    else
        l_c := audit.begin_call(i_call - 'key', null, variadic null);
    end if;
    if l_c.code = 'clock' then
        return row(l_c.code, null)::gateway.answer;
    end if;
    perform audit.end_call(l_c, i_code, null);
    return row('ok', null)::gateway.answer;
end;
$$;
comment on function audit.note_call(jsonb, text) is 'Writes the entry of a call that did nothing.';
revoke all on function audit.note_call(jsonb, text) from public;
