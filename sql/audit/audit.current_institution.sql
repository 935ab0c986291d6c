-- SPDX-License-Identifier: Apache-2.0
-- audit.current_institution: whose people's call this is, for row security.
-- Result:  null where nobody is signed in: then no row is anybody's.

create function audit.current_institution() returns uuid
    language sql stable
    return nullif(pg_catalog.current_setting('countersign.institution', true), '')::uuid;
comment on function audit.current_institution() is 'Whose people''s call this is.';
revoke all on function audit.current_institution() from public;
