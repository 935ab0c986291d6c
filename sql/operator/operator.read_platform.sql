-- SPDX-License-Identifier: Apache-2.0
-- operator.read_platform: what the head of a log file says (docs/PROTOCOL.entry.md).
-- Result:  {platform, operator, size, checkpoint, vkey}; the newest checkpoint
--          and its size, null before the first.

create function operator.read_platform() returns jsonb
    language sql stable
    security definer
    set search_path = pg_catalog, pg_temp
as $$
    select jsonb_build_object('platform', p.name, 'operator', p.institution_id, 'size', c.size,
                              'checkpoint', c.note, 'vkey', c.vkey)
      from (select) one
      left join identity.platform p on true
      left join (select * from audit.checkpoint order by size desc limit 1) c on true;
$$;
comment on function operator.read_platform() is 'The platform''s name and its newest checkpoint.';
revoke all on function operator.read_platform() from public;
grant execute on function operator.read_platform() to cs_operator;
