-- SPDX-License-Identifier: Apache-2.0
-- identity.check_enrolment: may this transport key and code begin that account.
-- Input:   i_request: account, enrolment_code, certificate or key (hex).
-- Result:  code ok with the account, what identity.read_transport says and
--          whether that certificate was pinned;
--          invalid_enrolment without saying what is wrong; device_taken only to
--          those whose code was right.
-- Both halves are needed where there are any.  Where a certificate was pinned
-- it must be that one, but for who was reset; a certificate must name institution
-- and account in any case, a browser's key names nobody.

create function identity.check_enrolment(i_request jsonb, out code text, out account identity.account, out proven jsonb, out pinned boolean)
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_code text := i_request ->> 'enrolment_code';
begin
    code := 'invalid_enrolment';
    pinned := false;
    proven := identity.read_transport(i_request);
    select a.* into account
      from identity.account a
      join identity.institution i on i.institution_id = a.institution_id
      join identity.enrolment e on e.account_id = a.account_id
     where a.name = i_request ->> 'account' and a.state = 'active' and i.state = 'active'
       and e.used_at is null and e.expires_at > statement_timestamp()
       and e.creator_half_digest is not distinct from sha256(convert_to(split_part(l_code, '.', 1), 'UTF8'))
       and e.activator_half_digest is not distinct from sha256(convert_to(split_part(l_code, '.', 2), 'UTF8'))
       and (proven ->> 'transport' = 'browser'
            or proven ->> 'organization' = i.code and proven ->> 'common_name' = a.name
               and statement_timestamp() between (proven ->> 'not_before')::timestamptz and (proven ->> 'not_after')::timestamptz);
    if not found then
        return;
    end if;
    select bool_or(d.thumbprint = proven ->> 'thumbprint') into pinned
      from identity.device d
     where d.account_id = account.account_id and d.state = 'pinned';
    if not coalesce(pinned, l_code is not null)
       and not (l_code is not null and exists (
           select
             from identity.enrolment e
             join review.review r on r.review_id = e.reset_review_id
            where e.account_id = account.account_id and r.state = 'approved')) then
        pinned := false;
        return;
    end if;
    pinned := coalesce(pinned, false);
    code := case when exists (
        select from identity.device d
         where d.account_id = account.account_id and d.kid = proven ->> 'kid'
           and not (d.thumbprint = proven ->> 'thumbprint' and d.state = 'bound'))
        or exists (
        select from identity.device_key k
         where k.thumbprint in (proven ->> 'kid', proven ->> 'transport_kid', proven ->> 'thumbprint')
           and k.account_id <> account.account_id and k.proven_at is not null)
        then 'device_taken' else 'ok' end;
end;
$$;
comment on function identity.check_enrolment(jsonb) is 'Checks a transport key and an enrolment code against the account they should begin.';
revoke all on function identity.check_enrolment(jsonb) from public;
