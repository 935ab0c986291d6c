-- SPDX-License-Identifier: Apache-2.0
-- identity.expire_devices: revokes what was renewed and is past its overlap.
-- It does not count from that moment on, whoever looks; this makes it final.
-- Result:  how many.

create function identity.expire_devices(i_c audit.call) returns integer
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_device uuid;
    l_count  integer := 0;
begin
    for l_device in
        select d.device_id
          from identity.device d
         where d.state = 'bound' and d.expires_at <= statement_timestamp()
         order by d.device_id
         limit 100
           for no key update skip locked
    loop
        begin
            perform identity.revoke_device(i_c, l_device);
            l_count := l_count + 1;
        exception when others then -- the others are past theirs, too
            l_count := l_count + ops.note_failure(i_c, 'expire_devices', sqlstate, '{}');
        end;
    end loop;
    return l_count;
end;
$$;
comment on function identity.expire_devices(audit.call) is 'Revokes devices that are past the overlap of their renewal.';
revoke all on function identity.expire_devices(audit.call) from public;
