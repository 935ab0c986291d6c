-- SPDX-License-Identifier: Apache-2.0
-- audit.check_entry: trigger before insert on audit.entry.  A trigger and not
-- a foreign key, which would lock the action's row for each entry.
-- Raises:  CS002 for an action that is not listed, or an entry of another
--          kind than its action's: requests bear a MAC, consequences a cause;
--          as audit.check_transaction, also for calls that do not begin with
--          audit.begin_stranger_call (gateway.record_release).

create function audit.check_entry() returns trigger
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_kind text;
begin
    perform audit.check_transaction();
    select a.kind into l_kind from audit.action a where a.action = new.action;
    if l_kind is null
       or (l_kind = 'request') <> (new.mac is not null)
       or (l_kind = 'consequence') <> (new.cause is not null) then
        raise exception using
            errcode = 'CS002',
            message = format('an entry of this form cannot bear the action %s', quote_nullable(new.action));
    end if;
    return new;
end;
$$;
comment on function audit.check_entry() is 'Trigger: an entry bears a listed action and has the form of its kind.';
revoke all on function audit.check_entry() from public;
