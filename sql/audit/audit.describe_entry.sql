-- SPDX-License-Identifier: Apache-2.0
-- audit.describe_entry: an entry with all that its reader needs to check it.
-- Inputs:  i_entry, one that the readers may read; i_institution_id, theirs.
-- Result:  {core, personal, salt, personal_salt, leaf_index, proof}; the
--          personal part and its salt only of their own people and of those
--          in their charge: whose record was read learns which account did,
--          not from where.

create function audit.describe_entry(i_entry audit.entry, i_institution_id uuid) returns jsonb
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
               'core', audit.make_core(i_entry, l.n, l.origin), 'personal', p.personal, 'salt', ops.base64url(l.salt),
               'personal_salt', ops.base64url(p.salt), 'leaf_index', l.leaf_index,
               'proof', audit.describe_proof(i_entry.entry_id, null))
      from (select i_entry.entry_id) e (entry_id)
      left join audit.leaf l using (entry_id)
      left join audit.personal p
        on p.entry_id = e.entry_id
       and array_position(array(select audit.list_readable(i_institution_id)), i_entry.institution_id) is not null;
$$;
comment on function audit.describe_entry(audit.entry, uuid) is 'An entry with all that its readers need to check it.';
revoke all on function audit.describe_entry(audit.entry, uuid) from public;
