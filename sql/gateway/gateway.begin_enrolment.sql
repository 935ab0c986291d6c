-- SPDX-License-Identifier: Apache-2.0
-- gateway.begin_enrolment: may this transport key and code begin that account.
-- Input:   {account, enrolment_code, certificate | key}: the certificate of the
--          connection (hex DER), or the key of its DPoP proof (hex SPKI); the
--          code null where none is needed.
-- Result:  {memory_kib, iterations, parallelism, former, words} for the first
--          password (or, after a reset, the next one), without an entry; refusals: invalid_enrolment, device_taken,
--          too_many_requests for networks that try often: while they wait, no
--          code is looked at, but of those whose certificate is pinned.

create function gateway.begin_enrolment(i_call jsonb, i_request jsonb) returns gateway.answer
    language plpgsql
    security definer
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c       audit.call := audit.begin_stranger_call(i_call, 'device.enrol');
    l_checked record;
begin
    if l_c.code is not null then
        return audit.end_call(l_c, l_c.code, null);
    end if;
    l_checked := identity.check_enrolment(i_request);
    if l_checked.code = 'invalid_enrolment' or ops.is_waiting(l_c) and not l_checked.pinned then
        return ops.refuse_stranger(l_c, i_request->>'account', 'invalid_enrolment', null);
    elsif l_checked.code <> 'ok' then
        return audit.end_call(l_c, l_checked.code, null);
    end if;
    return row('ok', (
        select jsonb_build_object('memory_kib', p.memory_kib, 'iterations', p.iterations, 'parallelism', p.parallelism,
                                  'former', identity.list_former((l_checked.account).account_id),
                                  'words', identity.list_words((l_checked.account).account_id))
          from access.password_policy p
         where p.policy = l_c.policy))::gateway.answer;
end;
$$;
comment on function gateway.begin_enrolment(jsonb, jsonb) is 'Checks a transport key and code before the first password is hashed.';
revoke all on function gateway.begin_enrolment(jsonb, jsonb) from public;
grant execute on function gateway.begin_enrolment(jsonb, jsonb) to cs_gateway;
