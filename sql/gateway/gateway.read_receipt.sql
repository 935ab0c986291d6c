-- SPDX-License-Identifier: Apache-2.0
-- gateway.read_receipt: what a delivery receipt says, for its recipient alone;
-- the gateway signs it.
-- Input:   {delivery}.
-- Result:  {identifier, delivery, digest, obligations, recipient, at, proof};
--          proof is null while the entry is not under a checkpoint.

create function gateway.read_receipt(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c     audit.call := audit.begin_call(i_call, 'record.read', 'receipt.read');
    l_entry audit.entry;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    select e.* into l_entry
      from audit.entry e
     where e.entry_id = ops.read_uuid(i_request->>'delivery') and e.delivery_id = e.entry_id
       and e.account_id = l_c.account_id;
    if not found then
        return audit.end_call(l_c, 'not_found', null);
    end if;
    return audit.end_call(l_c, 'ok', record.describe_delivery(l_entry), jsonb_build_object(
        'owner', l_entry.owner_id, 'revision', l_entry.revision, 'delivery', l_entry.entry_id));
end;
$$;
comment on function gateway.read_receipt(jsonb, jsonb) is 'What a delivery receipt says, for its recipient.';
revoke all on function gateway.read_receipt(jsonb, jsonb) from public;
grant execute on function gateway.read_receipt(jsonb, jsonb) to cs_gateway;
