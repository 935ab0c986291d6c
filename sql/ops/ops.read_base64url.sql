-- SPDX-License-Identifier: Apache-2.0
-- ops.read_base64url: bytes from RFC 4648 section 5 text without padding.
-- Result:  null for what is none; one text for each value, so stray bits in
--          the last character are refused too.

create function ops.read_base64url(i_text text) returns bytea
    language sql immutable strict parallel safe
    set search_path = pg_catalog, pg_temp
as $$
    select case when ops.base64url(d.bytes) = i_text then d.bytes end
      from (select case when i_text ~ '^[A-Za-z0-9_-]*$' and length(i_text) % 4 <> 1
                   then decode(rpad(translate(i_text, '-_', '+/'), (length(i_text) + 3) / 4 * 4, '='), 'base64') end) d (bytes);
$$;
comment on function ops.read_base64url(text) is 'Bytes of a canonical base64url text, null for anything else.';
revoke all on function ops.read_base64url(text) from public;
