-- SPDX-License-Identifier: Apache-2.0
-- identity.ask_device: a further device of the caller, which counts when
-- another person has confirmed it (GS-2.1.3).
-- Input:   {label, certificate | key, signing_key, signing_proof, passkey, model}; see identity.draft_device.
-- Result:  {code, body, facts}, for audit.end_call: {device, review}; refusals: conflict while another one waits,
--          invalid_value, device_taken, undecidable.
-- Tables:  identity.account (row lock), device_key, device, review.review.

create function identity.ask_device(i_c audit.call, i_request jsonb) returns jsonb
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_drafted record;
    l_d       identity.device;
    l_waiting uuid;
    l_opened  jsonb;
begin
    perform from identity.account a where a.account_id = i_c.account_id for no key update;
    select d.review_id into l_waiting
      from identity.device d
     where d.account_id = i_c.account_id and d.state in ('proposed', 'unconfirmed');
    if found then
        return jsonb_build_object('code', 'conflict', 'body', jsonb_build_object(
            'review', l_waiting, 'detail', 'another device of the account is still to be confirmed, or removed, first'));
    end if;
    l_drafted := identity.draft_device(i_c, i_request);
    if l_drafted.refusal is not null then
        return jsonb_build_object('code', l_drafted.refusal ->> 'code', 'body', l_drafted.refusal -> 'body');
    end if;
    l_d := l_drafted.device;
    l_opened := identity.open_binding(i_c, l_d, i_request ->> 'model');
    if l_opened ->> 'code' <> 'ok' then
        return jsonb_build_object('code', l_opened ->> 'code', 'body', l_opened - 'code');
    end if;
    l_d.state     := 'proposed';
    l_d.review_id := (l_opened -> 'review' ->> 'id')::uuid;
    insert into identity.device select l_d.*;
    return jsonb_build_object(
        'code', 'ok',
        'body', jsonb_build_object('device', identity.describe_device(l_d), 'review', l_opened -> 'review'),
        'facts', jsonb_build_object('owner', i_c.institution_id, 'review', l_d.review_id));
end;
$$;
comment on function identity.ask_device(audit.call, jsonb) is 'Proposes a further device of the caller.';
revoke all on function identity.ask_device(audit.call, jsonb) from public;
