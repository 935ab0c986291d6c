-- SPDX-License-Identifier: Apache-2.0
-- review.describe_binding: what shows offline that a device was its account's
-- when something was signed with it: the entry that had bound it, and the one
-- that ended it, if it has ended.
-- Inputs:  i_entry, that of what was signed; i_size, the checkpoint's.

create function review.describe_binding(i_device uuid, i_entry uuid, i_size bigint) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
begin
    return jsonb_build_object(
        'bound', (select audit.describe_evidence(e.entry_id, i_size)
                    from audit.entry e
                   where e.action = 'device.bound' and e.object = i_device::text and e.entry_id < i_entry
                   order by e.entry_id desc
                   limit 1),
        'revoked', (select audit.describe_evidence(e.entry_id, i_size)
                      from audit.entry e
                     where e.action = 'device.revoked' and e.object = i_device::text));
end;
$$;
comment on function review.describe_binding(uuid, uuid, bigint) is 'What shows offline that a device was its account''s.';
revoke all on function review.describe_binding(uuid, uuid, bigint) from public;
