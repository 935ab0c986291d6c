-- SPDX-License-Identifier: Apache-2.0
-- audit.current_readable: audit.list_readable of those whose call this is, for
-- row security: found out once, when the call begins.
-- Result:  null where nobody is signed in.

create function audit.current_readable() returns uuid[]
    language sql stable
    return nullif(pg_catalog.current_setting('countersign.readable', true), '')::uuid[];
comment on function audit.current_readable() is 'Institutions whose entries those may read whose call this is.';
revoke all on function audit.current_readable() from public;
