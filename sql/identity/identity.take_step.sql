-- SPDX-License-Identifier: Apache-2.0
-- identity.take_step: uses a step of an account's one-time code, once: neither
-- it nor one before it is ever good again (RFC 6238, 5.2).  None that is far
-- ahead: after it no code of theirs would be good.
-- Input:   i_step, of the code that the gateway found right; null: none was.
-- Result:  whether it was still unused.  Tables: identity.one_time_code.

create function identity.take_step(i_account uuid, i_step bigint) returns boolean
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    update identity.one_time_code o
       set last_step = i_step
     where o.account_id = i_account and o.confirmed_at is not null and o.last_step < i_step
       and i_step <= extract(epoch from statement_timestamp()) / 30 + 2;
    return found;
end;
$$;
comment on function identity.take_step(uuid, bigint) is 'Uses a step of a one-time code, once.';
revoke all on function identity.take_step(uuid, bigint) from public;
