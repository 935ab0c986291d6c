-- SPDX-License-Identifier: Apache-2.0
-- audit.describe_entry: an entry with all that its reader needs to check it.

create function audit.describe_entry(i_entry audit.entry) returns jsonb
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
               'core', audit.make_core(i_entry, l.n, l.origin), 'personal', p.personal, 'salt', ops.base64url(l.salt),
               'personal_salt', ops.base64url(p.salt), 'leaf_index', l.leaf_index,
               'proof', audit.describe_proof(i_entry.entry_id, null))
      from (select i_entry.entry_id) e (entry_id)
      left join audit.leaf l using (entry_id)
      left join audit.personal p using (entry_id);
$$;
comment on function audit.describe_entry(audit.entry) is 'An entry with all that its reader needs to check it.';
revoke all on function audit.describe_entry(audit.entry) from public;
