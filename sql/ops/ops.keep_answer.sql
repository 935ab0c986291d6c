-- SPDX-License-Identifier: Apache-2.0
-- ops.keep_answer: keeps a call's answer under its key; a refusal frees it.
-- Only the call that claimed the key does so.
-- Tables:  ops.idempotency.

create function ops.keep_answer(i_c audit.call, i_code text, i_body jsonb, i_secret boolean) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    if i_code = 'ok' then
        update ops.idempotency i
           set secret = i_secret, answer = case when i_secret then null else coalesce(i_body, 'null') end
         where i.account_id = i_c.account_id and i.action = i_c.entry->>'action' and i.key = i_c.key
           and i.entry_id = i_c.entry_id;
    else
        delete from ops.idempotency i
         where i.account_id = i_c.account_id and i.action = i_c.entry->>'action' and i.key = i_c.key
           and i.entry_id = i_c.entry_id;
    end if;
end;
$$;
comment on function ops.keep_answer(audit.call, text, jsonb, boolean) is 'Keeps a call''s answer under its idempotency key, or frees the key.';
revoke all on function ops.keep_answer(audit.call, text, jsonb, boolean) from public;
