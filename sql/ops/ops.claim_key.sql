-- SPDX-License-Identifier: Apache-2.0
-- ops.claim_key: takes a call's idempotency key, or finds what was answered
-- under it.  Two calls with one key wait for each other on the primary key.
-- Result:  the call; code ok with `repeated`, idempotency_mismatch or
--          already_shown where the key was used in the last 24 hours.
-- A key stands for one call: its body, by the digest, and the object that its
-- path or query named.  Tables:  ops.idempotency.

create function ops.claim_key(i_c audit.call) returns audit.call
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c      audit.call := i_c;
    l_action text := i_c.entry->>'action';
    -- What a call creates gets its id from the gateway, a new one with each try.
    l_object text := case when l_action not in ('institution.create', 'account.create', 'record.create', 'agreement.create',
                                                  'permission.request')
        then i_c.entry->>'object' end;
    l_known  ops.idempotency;
begin
    delete from ops.idempotency i
     where i.account_id = i_c.account_id and i.action = l_action and i.key = i_c.key
       and i.created_at < statement_timestamp() - interval '24 hours';
    insert into ops.idempotency (account_id, action, key, entry_id, digest, object)
    values (i_c.account_id, l_action, i_c.key, i_c.entry_id, i_c.entry->>'digest', l_object)
    on conflict do nothing;
    if found then
        return l_c;
    end if;
    select * into strict l_known
      from ops.idempotency i
     where i.account_id = i_c.account_id and i.action = l_action and i.key = i_c.key;
    if (l_known.digest, l_known.object) is distinct from (i_c.entry->>'digest', l_object) then
        l_c.code := 'idempotency_mismatch';
    elsif l_known.secret then
        l_c.code := 'already_shown';
    else
        l_c.code     := 'ok';
        l_c.repeated := l_known.answer;
    end if;
    return l_c;
end;
$$;
comment on function ops.claim_key(audit.call) is 'Takes the call''s idempotency key, or finds what was answered under it.';
revoke all on function ops.claim_key(audit.call) from public;
