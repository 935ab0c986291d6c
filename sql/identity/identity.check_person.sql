-- SPDX-License-Identifier: Apache-2.0
-- identity.check_person: what no password of a person may contain (JR-5.1):
-- told well, and not otherwise than before.
-- Input:   i_person: name, number, phone, birth_date.
-- Result:  null, or {code, body} of the refusal with its pointer and detail.

create function identity.check_person(i_institution uuid, i_person jsonb) returns jsonb
    language plpgsql stable
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_p      identity.person;
    l_phone  text := i_person ->> 'phone';
    l_day    date := ops.read_date(i_person ->> 'birth_date');
    l_at     text;
    l_detail text;
begin
    select p.* into l_p
      from identity.person p
     where p.institution_id = i_institution and p.folded = identity.fold_number(i_person ->> 'number');
    if l_phone !~ '^[+]?[0-9][0-9 -]{3,30}$' then
        l_at     := 'phone';
        l_detail := 'it has 4 to 32 digits, spaces and hyphens, and a + before them at most';
    elsif l_phone <> l_p.phone then
        l_at     := 'phone';
        l_detail := 'the person of this number has another one here';
    elsif i_person ? 'birth_date' and (l_day is null or l_day not between '1900-01-01' and current_date) then
        l_at     := 'birth_date';
        l_detail := 'it is a day that has been, as 1985-02-28';
    elsif l_day <> l_p.birth_date then
        l_at     := 'birth_date';
        l_detail := 'the person of this number has another one here';
    else
        return null;
    end if;
    return jsonb_build_object('code', 'invalid_value', 'body', jsonb_build_object('pointer', '/person/' || l_at, 'detail', l_detail));
end;
$$;
comment on function identity.check_person(uuid, jsonb) is 'Checks what no password of a person may contain.';
revoke all on function identity.check_person(uuid, jsonb) from public;
