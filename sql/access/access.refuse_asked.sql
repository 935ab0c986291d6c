-- SPDX-License-Identifier: Apache-2.0
-- access.refuse_asked: what access.find_asked or record.find_forwarding refused,
-- as the call answers it: what was found of it is the log's alone.
-- Result:  {code, body, facts}, for audit.end_asked.

create function access.refuse_asked(i_asked jsonb) returns jsonb
    language sql immutable
    return jsonb_build_object('code', i_asked -> 'code', 'body', nullif(i_asked - array['code', 'owner', 'record', 'author'], '{}'),
                              'facts', jsonb_build_object('owner', i_asked -> 'owner'));
comment on function access.refuse_asked(jsonb) is 'What could not be asked for, as the call answers it.';
revoke all on function access.refuse_asked(jsonb) from public;
