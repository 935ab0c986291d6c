-- SPDX-License-Identifier: Apache-2.0
-- audit.seal_age: for how long the oldest unsealed entry has waited; zero when
-- all are sealed.

create function audit.seal_age() returns interval
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_head  audit.head;
    l_first uuid;
begin
    select * into strict l_head from audit.head;
    l_first := audit.first_unsealed(l_head);
    return coalesce((
        select statement_timestamp() - e.written_at
          from audit.entry e
         where (e.xid, e.entry_id) > (l_head.last_xid, l_head.last_entry_id) and e.entry_id >= l_first
         order by e.xid, e.entry_id
         limit 1), interval '0');
end;
$$;
comment on function audit.seal_age() is 'For how long the oldest unsealed entry has waited.';
revoke all on function audit.seal_age() from public;
