-- SPDX-License-Identifier: Apache-2.0
-- sealer.take_unsealed: committed entries that have no leaf yet, in the order
-- in which they are sealed (audit.list_unsealed).  Ends first what has held
-- this order back for 20 s, longer than any call takes, so that a session left
-- open by a thief delays sealing by that much and no more.
-- Input:   i_limit, how many at most; and no more than 8 MiB of them: of the
--          largest that the constraints of the log allow, some 250.
-- Result:  an array of {core, with n and origin null; mac; personal,
--          personal_salt; cause_action, of a consequence whose cause lies in
--          the same transaction and was not sealed as unverified; number, the
--          institution that counts it; last_n, the last number given there};
--          bytes in hexadecimal.  What to make of it is the sealer's to judge.

create function sealer.take_unsealed(i_limit integer) returns jsonb
    language plpgsql volatile
    security definer
    set search_path = pg_catalog, pg_temp
as $$
begin
    perform audit.free_horizon('20 seconds');
    return (
        with item as materialized (
            select u.ordinal, jsonb_build_object(
                       'core', audit.make_core(u.entry, null, null), 'mac', encode((u.entry).mac, 'hex'),
                       'personal', p.personal, 'personal_salt', encode(p.salt, 'hex'), 'cause_action', c.action,
                       'number', u.counter_id, 'last_n', u.last_n) as item
              from audit.number_unsealed(i_limit) u
              left join audit.personal p on p.entry_id = (u.entry).entry_id
              left join lateral (
                   select c.action
                     from audit.entry c
                     left join audit.leaf l on l.entry_id = c.entry_id
                    where c.entry_id = (u.entry).cause and c.xid = (u.entry).xid
                      and l.origin is distinct from 'unverified') c on true
        ), measured as (
            select i.*, sum(octet_length(i.item::text)) over (order by i.ordinal) as bytes from item i
        )
        select coalesce(jsonb_agg(m.item order by m.ordinal), '[]') from measured m where m.bytes <= 8388608);
end;
$$;
comment on function sealer.take_unsealed(integer) is 'Committed entries that have no leaf yet, in the order of sealing.';
revoke all on function sealer.take_unsealed(integer) from public;
grant execute on function sealer.take_unsealed(integer) to cs_sealer;
