-- SPDX-License-Identifier: Apache-2.0
-- access.keep_delegation: nothing of a delegation changes but that it ends, once.
-- Raises:  CS017.

create function access.keep_delegation() returns trigger
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    if old.ended_at is not null or to_jsonb(new) - 'ended_at' <> to_jsonb(old) - 'ended_at' then
        raise exception using errcode = 'CS017', message = 'a delegation does not change, it ends';
    end if;
    return new;
end;
$$;
comment on function access.keep_delegation() is 'Trigger: a delegation does not change, it ends.';
revoke all on function access.keep_delegation() from public;
