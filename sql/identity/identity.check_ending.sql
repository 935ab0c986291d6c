-- SPDX-License-Identifier: Apache-2.0
-- identity.check_ending: may one person end or suspend what an account can do.
-- Inputs:  i_account, whose institution's row the caller holds; i_end, when.
-- Result:  null, or {code, body}: conflict where it is over or has not begun, or
--          is suspended while a break-glass is not reviewed; last_holder where
--          something depends on it.

create function identity.check_ending(i_account identity.account, i_end timestamptz) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_dependence text;
    l_review     uuid;
begin
    if i_account.state not in ('active', 'locked', 'suspended') then
        return jsonb_build_object('code', 'conflict', 'body', jsonb_build_object('detail', 'the account is ' || i_account.state));
    end if;
    -- What two ended in haste can be undone until others have judged it: a closed account cannot.
    select b.review_id into l_review
      from access.break_glass b
     where b.institution_id = i_account.institution_id and b.state in ('active', 'ended');
    if found and i_account.state = 'suspended' then
        return jsonb_build_object('code', 'conflict', 'body', jsonb_strip_nulls(jsonb_build_object(
            'detail', 'the account is suspended, and the last break-glass was not reviewed yet', 'review', l_review)));
    end if;
    l_dependence := review.find_dependence(i_account, i_end);
    if l_dependence is not null then
        return jsonb_build_object('code', 'last_holder', 'body', jsonb_build_object('detail', l_dependence || ': somebody else here must be given that first'));
    end if;
    return null;
end;
$$;
comment on function identity.check_ending(identity.account, timestamptz) is 'Whether one person may end what an account can do.';
revoke all on function identity.check_ending(identity.account, timestamptz) from public;
