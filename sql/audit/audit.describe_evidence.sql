-- SPDX-License-Identifier: Apache-2.0
-- audit.describe_evidence: an entry with all that shows its place under a
-- checkpoint, without its personal part: for a file that leaves the platform.
-- Input:   i_size, the checkpoint's.
-- Result:  {core, salt, leaf_index, path}, or null while it is not under it.

create function audit.describe_evidence(i_entry_id uuid, i_size bigint) returns jsonb
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object(
               'core', audit.make_core(e, l.n, l.origin), 'salt', ops.base64url(l.salt), 'leaf_index', l.leaf_index,
               'path', (select coalesce(jsonb_agg(encode(h, 'base64') order by o), '[]')
                          from unnest(p.path) with ordinality u (h, o)))
      from audit.entry e
      join audit.leaf l using (entry_id)
     cross join audit.find_path(l.leaf_index, i_size) p (path)
     where e.entry_id = i_entry_id and p.path is not null;
$$;
comment on function audit.describe_evidence(uuid, bigint) is 'An entry with all that shows its place under a checkpoint.';
revoke all on function audit.describe_evidence(uuid, bigint) from public;
