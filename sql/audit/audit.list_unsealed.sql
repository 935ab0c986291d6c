-- SPDX-License-Identifier: Apache-2.0
-- audit.list_unsealed: entries behind the head, by transaction and id, of
-- transactions that are over for every snapshot.
-- Input:   i_limit.  Reads the newest months by their index, never the log.

create function audit.list_unsealed(i_limit integer) returns setof audit.entry
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_head    audit.head;
    l_first   uuid;
    l_horizon xid8 := pg_snapshot_xmin(pg_current_snapshot());
begin
    select * into strict l_head from audit.head;
    l_first := audit.first_unsealed(l_head);
    return query
    select e.*
      from audit.entry e
     where (e.xid, e.entry_id) > (l_head.last_xid, l_head.last_entry_id) and e.entry_id >= l_first
       and e.xid < l_horizon
     order by e.xid, e.entry_id
     limit i_limit;
end;
$$;
comment on function audit.list_unsealed(integer) is 'Entries behind the head, in the order of sealing.';
revoke all on function audit.list_unsealed(integer) from public;
