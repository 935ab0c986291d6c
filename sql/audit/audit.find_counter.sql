-- SPDX-License-Identifier: Apache-2.0
-- audit.find_counter: the institution that counts an entry: its own, or the
-- operator for an entry that has none.

create function audit.find_counter(i_institution_id uuid) returns uuid
    language sql stable
    set search_path = pg_catalog, pg_temp
    return coalesce(i_institution_id, (select p.institution_id from identity.platform p));
comment on function audit.find_counter(uuid) is 'The institution that counts an entry of this one, or of none.';
revoke all on function audit.find_counter(uuid) from public;
