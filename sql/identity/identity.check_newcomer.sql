-- SPDX-License-Identifier: Apache-2.0
-- identity.check_newcomer: may there be an account like this (GS-2.1.1).
-- Inputs:  i_newcomer: name, person {name, number}, department, rank, roles,
--          thumbprint; i_institution, null for one that is only proposed; i_code, its
--          code, with which its people's names begin; i_departments, those of the institution; i_pointer, where the
--          newcomer stands in the request.
-- Result:  null, or {code, body} of the refusal with its pointer and detail.

create function identity.check_newcomer(i_newcomer jsonb, i_institution uuid, i_code text, i_departments text[], i_pointer text)
    returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_person identity.person;
    l_duties jsonb;
    l_code   text := 'invalid_value';
    l_at     text;
    l_detail text;
begin
    select * into l_person
      from identity.person p
     where p.institution_id = i_institution and p.folded = identity.fold_number(i_newcomer -> 'person' ->> 'number');
    l_duties := identity.check_duties(l_person.person_id, null, coalesce(i_newcomer ->> 'kind', 'person'), i_code, i_departments,
                                      i_newcomer, i_pointer);
    if coalesce(i_newcomer ->> 'name' !~ '^[a-z0-9]+(\.[a-z0-9]+){1,4}$' or length(i_newcomer ->> 'name') > 64
                or split_part(i_newcomer ->> 'name', '.', 1) <> lower(i_code), true) then
        l_at     := '/name';
        l_detail := format('it begins with %s. and has up to 64 lower-case letters, digits and dots', lower(i_code));
    elsif coalesce(i_newcomer -> 'person' ->> 'number' !~ '^[._-]*[A-Za-z0-9][A-Za-z0-9._-]*$'
                or length(i_newcomer -> 'person' ->> 'number') > 64, true) then
        l_at     := '/person/number';
        l_detail := 'it has 1 to 64 letters, digits, dots, underscores and hyphens';
    elsif coalesce(length(i_newcomer -> 'person' ->> 'name') not between 1 and 256, true) then
        l_at     := '/person/name';
        l_detail := 'it has 1 to 256 characters';
    elsif l_person.name <> i_newcomer -> 'person' ->> 'name' then
        l_at     := '/person/name';
        l_detail := 'the person of this number has another name here';
    elsif l_duties is not null then
        return l_duties;
    elsif exists (select from identity.account a where a.name = i_newcomer ->> 'name' and a.state <> 'rejected'
                      and a.account_id is distinct from ops.read_uuid(i_newcomer ->> 'account')) then
        l_code   := 'already_exists';
        l_at     := '/name';
        l_detail := 'there is an account of this name';
    elsif exists (select from identity.device_key k where k.thumbprint = i_newcomer ->> 'thumbprint') then
        l_code   := 'device_taken';
        l_at     := '/thumbprint';
        l_detail := 'this certificate is another account''s: each account needs its own';
    else
        return null;
    end if;
    return jsonb_build_object('code', l_code, 'body', jsonb_build_object('pointer', i_pointer || l_at, 'detail', l_detail));
end;
$$;
comment on function identity.check_newcomer(jsonb, uuid, text, text[], text) is 'Checks whether there may be an account like this.';
revoke all on function identity.check_newcomer(jsonb, uuid, text, text[], text) from public;
