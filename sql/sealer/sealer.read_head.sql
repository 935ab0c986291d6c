-- SPDX-License-Identifier: Apache-2.0
-- sealer.read_head: where the tree stands.
--
-- One round of the sealer: read_head, compared with what it remembers;
-- take_unsealed; append_leaves; and when that is committed, publish_checkpoint.
-- Only append_leaves moves the head, and only from where it was seen: a
-- second sealer, or a lost answer, changes nothing twice.
--
-- Result:  {platform, size, root}; platform is its name, null before init;
--          root in hexadecimal.

create function sealer.read_head() returns jsonb
    language sql stable
    security definer
    set search_path = pg_catalog, pg_temp
    return (select jsonb_build_object(
                       'platform', (select p.name from identity.platform p),
                       'size', h.size, 'root', encode(h.root, 'hex'))
              from audit.head h);
comment on function sealer.read_head() is 'Where the tree stands.';
revoke all on function sealer.read_head() from public;
grant execute on function sealer.read_head() to cs_sealer;
