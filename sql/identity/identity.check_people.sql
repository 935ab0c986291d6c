-- SPDX-License-Identifier: Apache-2.0
-- identity.check_people: may these be the first people of an institution:
-- six, of distinct names, numbers and certificates.
-- Inputs:  i_people, an array of newcomers; i_code and i_departments of the
--          institution.
-- Result:  null, or {code, body} of the first refusal.

create function identity.check_people(i_people jsonb, i_code text, i_departments text[]) returns jsonb
    language sql stable
    set search_path = pg_catalog, pg_temp
as $$
    with newcomer as (
        select p.value, p.ordinality - 1 as place,
               row_number() over (partition by p.value ->> 'name' order by p.ordinality) as nth_name,
               row_number() over (partition by identity.fold_number(p.value -> 'person' ->> 'number') order by p.ordinality) as nth_number,
               row_number() over (partition by p.value ->> 'thumbprint' order by p.ordinality) as nth_thumbprint
          from jsonb_array_elements(i_people) with ordinality p
    ), refusal as (
        select -1 as place, jsonb_build_object('code', 'invalid_value', 'body', jsonb_build_object(
                   'pointer', '/people', 'detail', 'an institution begins with six people')) as answer
         where jsonb_array_length(i_people) <> 6
        union all
        select n.place, jsonb_build_object('code', 'invalid_value', 'body', jsonb_build_object('pointer',
                   format('/people/%s/%s', n.place, case when n.nth_name > 1 then 'name'
                          when n.nth_number > 1 then 'person/number' else 'thumbprint' end),
                   'detail', case when n.nth_name > 1 or n.nth_number > 1 or n.nth_thumbprint > 1
                       then 'somebody before has the same' else 'base64url SHA-256 of the certificate, 43 characters' end))
          from newcomer n
         where n.nth_name > 1 or n.nth_number > 1 or n.nth_thumbprint > 1
            or coalesce(n.value ->> 'thumbprint' !~ '^[A-Za-z0-9_-]{43}$', true)
        union all
        select n.place, c.answer
          from newcomer n
         cross join lateral identity.check_newcomer(n.value, null, i_code, i_departments, '/people/' || n.place) c (answer)
         where c.answer is not null
    )
    select answer from refusal order by place limit 1;
$$;
comment on function identity.check_people(jsonb, text, text[]) is 'Checks the first six people of an institution.';
revoke all on function identity.check_people(jsonb, text, text[]) from public;
