-- SPDX-License-Identifier: Apache-2.0
-- ops.notify: tells people something, in the transaction of what it tells.  No
-- entry of its own, for what happened has one.
-- Inputs:  i_accounts, whom: not the caller, who is told by the answer, nor a
--          service, nor twice; i_code, what; i_facts, codes and ids, of which
--          review and grant are columns.
-- Tables:  ops.notification.

create function ops.notify(i_c audit.call, i_accounts uuid[], i_code text, i_facts jsonb) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    insert into ops.notification (notification_id, account_id, code, review_id, grant_id, facts)
    select ops.uuid_v7(), a.account_id, i_code, (i_facts ->> 'review')::uuid, (i_facts ->> 'grant')::uuid,
           i_facts - array['review', 'grant']
      from identity.account a
     where a.account_id = any (i_accounts) and a.kind = 'person' and a.account_id is distinct from i_c.account_id;
end;
$$;
comment on function ops.notify(audit.call, uuid[], text, jsonb) is 'Tells people something.';
revoke all on function ops.notify(audit.call, uuid[], text, jsonb) from public;
