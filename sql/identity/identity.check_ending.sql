-- SPDX-License-Identifier: Apache-2.0
-- identity.check_ending: may one person end or suspend what an account can do.
-- Inputs:  i_account, whose institution's row the caller holds; i_end, when.
-- Result:  null, or {code, body}: conflict where it is over or has not begun,
--          last_holder where something depends on it.

create function identity.check_ending(i_account identity.account, i_end timestamptz) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_dependence text;
begin
    if i_account.state not in ('active', 'locked', 'suspended') then
        return jsonb_build_object('code', 'conflict', 'body', jsonb_build_object('detail', 'the account is ' || i_account.state));
    end if;
    l_dependence := review.find_dependence(i_account, i_end);
    if l_dependence is not null then
        return jsonb_build_object('code', 'last_holder', 'body', jsonb_build_object('detail', l_dependence));
    end if;
    return null;
end;
$$;
comment on function identity.check_ending(identity.account, timestamptz) is 'Whether one person may end what an account can do.';
revoke all on function identity.check_ending(identity.account, timestamptz) from public;
