-- SPDX-License-Identifier: Apache-2.0
-- ops.read_uuid: an id as a client writes it.
-- Result:  null for what is none, so that it answers like an unknown one.

create function ops.read_uuid(i_text text) returns uuid
    language sql immutable parallel safe
    return case when i_text ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then i_text::uuid end;
comment on function ops.read_uuid(text) is 'A UUID in its canonical form, null for anything else.';
revoke all on function ops.read_uuid(text) from public;
