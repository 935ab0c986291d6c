-- SPDX-License-Identifier: Apache-2.0
-- identity.check_account: may the caller propose this account.
-- Inputs:  i_request, as it came; i_new, as identity.describe_newcomer says.
-- Result:  null, or {code, body} of the refusal with its pointer.
-- People of an institution propose accounts of their own institution only.
-- Without a certificate in the payload nobody has confirmed the first device,
-- so whose duties are more than basic needs one; it must name the account.

create function identity.check_account(i_c audit.call, i_request jsonb, i_new jsonb) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_institution identity.institution;
    l_certificate jsonb := countersign.read_certificate(decode(i_request ->> 'certificate', 'hex'));
    l_at          text;
begin
    select * into strict l_institution from identity.institution i where i.institution_id = i_c.institution_id;
    if coalesce(i_request ->> 'kind' <> 'person', true) then
        l_at := '/kind';
    elsif coalesce(i_request ->> 'institution' not in (l_institution.code, l_institution.institution_id::text), true) then
        l_at := '/institution';
    elsif i_request ->> 'certificate' is null and access.is_advanced(array(select jsonb_array_elements_text(i_new -> 'roles')))
       or i_request ->> 'certificate' is not null and (
            l_certificate ->> 'organization' is distinct from l_institution.code
            or l_certificate ->> 'common_name' is distinct from i_request ->> 'name') then
        l_at := '/certificate';
    else
        return identity.check_newcomer(i_new, i_c.institution_id, array(
            select d.code from identity.department d where d.institution_id = i_c.institution_id), '');
    end if;
    return jsonb_build_object('code', 'invalid_value', 'body', jsonb_build_object('pointer', l_at));
end;
$$;
comment on function identity.check_account(audit.call, jsonb, jsonb) is 'Checks whether the caller may propose this account.';
revoke all on function identity.check_account(audit.call, jsonb, jsonb) from public;
