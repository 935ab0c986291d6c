-- SPDX-License-Identifier: Apache-2.0
-- access.check_act: nothing is done under a break-glass but by its two persons,
-- while it is active; it stays so until the act is committed.
-- Raises:  CS018.

create function access.check_act() returns trigger
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform
       from access.break_glass b
      where b.break_glass_id = new.break_glass_id and b.state = 'active' and b.until_at > statement_timestamp()
        and new.account_id in (b.account_id, b.joined_account_id)
        for share;
    if not found then
        raise exception using errcode = 'CS018', message = 'no break-glass that is active lets this account do anything';
    end if;
    return new;
end;
$$;
comment on function access.check_act() is 'Trigger: an act is of one of the two, while the break-glass is active.';
revoke all on function access.check_act() from public;
