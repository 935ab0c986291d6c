-- SPDX-License-Identifier: Apache-2.0
-- gateway.begin_code: proposes a seed for the caller's one-time codes (JR-5.1).
-- Where one is in force, a step-up for this operation over the digest of an
-- empty body must be at hand: a session alone does not change the second factor.
-- Input:   {sealed}: the seed as the gateway sealed it, hex.
-- Result:  {account}: its name, for the URI that only the gateway can make;
--          refusals: step_up_required.
-- Tables:  identity.one_time_code.

create function gateway.begin_code(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c      audit.call := audit.begin_call(i_call, null, 'otp.begin');
    l_digest text := ops.base64url(sha256(''));
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    perform identity.hold_account(l_c.account_id);
    if exists (select from identity.one_time_code o where o.account_id = l_c.account_id and o.confirmed_at is not null)
       and not identity.spend_step_up(l_c, 'otp.begin', l_digest) then
        return audit.end_call(l_c, 'step_up_required', jsonb_build_object('operation', 'otp.begin', 'digest', l_digest));
    end if;
    insert into identity.one_time_code as o (account_id, proposed, proposed_at)
    values (l_c.account_id, decode(i_request->>'sealed', 'hex'), statement_timestamp())
        on conflict (account_id) do update set proposed = excluded.proposed, proposed_at = excluded.proposed_at;
    return audit.end_call(l_c, 'ok', jsonb_build_object('account', (
        select a.name from identity.account a where a.account_id = l_c.account_id)));
end;
$$;
comment on function gateway.begin_code(jsonb, jsonb) is 'Proposes a seed for the callers one-time codes.';
revoke all on function gateway.begin_code(jsonb, jsonb) from public;
grant execute on function gateway.begin_code(jsonb, jsonb) to cs_gateway;
