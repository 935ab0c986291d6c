-- SPDX-License-Identifier: Apache-2.0
-- audit.describe_proof: proof that an entry is in the tree of a size.
-- Input:   i_size, or null for the newest published checkpoint's.
-- Result:  {leaf_index, size, path, leaf}, or null while it is not in there.

create function audit.describe_proof(i_entry_id uuid, i_size bigint) returns jsonb
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
               'leaf_index', l.leaf_index, 'size', s.size, 'leaf', ops.base64url(l.leaf_data),
               'path', (select coalesce(jsonb_agg(encode(h, 'base64') order by o), '[]')
                          from unnest(p.path) with ordinality u (h, o)))
      from audit.leaf l,
           coalesce(i_size, (select max(c.size) from audit.checkpoint c)) s (size),
           audit.find_path(l.leaf_index, s.size) p (path)
     where l.entry_id = i_entry_id and p.path is not null;
$$;
comment on function audit.describe_proof(uuid, bigint) is 'Proof that an entry is in the tree of a size, or null.';
revoke all on function audit.describe_proof(uuid, bigint) from public;
