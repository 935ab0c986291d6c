-- SPDX-License-Identifier: Apache-2.0
-- identity.bind_device: an account's first device.  It counts at once where no
-- review is named; else another person must confirm it (GS-2.1.3).
-- Input:   i_device, the row as identity.draft_first made it.
-- Result:  the device; where its certificate was pinned, the row of that.
-- Tables:  identity.device; writes device.bound where it counts.

create function identity.bind_device(i_c audit.call, i_device identity.device) returns identity.device
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_d identity.device := i_device;
begin
    l_d.state    := case when i_device.review_id is null then 'bound' else 'unconfirmed' end;
    l_d.bound_at := case when i_device.review_id is null then statement_timestamp() end;
    insert into identity.device as d select l_d.*
    on conflict (thumbprint, account_id) do update
       set label = excluded.label, class = excluded.class, transport_kid = excluded.transport_kid, signer = excluded.signer, kid = excluded.kid, signing_key = excluded.signing_key,
           state = 'bound', bound_at = excluded.bound_at
     where d.state in ('pinned', 'bound') -- bound: begun anew
       and excluded.state = 'bound'
    returning * into strict l_d;
    if l_d.state = 'bound' then
        perform identity.announce_device(i_c, l_d);
    end if;
    return l_d;
end;
$$;
comment on function identity.bind_device(audit.call, identity.device) is 'Binds an account''s first device.';
revoke all on function identity.bind_device(audit.call, identity.device) from public;
