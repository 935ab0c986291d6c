-- SPDX-License-Identifier: Apache-2.0
-- audit.count_months: for how many months after this one the log has a place.

create function audit.count_months() returns integer
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select count(*)::integer
      from pg_inherits i
      join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'audit.entry'::regclass
       and c.relname > to_char(statement_timestamp() at time zone 'UTC', '"entry_"YYYY"_"MM');
$$;
comment on function audit.count_months() is 'For how many months after this one the log has a place.';
revoke all on function audit.count_months() from public;
