-- SPDX-License-Identifier: Apache-2.0
-- identity.check_institution: may there be an institution like this.  The
-- operator is one; a partner's people need a liaison and an end.
-- Result:  null, or {code, body} of the refusal with its pointer and detail.

create function identity.check_institution(i_request jsonb) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_departments text[] := array(select jsonb_array_elements_text(i_request -> 'departments'));
    l_partner     jsonb  := identity.check_partner(i_request ->> 'kind', i_request);
    l_code        text := 'invalid_value';
    l_at          text;
    l_detail      text;
begin
    if coalesce(i_request ->> 'code' !~ '^[A-Z][A-Z0-9]{1,15}$', true) then
        l_at     := '/code';
        l_detail := 'it has 2 to 16 capital letters and digits and begins with a letter';
    elsif coalesce(length(i_request ->> 'name') not between 1 and 256, true) then
        l_at     := '/name';
        l_detail := 'it has 1 to 256 characters';
    elsif coalesce(i_request ->> 'kind' not in ('member', 'partner', 'regulator'), true) then
        l_at     := '/kind';
        l_detail := 'it is member, partner or regulator';
    elsif coalesce(i_request ->> 'jurisdiction' !~ '^[A-Z]{2}$', true) then
        l_at     := '/jurisdiction';
        l_detail := 'it is a country''s code of two capital letters, as CN';
    elsif i_request ->> 'regulated_by' is not null and identity.find_regulator(i_request ->> 'regulated_by') is null then
        l_at     := '/regulated_by';
        l_detail := 'there is no active regulator of that code';
    elsif cardinality(l_departments) = 0
       or exists (select from unnest(l_departments) d where d !~ '^[a-z][a-z0-9_.]{0,63}$')
       or cardinality(l_departments) > (select count(distinct d) from unnest(l_departments) d) then
        l_at     := '/departments';
        l_detail := 'at least one, each once: lower-case letters, digits, dots and underscores, a letter first';
    elsif coalesce(i_request ->> 'letter_digest' !~ '^[A-Za-z0-9_-]{43}$', true) then
        l_at     := '/letter_digest';
        l_detail := 'base64url SHA-256 of the letter, 43 characters';
    elsif exists (select from identity.institution i where i.code = i_request ->> 'code' and i.state <> 'rejected'
                      and i.institution_id is distinct from ops.read_uuid(i_request ->> 'institution')) then
        l_code   := 'already_exists';
        l_at     := '/code';
        l_detail := 'there is an institution of this code';
    elsif i_request ->> 'naming' !~ '^(word|number|any)(\.(word|number|any)){0,3}$' then
        l_at     := '/naming';
        l_detail := 'word, number or any for each part of a name behind the code, as word.word';
    elsif l_partner is not null then
        return l_partner;
    elsif exists (select from jsonb_array_elements(i_request -> 'people') p where not identity.match_name(p ->> 'name', i_request ->> 'naming')) then
        l_at     := '/people';
        l_detail := 'their names are not as naming says';
    else
        return identity.check_people(i_request -> 'people', i_request ->> 'code', l_departments);
    end if;
    return jsonb_build_object('code', l_code, 'body', jsonb_build_object('pointer', l_at, 'detail', l_detail));
end;
$$;
comment on function identity.check_institution(jsonb) is 'Checks whether there may be an institution like this.';
revoke all on function identity.check_institution(jsonb) from public;
