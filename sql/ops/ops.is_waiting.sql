-- SPDX-License-Identifier: Apache-2.0
-- ops.is_waiting: must the strangers of the call's network still wait, by what
-- ops.keep_waiting found before.

create function ops.is_waiting(i_c audit.call) returns boolean
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select exists (
        select from ops.source s
         where s.network = coalesce(ops.read_network(i_c), '') and s.until_at > statement_timestamp());
$$;
comment on function ops.is_waiting(audit.call) is 'Whether the strangers of a call''s network still wait.';
revoke all on function ops.is_waiting(audit.call) from public;
