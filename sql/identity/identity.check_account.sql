-- SPDX-License-Identifier: Apache-2.0
-- identity.check_account: may the caller propose this account.
-- Inputs:  i_request, as it came; i_new, as identity.describe_newcomer says.
-- Result:  null, or {code, body} of the refusal with its pointer and detail.
-- People of an institution propose accounts of their own institution only.
-- A certificate must name the account; where there is none, and the duties are
-- more than basic, another person confirms the first device (device.bind).

create function identity.check_account(i_c audit.call, i_request jsonb, i_new jsonb) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_institution identity.institution;
    l_certificate jsonb := countersign.read_certificate(decode(i_request ->> 'certificate', 'hex'));
    l_refusal     jsonb;
    l_partner     jsonb;
    l_service     jsonb := case i_request ->> 'kind' when 'service' then identity.check_service(i_c, i_request) end;
    l_person      jsonb := identity.check_person(i_c.institution_id, i_request -> 'person');
    l_code        text := 'invalid_value';
    l_at          text := '/certificate';
    l_detail      text;
begin
    select * into strict l_institution from identity.institution i where i.institution_id = i_c.institution_id;
    l_refusal := identity.check_newcomer(i_new, i_c.institution_id, l_institution.code, array(
        select d.code from identity.department d where d.institution_id = i_c.institution_id order by d.code), '');
    l_partner := identity.check_partner(l_institution.kind, i_request);
    if coalesce(i_request ->> 'kind' not in ('person', 'service'), true) then
        l_at     := '/kind';
        l_detail := 'it is person or service';
    elsif l_service is not null then
        return l_service;
    elsif coalesce(i_request ->> 'institution' not in (l_institution.code, l_institution.institution_id::text), true) then
        l_at     := '/institution';
        l_detail := 'it is your own: ' || l_institution.code;
    elsif l_refusal is not null and l_refusal ->> 'code' <> 'device_taken' then
        return l_refusal;
    elsif l_person is not null then
        return l_person;
    elsif not identity.match_name(i_request ->> 'name', l_institution.naming) then
        l_at     := '/name';
        l_detail := format('names here are %s.%s', lower(l_institution.code), l_institution.naming);
    elsif l_partner is not null then
        return l_partner;
    elsif i_request ->> 'certificate' is null then
        return null;
    elsif l_certificate ->> 'organization' is distinct from l_institution.code then
        l_detail := 'its organization must be the institution''s code, ' || l_institution.code;
    elsif l_certificate ->> 'common_name' is distinct from i_request ->> 'name' then
        l_detail := 'its common name must be the account''s name';
    elsif l_refusal is not null or identity.is_awaited(i_c.institution_id, i_new ->> 'thumbprint') then
        l_code   := 'device_taken';
        l_detail := 'this certificate is another account''s: each account needs its own';
    else
        return null;
    end if;
    return jsonb_build_object('code', l_code, 'body', jsonb_build_object('pointer', l_at, 'detail', l_detail));
end;
$$;
comment on function identity.check_account(audit.call, jsonb, jsonb) is 'Checks whether the caller may propose this account.';
revoke all on function identity.check_account(audit.call, jsonb, jsonb) from public;
