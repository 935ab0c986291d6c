-- SPDX-License-Identifier: Apache-2.0
-- access.keep_break_glass: a break-glass begins asked and goes its way and no
-- other; what was said stays said.  Its time grows by the second person alone.
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
    elsif row(old.break_glass_id, old.institution_id, old.account_id, old.person_id, old.reason, old.asked_at)
          is not distinct from row(new.break_glass_id, new.institution_id, new.account_id, new.person_id, new.reason, new.asked_at)
      and (old.state, new.state) in (('asked', 'asked'), ('asked', 'lapsed'), ('asked', 'active'), ('active', 'active'), ('active', 'ended'),
                                     ('ended', 'ended'), ('ended', 'reviewed'))
      and (old.state = 'asked' or row(old.joined_account_id, old.joined_person_id, old.joined_at)
                                  is not distinct from row(new.joined_account_id, new.joined_person_id, new.joined_at))
      and (new.until_at <= old.until_at or (old.state, new.state) = ('asked', 'active')) then
        return new;
    end if;
    raise exception using errcode = 'CS018', message = 'a break-glass does not go this way';
end;
$$;
comment on function access.keep_break_glass() is 'Trigger: a break-glass goes its way and no other.';
revoke all on function access.keep_break_glass() from public;
