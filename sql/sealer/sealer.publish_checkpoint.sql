-- SPDX-License-Identifier: Apache-2.0
-- sealer.publish_checkpoint: shows a signed head to everybody, after the
-- leaves it covers are committed.
-- Inputs:  i_size, i_note, the C2SP note; i_vkey, the verifier key that goes
--          with it, for convenience only.
-- Result:  ok, also for the same once more; conflict for a size that the tree
--          does not have or that was published otherwise.
-- Tables:  audit.checkpoint.

create function sealer.publish_checkpoint(i_size bigint, i_note text, i_vkey text) returns text
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    insert into audit.checkpoint (size, note, vkey)
    select i_size, i_note, i_vkey from audit.head h where i_size <= h.size
        on conflict (size) do nothing;
    return case when exists (select from audit.checkpoint c where c.size = i_size and c.note = i_note)
        then 'ok' else 'conflict' end;
end;
$$;
comment on function sealer.publish_checkpoint(bigint, text, text) is 'Publishes a signed head.';
revoke all on function sealer.publish_checkpoint(bigint, text, text) from public;
grant execute on function sealer.publish_checkpoint(bigint, text, text) to cs_sealer;
