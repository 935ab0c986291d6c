-- SPDX-License-Identifier: Apache-2.0
-- review.is_joined: is the signature that a break-glass bears one by the key of a
-- bound device, of a class that is enough, of who joined it, over just this; as
-- review.guard_decision looks at decisions.  When it was signed, and the step-up,
-- the door alone can know.

create function review.is_joined(i_break_glass access.break_glass) returns boolean
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_d      record := review.draft_joining(i_break_glass);
    l_signed jsonb;
begin
    select identity.open_signed(d, 'countersignature+jws', i_break_glass.countersignature, i_break_glass.assertion::jsonb) -> 'payload'
      into l_signed
      from identity.device d
     where d.device_id = i_break_glass.joined_device_id and d.account_id = i_break_glass.joined_account_id and d.state = 'bound'
       and review.is_class_enough('breakglass.review', i_break_glass.policy, d.class);
    return coalesce((l_signed - 'at')::text = review.list_signed_members(l_d.drafted, l_d.stage, i_break_glass.joined_account_id, '{"verdict": "approve"}')::text, false);
end;
$$;
comment on function review.is_joined(access.break_glass) is 'Whether who joined a break-glass signed just this.';
revoke all on function review.is_joined(access.break_glass) from public;
