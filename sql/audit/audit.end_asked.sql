-- SPDX-License-Identifier: Apache-2.0
-- audit.end_asked: closes a call by what the room that it asked has said.
-- Inputs:  i_asked, {code, body, facts}, see audit.end_call; the last two may be
--          absent.

create function audit.end_asked(i_c audit.call, i_asked jsonb) returns gateway.answer
    language sql
    set search_path = pg_catalog, pg_temp
as $$
    select audit.end_call(i_c, i_asked->>'code', i_asked->'body', coalesce(i_asked->'facts', '{}'));
$$;
comment on function audit.end_asked(audit.call, jsonb) is 'Closes a call by what the room that it asked has said.';
revoke all on function audit.end_asked(audit.call, jsonb) from public;
