-- SPDX-License-Identifier: Apache-2.0
-- review.guard_stage: a stage goes from waiting to open to its end, and nothing
-- of it changes but its state and nonce; it is approved by as many as its groups
-- ask for, all of whom approve.
-- Raises:  CS016.

create function review.guard_stage() returns trigger
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    if tg_op = 'INSERT' then
        if new.state in ('waiting', 'open') then
            return new;
        end if;
    elsif (old.state, new.state) in (('waiting', 'open'), ('open', 'approved'), ('open', 'rejected'), ('open', 'returned'))
       and row(old.review_id, old.round, old.ordinal, old.name, old.blind) = row(new.review_id, new.round, new.ordinal, new.name, new.blind)
       and (new.state <> 'approved' or coalesce((
               select count(*) = (select sum(n.approvals) from review.need n
                                   where n.review_id = new.review_id and n.round = new.round and n.ordinal = new.ordinal)
                      and bool_and(d.verdict = 'approve')
                 from review.decision d
                where d.review_id = new.review_id and d.round = new.round and d.ordinal = new.ordinal), false)) then
        return new;
    end if;
    raise exception using errcode = 'CS016', message = format('stage %s is not %s', new.name, new.state);
end;
$$;
comment on function review.guard_stage() is 'Trigger: no stage is approved but by its deciders.';
revoke all on function review.guard_stage() from public;
