-- SPDX-License-Identifier: Apache-2.0
-- identity.begin_platform: the operator's institution and people, and the
-- entry with which the log begins.  The policies are activated already.
-- Input:   as in operator.initialise.
-- Raises:  CS020 when the people are not six who may be, or a duty is one
--          person's alone: with one holder away nothing could be decided.

create function identity.begin_platform(i_document jsonb) returns void
    language plpgsql
    set search_path = pg_catalog, pg_temp
as $$
declare
    l_c       audit.call := audit.begin_platform();
    l_o       jsonb := i_document -> 'operator';
    l_refusal jsonb := identity.check_people(
        i_document -> 'people', l_o ->> 'code', array(select jsonb_array_elements_text(l_o -> 'departments')));
    l_alone   text;
begin
    if l_refusal is not null then
        raise exception using errcode = 'CS020', message = 'people: ' || l_refusal::text;
    end if;
    select string_agg(r.role, ', ' order by r.role) into l_alone
      from (select x.role
              from jsonb_array_elements(i_document -> 'people') p, jsonb_array_elements_text(p -> 'roles') x (role)
             group by x.role having count(*) < 2) r;
    if l_alone is not null then
        raise exception using errcode = 'CS020', message = 'people: held by one person only: ' || l_alone;
    end if;
    l_c.institution_id := ops.uuid_v7();
    insert into identity.institution (institution_id, code, name, kind, jurisdiction, state)
    values (l_c.institution_id, l_o ->> 'code', l_o ->> 'name', 'operator', l_o ->> 'jurisdiction', 'active');
    insert into identity.platform (name, institution_id) values (i_document ->> 'platform', l_c.institution_id);
    perform identity.pin_recovery(i_document -> 'recovery');
    perform audit.end_call(l_c, 'ok', null);
    perform access.announce_policies(l_c, l_c.policy, null);
    perform identity.add_people(l_c, l_c.institution_id, null, l_o -> 'departments', identity.number_people(i_document -> 'people'));
    perform audit.write_consequence(l_c, 'institution.admitted', 'institution', l_c.institution_id::text, '{}');
end;
$$;
comment on function identity.begin_platform(jsonb) is 'The operator''s institution and people, and the first entry of the log.';
revoke all on function identity.begin_platform(jsonb) from public;
