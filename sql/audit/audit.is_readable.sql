-- SPDX-License-Identifier: Apache-2.0
-- audit.is_readable: may people of an institution read an entry: its caller's
-- or its object's institution is one of audit.list_readable.

create function audit.is_readable(i_entry audit.entry, i_readable uuid[]) returns boolean
    language sql immutable
    return i_entry.institution_id = any (i_readable) or i_entry.owner_id = any (i_readable)
        or (i_entry.institution_id is null and array_position(i_readable, null) is not null);
comment on function audit.is_readable(audit.entry, uuid[]) is 'Whether an entry may be read by those who may read these institutions''.';
revoke all on function audit.is_readable(audit.entry, uuid[]) from public;
