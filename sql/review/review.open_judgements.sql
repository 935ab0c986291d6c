-- SPDX-License-Identifier: Apache-2.0
-- review.open_judgements: the clock's work: break-glasses that have ended are
-- reviewed.
-- Result:  how many.  Tables: as review.open_judgement.

create function review.open_judgements(i_c audit.call) returns integer
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_b      access.break_glass;
    l_number integer := 0;
begin
    for l_b in
        select b.* from access.break_glass b
         where b.state = 'ended' and b.review_id is null
         order by b.break_glass_id
         limit 100
           for no key update skip locked
    loop
        begin
            l_number := l_number + review.open_judgement(i_c, l_b);
        exception when others then -- the others are judged, too
            l_number := l_number + ops.note_failure(i_c, 'open_judgements', sqlstate, '{}');
        end;
    end loop;
    return l_number;
end;
$$;
comment on function review.open_judgements(audit.call) is 'Opens the reviews of break-glasses that have ended.';
revoke all on function review.open_judgements(audit.call) from public;
