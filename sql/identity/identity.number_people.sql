-- SPDX-License-Identifier: Apache-2.0
-- identity.number_people: gives each newcomer the id of the account to come.

create function identity.number_people(i_people jsonb) returns jsonb
    language sql volatile
    set search_path = pg_catalog, pg_temp
as $$
    select jsonb_agg(p.value || jsonb_build_object('account', ops.uuid_v7()) order by p.ordinality)
      from jsonb_array_elements(i_people) with ordinality p;
$$;
comment on function identity.number_people(jsonb) is 'Gives each newcomer the id of the account to come.';
revoke all on function identity.number_people(jsonb) from public;
