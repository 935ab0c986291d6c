-- SPDX-License-Identifier: Apache-2.0
-- ops.run_job: one line of the clock's work: what raises is undone alone.
-- Result:  how much was done.

create function ops.run_job(i_c audit.call, i_job text) returns integer
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
begin
    case i_job
        when 'expire_reviews'  then return review.expire_reviews(i_c);
        when 'close_ended'     then return identity.close_ended(i_c);
        when 'remind_reviews'  then return review.remind_reviews(i_c);
        when 'note_overdue'    then return access.note_overdue(i_c);
        when 'expire_delegations' then return access.expire_delegations(i_c);
        when 'expire_break_glasses' then return access.expire_break_glasses(i_c);
        when 'open_judgements' then return review.open_judgements(i_c);
        when 'end_agreements'  then return access.end_agreements(i_c);
        when 'lapse_grants'    then return access.lapse_grants(i_c);
        when 'write_sums'      then return ops.write_sums(i_c);
        when 'expire_devices'  then return identity.expire_devices(i_c);
        when 'make_month'      then return audit.make_month();
        when 'note_months'     then return ops.note_months(i_c);
        when 'announce_alerts' then return ops.announce_alerts(i_c);
    end case;
exception when others then
    return ops.note_failure(i_c, i_job, sqlstate, '{}');
end;
$$;
comment on function ops.run_job(audit.call, text) is 'Does one line of the work of the clock.';
revoke all on function ops.run_job(audit.call, text) from public;
