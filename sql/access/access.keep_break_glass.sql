-- SPDX-License-Identifier: Apache-2.0
-- access.keep_break_glass: a break-glass begins asked and goes its way and no
-- other; what was said stays said.  Its time grows by the second person alone, who
-- signed just this by the key of a bound device (JR-5.2), whoever writes it.
-- Raises:  CS018.

create function access.keep_break_glass() returns trigger
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    if tg_op = 'INSERT' then
        if new.state = 'asked' then
            return new;
        end if;
    elsif row(old.break_glass_id, old.institution_id, old.account_id, old.person_id, old.reason, old.asked_at, old.policy, old.payload, old.digest, old.nonce)
          is not distinct from row(new.break_glass_id, new.institution_id, new.account_id, new.person_id, new.reason, new.asked_at, new.policy, new.payload, new.digest, new.nonce)
      and (old.state, new.state) in (('asked', 'asked'), ('asked', 'lapsed'), ('asked', 'active'), ('active', 'active'), ('active', 'ended'),
                                     ('ended', 'ended'), ('ended', 'reviewed'))
      and (old.state = 'asked' or row(old.joined_account_id, old.joined_person_id, old.joined_at, old.joined_device_id, old.countersignature, old.assertion, old.signer)
                                  is not distinct from row(new.joined_account_id, new.joined_person_id, new.joined_at, new.joined_device_id, new.countersignature, new.assertion, new.signer))
      and (new.until_at <= old.until_at or (old.state, new.state) = ('asked', 'active'))
      and ((old.state, new.state) <> ('asked', 'active') or review.is_joined(new)) then
        if (old.state, new.state) = ('asked', 'active') then
            select review.describe_signer(d.device_id) into strict new.signer from identity.device d where d.device_id = new.joined_device_id;
        end if;
        return new;
    end if;
    raise exception using errcode = 'CS018', message = 'a break-glass does not go this way';
end;
$$;
comment on function access.keep_break_glass() is 'Trigger: a break-glass goes its way and no other.';
revoke all on function access.keep_break_glass() from public;
