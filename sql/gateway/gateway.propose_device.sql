-- SPDX-License-Identifier: Apache-2.0
-- gateway.propose_device: a further device of the caller, which counts when
-- another person has confirmed it (GS-2.1.3).
-- Input:   {label, certificate | key, signing_key, signing_proof, passkey, model}; see identity.draft_device.
-- Result:  {device, review}; refusals: conflict while another one waits,
--          invalid_value, device_taken, undecidable.
-- Tables:  identity.account (row lock), device_key, device, review.review.

create function gateway.propose_device(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c       audit.call := audit.begin_call(i_call, null);
    l_drafted record;
    l_d       identity.device;
    l_waiting uuid;
    l_opened  jsonb;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    perform from identity.account a where a.account_id = l_c.account_id for no key update;
    select d.review_id into l_waiting
      from identity.device d
     where d.account_id = l_c.account_id and d.state in ('proposed', 'unconfirmed');
    if found then
        return audit.end_call(l_c, 'conflict', jsonb_build_object(
            'review', l_waiting, 'detail', 'another device of the account is still to be confirmed, or removed, first'));
    end if;
    l_drafted := identity.draft_device(l_c, i_request);
    if l_drafted.refusal is not null then
        return audit.end_call(l_c, l_drafted.refusal->>'code', l_drafted.refusal->'body');
    end if;
    l_d := l_drafted.device;
    l_opened := identity.open_binding(l_c, l_d, i_request->>'model');
    if l_opened->>'code' <> 'ok' then
        return audit.end_call(l_c, l_opened->>'code', l_opened - 'code');
    end if;
    l_d.state     := 'proposed';
    l_d.review_id := (l_opened->'review'->>'id')::uuid;
    insert into identity.device select l_d.*;
    return audit.end_call(l_c, 'ok',
        jsonb_build_object('device', identity.describe_device(l_d), 'review', l_opened->'review'),
        jsonb_build_object('owner', l_c.institution_id, 'review', l_d.review_id));
end;
$$;
comment on function gateway.propose_device(jsonb, jsonb) is 'Proposes a further device of the caller.';
revoke all on function gateway.propose_device(jsonb, jsonb) from public;
grant execute on function gateway.propose_device(jsonb, jsonb) to cs_gateway;
