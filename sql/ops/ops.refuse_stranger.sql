-- SPDX-License-Identifier: Apache-2.0
-- ops.refuse_stranger: ends the call of somebody who wants to sign in or to
-- enrol and may not: the same work and words whether there is such an account
-- or not.  It never reaches a password, never counts against the account, and
-- is told to those who watch.
-- Inputs:  i_account, the name that was given; i_code, device_not_bound or
--          invalid_enrolment; i_told, {detail}, what somebody is told who has
--          the key of a device that was given up, else null.

create function ops.refuse_stranger(i_c audit.call, i_account text, i_code text, i_told jsonb) returns gateway.answer
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_wait    integer := ops.keep_waiting(i_c);
    l_subject jsonb;
begin
    select jsonb_build_object('account', min(a.account_id::text), 'institution', min(a.institution_id::text)) into l_subject
      from identity.account a
     where a.name = i_account and a.state <> 'rejected';
    perform ops.raise_alert(i_c, case i_code when 'device_not_bound' then 'device_unbound' else 'enrolment_refused' end, 'notice', l_subject);
    if l_wait is not null then
        return audit.end_call(i_c, 'too_many_requests', jsonb_build_object('retry_after', l_wait));
    end if;
    return audit.end_call(i_c, i_code, i_told);
end;
$$;
comment on function ops.refuse_stranger(audit.call, text, text, jsonb) is 'Refuses to sign somebody in, or to enrol them, whom nobody knows.';
revoke all on function ops.refuse_stranger(audit.call, text, text, jsonb) from public;
